package io.slipway.automation.transport.shell;

/**
 * The program that runs on the node: a loop in POSIX {@code sh} that reads a script, runs it, says how it ended, and reads the next.
 *
 * <p>What it reads, all on its standard input:
 *
 * <pre>
 * MARK SIZE INPUT KEPT\n a random word without blanks; how the script comes; how its standard input comes; what comes before it
 * script \n MARK \n      if SIZE is a number, the script has that many bytes, else it is {@code lines}
 * input \n MARK \n       if INPUT is {@code lines}
 * BS COUNT\n bytes       if INPUT is {@code blocks}: BS × COUNT bytes, any number of times; then 0 0\n
 * </pre>
 *
 * <p>If INPUT is {@code keep}, the script is not run but kept under the number KEPT. In front of a script for which KEPT is not empty
 * comes what was kept under that number, so that definitions which many scripts share are sent and read once.
 *
 * <p>The marks at the ends prove that everything came whole. Little text comes as lines because reading those needs no process of its
 * own: that is half the time of a small exchange.
 *
 * <p>What it writes: {@code MARK GROUP\n} on standard output and {@code MARK\n} on standard error before the script (GROUP is the
 * process group, 0 if unknown), and {@code MARK CODE\n} and {@code MARK\n} after it. Everything between is the script's own.
 *
 * <p>Why it looks as it does:
 *
 * <ul>
 *   <li>The script is evaluated, not passed to {@code sh -c}: one argument is limited to 128 KiB on Linux, and shows in {@code ps}.
 *   <li>{@code read} takes single bytes from a pipe, and {@code dd} with {@code fullblock} takes exactly what it is told, in every
 *       implementation; {@code head -c} reads ahead in some.
 *   <li>The group to the right of the pipe holds its reading end and drains it, so a script that leaves its input unread neither
 *       breaks the feeder nor leaves bytes to be taken for the next header. Its end is told first, so that the sender may stop. Lines
 *       fit into the pipe as a whole, so nothing needs to drain that.
 *   <li>Input that stops before its end kills the process group: half a file must never look like a whole one. A script that
 *       takes its temporary files away when it is told to end has five seconds for that, in which its input does not end either. It
 *       is told by HUP, which says that the line was cut; what is stopped on purpose gets TERM.
 *   <li>A login may export functions and options, which bash takes over also when it is called {@code sh}.
 *   <li>It is one line without {@code '} and {@code !}, so that it can stand in single quotes in any login shell.
 * </ul>
 */
final class ShellLoop {

    /** Printed on standard error once the loop runs. */
    static final String READY = "slipway-shell-ready";

    static final String PROGRAM = String.join(
            " ",
            "set +efuxC;",
            "unset -f cat cd dd echo kill printf read;",
            "{ [ -r . ] && [ -x . ]; } || cd 2>/dev/null || cd /;",
            "slipway_group=0;",
            "read -r _ _ _ _ slipway_group _ 2>/dev/null </proc/self/stat;",
            "slipway_nl=$(printf \"\\n_\"); slipway_nl=${slipway_nl%_};",
            "slipway_lines() {",
            "slipway_text=;",
            "while IFS= read -r slipway_line && [ \"$slipway_line\" != \"$slipway_mark\" ]; do",
            "slipway_text=$slipway_text$slipway_line$slipway_nl;",
            "done;",
            "[ \"$slipway_line\" = \"$slipway_mark\" ] || exit 3;",
            "slipway_text=${slipway_text%\"$slipway_nl\"};",
            "};",
            "slipway_tell() {",
            "slipway_code=$?;",
            "echo \"$slipway_mark $slipway_code\";",
            "echo \"$slipway_mark\" >&2;",
            "};",
            "slipway_feed() {",
            "while read -r slipway_bs slipway_count; do",
            "if [ \"$slipway_bs\" = 0 ]; then return; fi;",
            "dd bs=\"$slipway_bs\" count=\"$slipway_count\" iflag=fullblock 2>/dev/null;",
            "done;",
            "trap \"\" HUP; kill -HUP 0; sleep 5; kill -KILL 0;",
            "};",
            "echo " + READY + " >&2;",
            "while read -r slipway_mark slipway_size slipway_input slipway_kept && [ -n \"$slipway_input\" ]; do",
            "if [ \"$slipway_size\" = lines ]; then slipway_lines; slipway_script=$slipway_text;",
            "else slipway_script=$(dd bs=\"$slipway_size\" count=1 iflag=fullblock 2>/dev/null); slipway_lines; fi;",
            "slipway_text=;",
            "if [ \"$slipway_input\" = keep ]; then eval \"slipway_kept_$slipway_kept=\\$slipway_script\"; continue; fi;",
            "if [ -n \"$slipway_kept\" ]; then",
            "eval \"slipway_script=\\$slipway_kept_$slipway_kept\\$slipway_nl\\$slipway_script\";",
            "fi;",
            "if [ \"$slipway_input\" = lines ]; then slipway_lines; fi;",
            "echo \"$slipway_mark $slipway_group\";",
            "echo \"$slipway_mark\" >&2;",
            "if [ \"$slipway_input\" = none ]; then ( set --; eval \"$slipway_script\" ) </dev/null; slipway_tell;",
            "elif [ \"$slipway_input\" = lines ]; then",
            "printf %s \"$slipway_text\" 2>/dev/null | ( set --; eval \"$slipway_script\" ); slipway_tell;",
            "else slipway_feed | { ( set --; eval \"$slipway_script\" ); slipway_tell; cat >/dev/null; }; fi;",
            "done");

    private ShellLoop() {}
}
