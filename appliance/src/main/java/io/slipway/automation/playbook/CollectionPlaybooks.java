package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds playbooks in collections by their full name: {@code namespace.name.playbook}, with or without {@code .yml}. */
final class CollectionPlaybooks {

    private static final Pattern FULL_NAME =
            Pattern.compile("([A-Za-z_]\\w*)\\.([A-Za-z_]\\w*)\\.(\\w+(?:\\.\\w+)*?)(?:\\.ya?ml)?");
    private static final List<String> ENDINGS = List.of(".yml", ".yaml");

    private final Load load;

    CollectionPlaybooks(Load load) {
        this.load = load;
    }

    /** @param collection what short names of roles and modules in it mean */
    record Found(Path file, String collection) {

        /** The keywords that say so. */
        Keywords in(Keywords around, YamlNode.Scalar name) {
            YamlNode searched = new YamlNode.Sequence(List.of(YamlNode.Scalar.of(collection, name.at())), name.at());
            return around.with(Keyword.COLLECTIONS, searched);
        }
    }

    /** The folder of collections that a playbook lies in, if it is one of a collection. */
    static Optional<Path> around(Path playbookDirectory) {
        for (Path at = playbookDirectory; at != null; at = at.getParent()) {
            if (at.endsWith("ansible_collections")) {
                return Optional.ofNullable(at.getParent());
            }
        }
        return Optional.empty();
    }

    /** @param beside the folder of the playbook that names it: its {@code collections} come first */
    Optional<Found> find(String name, Path beside) {
        Matcher full = FULL_NAME.matcher(name);
        if (!full.matches()) {
            return Optional.empty();
        }
        String path = full.group(3).replace('.', '/');
        return Stream.concat(Stream.of(beside.resolve("collections")), load.paths.collections().stream())
                .map(folder -> folder.resolve("ansible_collections")
                        .resolve(full.group(1))
                        .resolve(full.group(2))
                        .resolve("playbooks"))
                .flatMap(folder -> ENDINGS.stream().map(ending -> folder.resolve(path + ending)))
                .filter(load.files::isFile)
                .findFirst()
                .map(file -> new Found(file, full.group(1) + "." + full.group(2)));
    }
}
