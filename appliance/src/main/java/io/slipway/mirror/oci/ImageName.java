package io.slipway.mirror.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which image, with the registry that it comes from: {@code nvcr.io/nvidia/cuda}. */
public record ImageName(String host, String repository) implements Comparable<ImageName> {

    private static final String DOCKER = "docker.io";
    private static final Pattern HOST =
            Pattern.compile("(?:[a-zA-Z0-9][a-zA-Z0-9.-]*|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
    private static final Pattern PART = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

    /** As docker reads it: without a host it is from {@code docker.io}, and there without a folder from {@code library/}. */
    public static Optional<ImageName> parse(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        String name = host ? first : DOCKER;
        if (name.equals("index.docker.io") || name.equals("registry-1.docker.io")) {
            name = DOCKER;
        }
        String repository = host ? text.substring(slash + 1) : text;
        if (name.equals(DOCKER) && !repository.contains("/")) {
            repository = "library/" + repository;
        }
        boolean good = HOST.matcher(name).matches() && text.length() <= 255;
        for (String part : repository.split("/", -1)) {
            good &= PART.matcher(part).matches();
        }
        return good ? Optional.of(new ImageName(name, repository)) : Optional.empty();
    }

    @Override
    public int compareTo(ImageName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return host + "/" + repository;
    }
}
