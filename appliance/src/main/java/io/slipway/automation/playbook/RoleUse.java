package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;

/**
 * The wish to use a role at one place.
 *
 * @param name a template at most until it is resolved; a path works too
 * @param keywords given beside it: conditions, tags, variables …
 * @param parameters what stands beside it and is no keyword
 * @param from which files to take instead of {@code main}
 * @param allowDuplicates overrides what the role's metadata say; {@code include_role} and {@code import_role} allow duplicates
 * @param validated whether its arguments are to be checked when the role specifies them
 * @param included whether by {@code include_role} or {@code import_role}, rather than by {@code roles:} or a dependency
 */
public record RoleUse(
        YamlNode.Scalar name,
        Keywords keywords,
        Map<String, YamlNode> parameters,
        From from,
        Optional<Boolean> allowDuplicates,
        boolean validated,
        boolean included) {

    /** {@code tasks_from}, {@code vars_from}, {@code defaults_from}, {@code handlers_from}. */
    public record From(
            Optional<String> tasks, Optional<String> vars, Optional<String> defaults, Optional<String> handlers) {

        public static final From MAIN =
                new From(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** For {@code include_role} at run time, its arguments templated already. */
    public static RoleUse included(YamlNode.Scalar name, Keywords given, From from, boolean allowDuplicates) {
        return new RoleUse(name, given, Map.of(), from, Optional.of(allowDuplicates), true, true);
    }

    /** The same without a look at its arguments: {@code rolespec_validate: false}. */
    public RoleUse unvalidated() {
        return new RoleUse(name, keywords, parameters, from, allowDuplicates, false, included);
    }
}
