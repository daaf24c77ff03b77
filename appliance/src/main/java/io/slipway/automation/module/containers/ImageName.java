package io.slipway.automation.module.containers;

import java.util.regex.Pattern;

/**
 * The name of an image.
 *
 * @param tag or digest; empty when none is given
 */
record ImageName(String repository, String tag) {

    private static final Pattern ID = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    /** Splits at the tag or digest; a colon before a slash belongs to the registry's port. */
    static ImageName parse(String text) {
        if (isId(text)) {
            return new ImageName(text, "");
        }
        int digest = text.lastIndexOf('@');
        int at = digest >= 0 ? digest : text.lastIndexOf(':');
        return at < 0 || text.indexOf('/', at) >= 0
                ? new ImageName(text, "")
                : new ImageName(text.substring(0, at), text.substring(at + 1));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    ImageName orTag(String other) {
        return tag.isEmpty() && !isId(repository) ? new ImageName(repository, other) : this;
    }

    /** The registry it is kept at, as {@code docker push} finds it: Docker's own when the name names none. */
    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "docker.io";
    }

    Engine.Request inspect() {
        return Engine.Request.get("/images/" + Engine.encoded(toString()).replace("%2F", "/") + "/json");
    }

    @Override
    public String toString() {
        return tag.isEmpty() ? repository : repository + (tag.startsWith("sha256:") ? "@" : ":") + tag;
    }
}
