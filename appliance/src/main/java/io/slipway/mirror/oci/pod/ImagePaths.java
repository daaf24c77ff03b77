package io.slipway.mirror.oci.pod;

import io.slipway.common.Digest;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How images stand in a generation: {@code HOST/REPOSITORY/manifests/DIGEST}, {@code …/blobs/DIGEST}, and {@code …/tags/TAG} for the
 * manifest that a tag names.
 */
public final class ImagePaths {

    /** The note of a generation that holds images. */
    public static final String NOTE = "images";

    private static final Pattern TAG = Pattern.compile("(.+)/tags/([^/]+)");

    private ImagePaths() {}

    public static boolean holdsImages(Generation generation) {
        return generation.notes().containsKey(NOTE);
    }

    public static String manifest(ImageName name, OciDigest digest) {
        return name + "/manifests/" + digest;
    }

    public static String blob(ImageName name, OciDigest digest) {
        return name + "/blobs/" + digest;
    }

    public static String tag(ImageName name, String tag) {
        return name + "/tags/" + tag;
    }

    /** An image by its tag. */
    public record Tagged(ImageName name, String tag) {}

    static Optional<Tagged> tagged(String path) {
        Matcher matcher = TAG.matcher(path);
        return matcher.matches()
                ? ImageName.parse(matcher.group(1)).map(name -> new Tagged(name, matcher.group(2)))
                : Optional.empty();
    }

    /** The content as the store knows it, of one that is known by SHA-256: see {@link OtherDigests}. */
    public static Generation.Entry entry(Descriptor descriptor) {
        return new Generation.Entry(new Digest(descriptor.digest().hex()), descriptor.size());
    }

    /** How a content is known that a tag names. */
    public static OciDigest digest(Generation.Entry entry) {
        return new OciDigest("sha256", entry.digest().hex());
    }
}
