package io.slipway.mirror.oci.sync;

import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.Platforms;
import java.util.Comparator;
import java.util.Optional;

/**
 * An image of which it is settled what it is.
 *
 * @param tag empty for one that was asked for by its digest alone
 */
public record Pinned(ImageName name, Optional<String> tag, OciDigest digest, Platforms platforms) {

    static final Comparator<Pinned> ORDER = Comparator.comparing(Pinned::name)
            .thenComparing(each -> each.tag().orElse(""))
            .thenComparing(each -> each.digest().toString());

    /** As it is asked for. */
    public String shown() {
        return name + tag.map(word -> ":" + word).orElse("@" + digest);
    }
}
