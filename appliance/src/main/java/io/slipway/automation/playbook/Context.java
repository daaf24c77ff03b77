package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a step: a chain from the step's own keywords outwards over blocks, imports, includes and roles to the play.
 * Inheritance is a walk along it.
 *
 * @param outer the next one out; {@code null} for the play itself
 * @param keywords those given at this very place
 * @param role the role that begins here, or {@code null}
 * @param includeVars variables that an {@code include_*} passed in ({@code vars:} of the include, and loop variables); they rank above
 *     {@code set_fact}
 * @param file the file in which the step is written
 */
public record Context(
        @Nullable Context outer,
        Keywords keywords,
        @Nullable Role role,
        Map<String, Object> includeVars,
        Path file) {

    /** A place inside this one, in the same file. */
    public Context inner(Keywords inside) {
        return new Context(this, inside, null, Map.of(), file);
    }

    /** A place inside this one, in a file that this one imports or includes. */
    public Context innerFile(Keywords inside, Path otherFile) {
        return new Context(this, inside, null, Map.of(), otherFile);
    }

    /** The nearest value of a keyword that inner places override. */
    public Optional<YamlNode> nearest(Keyword keyword) {
        for (Context at = this; at != null; at = at.outer) {
            Optional<YamlNode> value = at.keywords.get(keyword);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** Every value of a keyword that adds up (conditions, tags, variables, environment), outermost first. */
    public List<YamlNode> all(Keyword keyword) {
        List<YamlNode> values = new ArrayList<>();
        for (Context at = this; at != null; at = at.outer) {
            at.keywords.get(keyword).ifPresent(values::add);
        }
        Collections.reverse(values);
        return values;
    }

    /** The role that the step belongs to. */
    public Optional<Role> currentRole() {
        for (Context at = this; at != null; at = at.outer) {
            if (at.role != null) {
                return Optional.of(at.role);
            }
        }
        return Optional.empty();
    }
}
