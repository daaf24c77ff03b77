package io.slipway.automation.module.files;

import java.util.Optional;

/**
 * Flags that have to be set on one file, as {@code chattr} takes them, beside those that it has.
 *
 * @param wanted an operator and letters: {@code +i}, {@code -i}, {@code =ai}
 * @param before letters as {@code lsattr} prints them; empty for what is not there yet or has no flags
 */
record FlagChange(String wanted, Optional<String> before) {

    /**
     * {@code set_flags PATH FLAGS}: like Ansible it does nothing if the file has just these letters, and always takes some away.
     * Something whose flags are set may never be renamed or written again, so this comes last of all.
     */
    static final String FUNCTION = """
            set_flags() {
              if [ -z "$2" ]; then return 0; fi
              command -v chattr >/dev/null 2>&1 || fail "chattr failed: the node has no chattr command: install the package e2fsprogs"
              e=$(lsattr -d -- "$1" 2>/dev/null) || e=
              e=$(printf '%s' "${e%% *}" | tr -d -)
              if [ "$e" = "${2#[+=]}" ]; then return 0; fi
              e=$(LC_ALL=C chattr "$2" "$1" 2>&1) && [ -z "$e" ] && return 0
              say details "Error while setting attributes: $e
            "
              fail 'chattr failed'
            }
            """;

    /** The argument of a task; without an operator it names all flags that there are to be. */
    static String operation(String argument) {
        return argument.matches("(?s)[-+=].*") ? argument : "=" + argument;
    }

    /** Flags are compared whole, so that {@code +i} is a change wherever there is another flag besides. */
    boolean needed() {
        return wanted.startsWith("-") || !before.orElse("").equals(wanted.substring(1));
    }

    /** @param line of {@code lsattr -d}, without the path */
    static String letters(String line) {
        return line.strip().replace("-", "");
    }
}
