package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds roles in collections, {@code ansible_collections/NAMESPACE/NAME/roles/ROLE} in the folders of {@code collections_path} and in
 * {@code collections} beside the playbook: by a full name, or by a short one in the collections that {@code collections:} names.
 */
final class CollectionRoles {

    private static final Pattern FULL_NAME = Pattern.compile("[A-Za-z_]\\w*\\.[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)+");

    private final Load load;
    private final Scope scope;

    CollectionRoles(Load load, Scope scope) {
        this.load = load;
        this.scope = scope;
    }

    /** Under its full name; empty when no collection that counts here has it. */
    Optional<RoleFiles.Found> find(String name) {
        Stream<String> names = FULL_NAME.matcher(name).matches()
                ? Stream.of(name)
                : searched(scope.context()).stream().map(collection -> collection + "." + name);
        return names.flatMap(full -> places(full)
                        .filter(load.files::isDirectory)
                        .map(place -> new RoleFiles.Found(full, place.normalize())))
                .findFirst();
    }

    /** The collection of the role around, then those that are named. */
    static List<String> searched(Context context) {
        List<String> all = new ArrayList<>();
        context.currentRole().flatMap(Role::collection).ifPresent(all::add);
        context.nearest(Keyword.COLLECTIONS).ifPresent(named -> {
            for (YamlNode item : named instanceof YamlNode.Sequence list ? list.items() : List.of(named)) {
                if (item instanceof YamlNode.Scalar collection
                        && collection.text().matches("\\w+\\.\\w+")) {
                    all.add(collection.text());
                }
            }
        });
        return all;
    }

    private Stream<Path> places(String fullName) {
        String[] parts = fullName.split("\\.");
        return Stream.of(
                        Stream.of(scope.playbookDirectory().resolve("collections")),
                        CollectionPlaybooks.around(scope.playbookDirectory()).stream(),
                        load.paths.collections().stream())
                .flatMap(folders -> folders)
                .map(folder -> {
                    Path place = folder.resolve("ansible_collections")
                            .resolve(parts[0])
                            .resolve(parts[1])
                            .resolve("roles");
                    for (int i = 2; i < parts.length; i++) {
                        place = place.resolve(parts[i]);
                    }
                    return place;
                });
    }
}
