package io.slipway.mirror.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/** An image's name with a tag, a digest or both. */
public record Reference(ImageName name, Optional<String> tag, Optional<OciDigest> digest) {

    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    public static Optional<Reference> parse(String text) {
        int at = text.indexOf('@');
        String front = at < 0 ? text : text.substring(0, at);
        Optional<OciDigest> digest = at < 0 ? Optional.empty() : OciDigest.parse(text.substring(at + 1));
        int colon = front.lastIndexOf(':');
        boolean tagged = colon > front.lastIndexOf('/');
        Optional<String> tag = tagged ? Optional.of(front.substring(colon + 1)) : Optional.empty();
        Optional<ImageName> name = ImageName.parse(tagged ? front.substring(0, colon) : front);
        boolean good = (at < 0 || digest.isPresent())
                && tag.filter(word -> !isTag(word)).isEmpty();
        return good ? name.map(found -> new Reference(found, tag, digest)) : Optional.empty();
    }

    /** What a registry is asked for: the digest if there is one, else the tag, else {@code latest}. */
    public String asked() {
        return digest.map(OciDigest::toString).or(() -> tag).orElse("latest");
    }

    @Override
    public String toString() {
        return name
                + tag.map(word -> ":" + word).orElse("")
                + digest.map(id -> "@" + id).orElse("");
    }
}
