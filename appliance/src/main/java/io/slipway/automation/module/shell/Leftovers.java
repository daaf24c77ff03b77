package io.slipway.automation.module.shell;

/**
 * Temporary names that tell whose they are. A shell that is killed, or a node that loses power, cannot take its files away; the next one
 * that writes into the same folder does.
 */
public final class Leftovers {

    /**
     * {@code name_in FOLDER}: removes what a shell of this node left in the folder and is no more, and sets {@code $left_template} to what
     * {@code mktemp} makes a name of that says the node and the shell. Two nodes that share a folder leave each other's alone; what
     * somebody else made up is his own loss, for a link is never followed.
     */
    public static final String FUNCTION = """
            name_in() {
              left_node=node
              { read -r left_node </proc/sys/kernel/hostname; } 2>/dev/null
              left_template=${1%/}/.slipway.$left_node
              for left_old in "$left_template".[0-9]*.*; do
                left_shell=${left_old#"$left_template".}
                left_shell=${left_shell%.*}
                case $left_shell in *[!0-9]*) continue ;; esac
                if [ -d "/proc/$$" ] && [ ! -d "/proc/$left_shell" ] && { [ -O "$left_old" ] || [ "$(id -u)" = 0 ]; }; then
                  rm -rf -- "$left_old" 2>/dev/null
                fi
              done
              left_template=$left_template.$$.XXXXXXXXXX
            }
            """;

    private Leftovers() {}
}
