package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.ImageName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository is called here (distribution-spec, "Pulling manifests"). One that comes from elsewhere begins with its host,
 * which may have a port, so that images of the same name from two registries stay apart.
 */
public record RepositoryName(String text) implements Comparable<RepositoryName> {

    private static final int LONGEST = 255;
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern SHAPE =
            Pattern.compile("(?:" + PART + "(?::[0-9]{1,5})?/)?" + PART + "(?:/" + PART + ")*");
    private static final Pattern SPELLED_PORT = Pattern.compile("([^/]+)__([0-9]{1,5})/.*");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    /** @param text with the port of a host after a colon, or as {@link #spelled} has it */
    public static Optional<RepositoryName> parse(String text) {
        Matcher port = SPELLED_PORT.matcher(text);
        String name = port.matches() ? port.group(1) + ":" + text.substring(port.start(2)) : text;
        return name.length() <= LONGEST && SHAPE.matcher(name).matches()
                ? Optional.of(new RepositoryName(name))
                : Optional.empty();
    }

    /**
     * As a client can ask for it that goes by the specification, which has no colon in a name: {@code localhost__5000/x} for
     * {@code localhost:5000/x}. No host has an underscore in its name, so that nothing else can be meant.
     */
    public String spelled() {
        return spelled(text);
    }

    /** The same for the host alone, or for whatever begins with it. */
    public static String spelled(String host) {
        return host.replaceFirst(":", "__");
    }

    public static Optional<RepositoryName> of(ImageName image) {
        return parse(image.host().toLowerCase(Locale.ROOT) + "/" + image.repository());
    }

    /** @param host of the registry that a client believes to talk to, as containerd's {@code ?ns=} tells it */
    public static Optional<RepositoryName> of(String host, String repository) {
        if (!HOST.matcher(host).matches()) {
            return Optional.empty();
        }
        String lower = host.toLowerCase(Locale.ROOT);
        boolean docker = lower.equals("registry-1.docker.io") || lower.equals("index.docker.io");
        return parse((docker ? "docker.io" : lower) + "/" + repository);
    }

    /** Safe as the name of a directory: what separates the parts stands in no name. */
    String directory() {
        return text.replace('/', '%');
    }

    static Optional<RepositoryName> ofDirectory(String name) {
        return parse(name.replace('%', '/'));
    }

    @Override
    public int compareTo(RepositoryName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
