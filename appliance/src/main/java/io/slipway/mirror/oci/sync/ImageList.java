package io.slipway.mirror.oci.sync;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.mirror.fetch.Manners;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.Platforms;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images are to be there.
 *
 * @param name of the mirror
 * @param text the digest of the description's text
 * @param registries addresses of those that are not at {@code https://HOST}
 * @param signatures whether signatures and all else that is about an image come along
 */
public record ImageList(
        String name,
        Digest text,
        List<Wish> images,
        Map<String, URI> registries,
        List<Manners> manners,
        boolean signatures) {

    public ImageList {
        images = List.copyOf(images);
        registries = Map.copyOf(registries);
        manners = List.copyOf(manners);
    }

    /**
     * @param tags with {@code *} and {@code ?} where several are meant; may be empty if there is a digest
     */
    public record Wish(
            ImageName name, List<String> tags, Optional<OciDigest> digest, Platforms platforms, Position at) {

        public Wish {
            tags = List.copyOf(tags);
        }

        static boolean isPattern(String tag) {
            return tag.contains("*") || tag.contains("?");
        }

        boolean takes(String tag) {
            return tags.stream().anyMatch(pattern -> tag.matches(regex(pattern)));
        }

        private static String regex(String pattern) {
            return ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        }
    }
}
