package io.slipway.automation.transport.shell;

/**
 * The program that runs on the node: a loop in POSIX {@code sh} that reads a script, runs it, says how it ended, and reads the next.
 *
 * <p>What it reads, all on its standard input:
 *
 * <pre>
 * MARK SIZE INPUT\n      a random word without blanks; bytes of the script; 1 if input follows, else 0
 * script MARK            SIZE bytes; the mark at the end proves that the script came whole
 * BS COUNT\n bytes       only if INPUT is 1: BS × COUNT bytes of the script's standard input, any number of times
 * 0 0\n                  the end of the input
 * </pre>
 *
 * <p>What it writes: {@code MARK GROUP\n} on standard output and {@code MARK\n} on standard error before the script (GROUP is the
 * process group, 0 if unknown), and {@code MARK CODE\n} and {@code MARK\n} after it. Everything between is the script's own.
 *
 * <p>Why it looks as it does:
 *
 * <ul>
 *   <li>The script is evaluated, not passed to {@code sh -c}: one argument is limited to 128 KiB on Linux, and shows in {@code ps}.
 *   <li>{@code read} takes single bytes from a pipe and {@code dd} with {@code fullblock} takes exactly what it is told, in every
 *       implementation; {@code head -c} reads ahead in some.
 *   <li>The group to the right of the pipe holds its reading end and drains it, so a script that leaves its input unread neither
 *       breaks the feeder nor leaves bytes to be taken for the next header. Its end is told first, so that the sender may stop.
 *   <li>Input that stops before its end kills the process group: half a file must never look like a whole one.
 *   <li>It is one line without {@code '}, {@code \} and {@code !}, so that it can stand in single quotes in any login shell.
 * </ul>
 */
final class ShellLoop {

    /** Printed on standard error once the loop runs. */
    static final String READY = "slipway-shell-ready";

    static final String PROGRAM = String.join(
            " ",
            "{ [ -r . ] && [ -x . ]; } || cd 2>/dev/null || cd /;",
            "slipway_group=0;",
            "read -r _ _ _ _ slipway_group _ 2>/dev/null </proc/self/stat;",
            "slipway_run() {",
            "( set --; eval \"$slipway_script\" );",
            "slipway_code=$?;",
            "echo \"$slipway_mark $slipway_code\";",
            "echo \"$slipway_mark\" >&2;",
            "};",
            "slipway_feed() {",
            "while read -r slipway_bs slipway_count; do",
            "if [ \"$slipway_bs\" = 0 ]; then return; fi;",
            "dd bs=\"$slipway_bs\" count=\"$slipway_count\" iflag=fullblock 2>/dev/null;",
            "done;",
            "kill -KILL 0;",
            "};",
            "echo " + READY + " >&2;",
            "while read -r slipway_mark slipway_size slipway_input && [ -n \"$slipway_input\" ]; do",
            "slipway_text=$(dd bs=\"$slipway_size\" count=1 iflag=fullblock 2>/dev/null);",
            "slipway_script=${slipway_text%\"$slipway_mark\"};",
            "if [ \"$slipway_script\" = \"$slipway_text\" ]; then exit 3; fi;",
            "slipway_text=;",
            "echo \"$slipway_mark $slipway_group\";",
            "echo \"$slipway_mark\" >&2;",
            "if [ \"$slipway_input\" = 0 ]; then slipway_run </dev/null;",
            "else slipway_feed | { slipway_run; cat >/dev/null; }; fi;",
            "done");

    private ShellLoop() {}
}
