package io.slipway.mirror.oci.places;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A place where an image is, or is to be. */
public sealed interface Place {

    /** {@code docker://NAME}: in a registry. */
    record Registry(Reference image) implements Place {}

    /** {@code oci:FOLDER[:NAME]}: in an OCI image layout. */
    record Layout(Path folder, Optional<String> name) implements Place {}

    /** {@code oci-archive:FILE[:NAME]}: a layout in a tar archive. */
    record OciArchive(Path file, Optional<String> name) implements Place {}

    /** {@code docker-archive:FILE[:NAME]}: what {@code docker save} writes. */
    record DockerArchive(Path file, Optional<String> name) implements Place {}

    /** {@code dir:FOLDER}: one image in a folder of its own. */
    record Folder(Path folder) implements Place {}

    /** {@code docker-daemon:NAME}: in a Docker engine. */
    record Engine(Reference image) implements Place {}

    /** {@code pod:NAME}: in the pod's own store. */
    record Pod(Reference image) implements Place {}

    List<String> TRANSPORTS =
            List.of("docker://", "oci:", "oci-archive:", "docker-archive:", "dir:", "docker-daemon:", "pod:");

    static Place parse(String text) {
        int colon = text.indexOf(':');
        String transport = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (transport) {
            case "docker" -> {
                if (!rest.startsWith("//")) {
                    throw wrong(text, "after 'docker:' comes '//'");
                }
                yield new Registry(reference(text, rest.substring(2)));
            }
            case "oci" -> new Layout(path(text, rest), name(rest));
            case "oci-archive" -> new OciArchive(path(text, rest), name(rest));
            case "docker-archive" -> new DockerArchive(path(text, rest), name(rest));
            case "dir" -> new Folder(Path.of(notEmpty(text, rest)));
            case "docker-daemon" -> new Engine(reference(text, rest));
            case "pod" -> new Pod(reference(text, rest));
            default -> throw unknown(text, transport);
        };
    }

    private static Reference reference(String text, String rest) {
        return Reference.parse(rest)
                .orElseThrow(() ->
                        wrong(text, "'" + rest + "' is not the name of an image, such as nvcr.io/nvidia/cuda:12.6"));
    }

    private static Path path(String text, String rest) {
        int colon = rest.indexOf(':');
        return Path.of(notEmpty(text, colon < 0 ? rest : rest.substring(0, colon)));
    }

    private static String notEmpty(String text, String path) {
        if (path.isEmpty()) {
            throw wrong(text, "a path is missing");
        }
        return path;
    }

    private static Optional<String> name(String rest) {
        int colon = rest.indexOf(':');
        return colon < 0 || colon == rest.length() - 1 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    }

    private static PlaceException wrong(String text, String why) {
        return new PlaceException(
                Problem.of("'" + text + "' is not a place for images").because(why));
    }

    private static PlaceException unknown(String text, String transport) {
        String near = NearMiss.of(transport + ":", TRANSPORTS)
                .map(known -> "did you mean '" + known + "'?")
                .orElse("");
        String forms = "it begins with one of " + String.join(" ", TRANSPORTS);
        return new PlaceException(Problem.of("'" + text + "' is not a place for images")
                .because("it does not say what kind of place it is")
                .hint(near.isEmpty() ? forms : near));
    }
}
