package io.slipway.cli.output;

import java.util.Map;

/** Colours, with the meaning that Ansible's users are used to; or none at all. */
public enum Style {
    OK("0;32"),
    CHANGED("0;33"),
    SKIPPED("0;36"),
    FAILED("0;31"),
    UNREACHABLE("1;31"),
    WARNING("1;35"),
    VERBOSE("0;34"),
    DIFF_ADDED("0;32"),
    DIFF_REMOVED("0;31"),
    DIFF_LINES("0;36"),
    HIGHLIGHT("1;37"),
    FAINT("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /**
     * Whether to use colours, by the conventions that people rely on.
     *
     * @param environment of this process
     * @param terminal whether output goes to a terminal
     */
    public static boolean wanted(Map<String, String> environment, boolean terminal) {
        if (environment.containsKey("ANSIBLE_FORCE_COLOR")) {
            return true;
        }
        boolean refused = environment.containsKey("NO_COLOR")
                || environment.containsKey("ANSIBLE_NOCOLOR")
                || "dumb".equals(environment.get("TERM"));
        return terminal && !refused;
    }
}
