package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A role as it is used at one place.
 *
 * @param name as it was asked for
 * @param directory where it lies
 * @param defaults of {@code defaults/main}, over those of the roles that brought it in and of those it depends on
 * @param vars of {@code vars/main}, over {@code vars:} where it is used, over those of the roles that it depends on and that brought it in
 * @param parameters given where it is used ({@code roles: - {role: x, port: 80}}), over those of the roles that brought it in; not
 *     templated yet
 * @param parents the roles that brought this one in, outermost first, by name
 * @param dependencies the roles that it brings in itself, also through others, by name
 * @param allowDuplicates whether it may run more than once with the same parameters
 * @param identity equal for two uses of the same role with the same parameters, conditions, tags and variables: unless duplicates are
 *     allowed, a host that has completed one of them skips the other
 * @param included whether by {@code include_role} or {@code import_role}, rather than by {@code roles:} or as a dependency
 */
public record Role(
        String name,
        Path directory,
        Map<String, YamlNode> defaults,
        Map<String, YamlNode> vars,
        Map<String, YamlNode> parameters,
        List<String> parents,
        List<String> dependencies,
        boolean allowDuplicates,
        String identity,
        boolean included) {

    /** The collection that it lies in, as {@code namespace.name}. */
    public Optional<String> collection() {
        for (int i = 0; i + 3 < directory.getNameCount(); i++) {
            if (directory.getName(i).toString().equals("ansible_collections")
                    && directory.getName(i + 3).toString().equals("roles")) {
                return Optional.of(directory.getName(i + 1) + "." + directory.getName(i + 2));
            }
        }
        return Optional.empty();
    }

    /** Its name without the collection. */
    public String shortName() {
        return collection()
                .filter(its -> name.startsWith(its + "."))
                .map(its -> name.substring(its.length() + 1))
                .orElse(name);
    }

    /** A role without parameters. */
    public Role(
            String name,
            Path directory,
            Map<String, YamlNode> defaults,
            Map<String, YamlNode> vars,
            Map<String, YamlNode> parameters,
            List<String> parents,
            boolean allowDuplicates) {
        this(name, directory, defaults, vars, parameters, parents, List.of(), allowDuplicates, name, false);
    }
}
