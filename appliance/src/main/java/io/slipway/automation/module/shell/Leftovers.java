package io.slipway.automation.module.shell;

/**
 * Temporary names that tell whose they are. A shell that is killed, or a node that loses power, cannot take its files away; the next one
 * that writes into the same folder does.
 *
 * <p>A part of a large file is kept for a day, since the next run may continue it; a later part of the same file supersedes it.
 */
public final class Leftovers {

    /**
     * {@code name_in FOLDER}: removes what a shell of this node left in the folder and is no more, and sets {@code $left_template} to what
     * {@code mktemp} makes a name of that says the node and the shell. Two nodes that share a folder leave each other's alone; what
     * somebody else made up is his own loss, for a link is never followed.
     *
     * <p>{@code left_in FOLDER} sets it to how all such names begin, and {@code is_left FILE} says whether the file's shell is no more.
     * {@code $left_key}, if set, is part of the name, and {@code $left_part} is not removed.
     */
    public static final String FUNCTION = """
            left_in() {
              left_node=node
              { read -r left_node </proc/sys/kernel/hostname; } 2>/dev/null
              left_template=${1%/}/.slipway.$left_node
            }
            is_left() {
              left_shell=${1#"$left_template".}
              left_shell=${left_shell%.*}
              case $left_shell in *[!0-9]*) return 1 ;; esac
              [ -d "/proc/$$" ] && [ ! -d "/proc/$left_shell" ] && { [ -O "$1" ] || [ "$(id -u)" = 0 ]; }
            }
            is_kept() {
              case $1 in
              "$left_part") return 0 ;;
              *."$left_key"-*) return 1 ;;
              *.part-*) [ -n "$(find "$1" -prune -mmin -1440 2>/dev/null)" ] ;;
              *) return 1 ;;
              esac
            }
            name_in() {
              left_in "$1"
              for left_old in "$left_template".[0-9]*.*; do
                if is_left "$left_old" && ! is_kept "$left_old"; then rm -rf -- "$left_old" 2>/dev/null; fi
              done
              left_template=$left_template.$$.${left_key:+$left_key-}XXXXXXXXXX
            }
            """;

    private Leftovers() {}
}
