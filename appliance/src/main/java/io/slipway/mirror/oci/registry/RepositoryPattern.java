package io.slipway.mirror.oci.registry;

import java.util.regex.Pattern;

/** Repositories of a kind: {@code *} stands for anything but {@code /}, {@code **} for anything. */
public final class RepositoryPattern {

    private final String text;
    private final Pattern shape;

    public RepositoryPattern(String text) {
        this.text = text;
        this.shape =
                Pattern.compile(("\\Q" + text + "\\E").replace("**", "\\E.+\\Q").replace("*", "\\E[^/]+\\Q"));
    }

    public boolean fits(RepositoryName name) {
        return shape.matcher(name.text()).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
