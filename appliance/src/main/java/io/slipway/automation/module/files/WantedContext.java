package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SELinux context that a task wants for a file: a user, a role, a type and a level. Empty ones stay as they are, and
 * {@code _default} stands for what the policy says about the path.
 */
record WantedContext(List<String> parts) {

    private static final List<String> ARGUMENTS = List.of("seuser", "serole", "setype", "selevel");
    private static final int LEVEL = 3;
    private static final String USUAL = "_default";

    /** @throws ModuleFailure when a part would be taken for two: only levels hold colons */
    static Optional<WantedContext> of(Arguments arguments) {
        if (ARGUMENTS.stream().noneMatch(arguments::has)) {
            return Optional.empty();
        }
        List<String> parts =
                ARGUMENTS.stream().map(name -> arguments.text(name).orElse("")).toList();
        for (String part : parts.subList(0, LEVEL)) {
            if (part.contains(":")) {
                throw new ModuleFailure("invalid selinux context: there is a colon in '" + part + "'");
            }
        }
        return Optional.of(new WantedContext(parts));
    }

    /** @param usual the context that the policy has for the path, empty where it has none */
    WantedContext resolved(String usual) {
        List<String> defaults = split(usual);
        String[] resolved = parts.toArray(String[]::new);
        for (int i = 0; i < resolved.length; i++) {
            if (resolved[i].equals(USUAL)) {
                resolved[i] = i < defaults.size() ? defaults.get(i) : "";
            }
        }
        return new WantedContext(Arrays.asList(resolved));
    }

    /** What becomes of a context. One without a level, of a policy that has none, gets none. */
    String over(String context) {
        String[] now = split(context).toArray(String[]::new);
        for (int i = 0; i < now.length; i++) {
            if (!parts.get(i).isEmpty()) {
                now[i] = parts.get(i);
            }
        }
        return String.join(":", now);
    }

    /** For {@code set_context}: the four parts between colons. */
    String text() {
        return String.join(":", parts);
    }

    /** As results show it. */
    List<@Nullable String> orNull() {
        List<@Nullable String> shown = new ArrayList<>();
        parts.forEach(part -> shown.add(part.isEmpty() ? null : part));
        return shown;
    }

    static List<String> split(String context) {
        return List.of(context.split(":", LEVEL + 1));
    }
}
