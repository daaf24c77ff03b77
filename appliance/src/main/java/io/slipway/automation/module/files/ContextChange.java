package io.slipway.automation.module.files;

import io.slipway.automation.module.Script;
import java.util.List;
import java.util.Optional;

/**
 * The SELinux context that has to be set on one file.
 *
 * @param wanted what {@code set_context} is told
 * @param before the whole context as it is, or as the policy has it for what is yet to be made; empty when nobody knows
 * @param after the whole context as it is to be
 */
record ContextChange(String wanted, String before, String after) {

    /** {@code set_context PATH} gives the path, be it a link, the parts of {@code $context}. */
    static final String FUNCTION = """
            set_context() {
              case $context in ''|:::) return 0;; esac
              labelled=$1 label=$context
              set --
              for e in -u -r -t; do
                if [ -n "${label%%:*}" ]; then set -- "$@" "$e" "${label%%:*}"; fi
                label=${label#*:}
              done
              if [ -n "$label" ]; then set -- "$@" -l "$label"; fi
              e=$(LC_ALL=C chcon -h "$@" -- "$labelled" 2>&1) && return 0
              say refused_context "$context"
              say current_context "$(LC_ALL=C stat -c %C -- "$labelled")"
              fail "invalid selinux context: ${e##*: }"
            }
            """;

    private static final List<String> OPTIONS = List.of("-u", "-r", "-t", "-l");

    /** For something that has a context; empty when it has the right one already. */
    static Optional<ContextChange> of(WantedContext wanted, String now) {
        String after = wanted.over(now);
        return after.equals(now) ? Optional.empty() : Optional.of(new ContextChange(wanted.text(), now, after));
    }

    /** @param usual what the policy has for the path, empty when it has nothing */
    static ContextChange ofNew(WantedContext wanted, String usual) {
        return usual.isEmpty()
                ? new ContextChange(wanted.text(), "", wanted.text())
                : new ContextChange(wanted.text(), usual, wanted.over(usual));
    }

    /** For {@code chcon}, each after a space. */
    String options() {
        List<String> parts = WantedContext.split(wanted);
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                options.append(' ').append(OPTIONS.get(i)).append(' ').append(Script.quote(parts.get(i)));
            }
        }
        return options.toString();
    }

    boolean visible() {
        return !after.equals(before);
    }

    List<String> partsBefore() {
        return WantedContext.split(before);
    }

    List<String> partsAfter() {
        return WantedContext.split(after);
    }
}
