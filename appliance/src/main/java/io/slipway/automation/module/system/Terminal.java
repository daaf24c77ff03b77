package io.slipway.automation.module.system;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program under a terminal of a node. It stays there between exchanges, its output in a folder that only its user can read; answers
 * reach it through a pipe and are nowhere else. When nobody has asked for a minute, it is ended and the folder removed.
 */
final class Terminal {

    private static final String START = """
            _now() { date '+%Y-%m-%d %H:%M:%S.%N'; }
            if [ -n "$_chdir" ]; then CDPATH= cd -- "$_chdir" >/dev/null 2>&1 || { echo chdir; exit 0; }; fi
            if [ -n "$_creates" ] && [ -e "$_creates" ]; then echo exists; exit 0; fi
            if [ -n "$_removes" ] && [ ! -e "$_removes" ]; then echo gone; exit 0; fi
            for _tool in script setsid mkfifo stty; do
              command -v "$_tool" >/dev/null 2>&1 || { echo "lacks $_tool"; exit 0; }
            done
            case $1 in
              */*) _file=$1 ;;
              *)
                _file=; set -f; IFS=:
                for _dir in $PATH; do
                  if [ -f "$_dir/$1" ] && [ -x "$_dir/$1" ]; then _file=$_dir/$1; break; fi
                done
                set +f; unset IFS ;;
            esac
            { [ -f "$_file" ] && [ -x "$_file" ]; } || { echo nothing; exit 0; }
            _SLIPWAY=$(mktemp -d "${TMPDIR:-/tmp}/.slipway.XXXXXX") || exit 1
            _SLIPWAY_SHELL=${SHELL-}
            export _SLIPWAY _SLIPWAY_SHELL
            printf '%s\\n' "$_run" >"$_SLIPWAY/run" && : >"$_SLIPWAY/seen" && mkfifo -m 600 "$_SLIPWAY/in" || exit 1
            : >"$_SLIPWAY/out"
            echo "started $(_now) $_SLIPWAY"
            setsid sh -c '
              SHELL=/bin/sh script -qfc "exec sh \\"\\$_SLIPWAY/run\\"" /dev/null 0<>"$_SLIPWAY/in" >"$_SLIPWAY/out" 2>&1 &
              _p=$!
              echo "$_p" >"$_SLIPWAY/pid"
              while sleep 5 && [ -d "$_SLIPWAY" ]; do
                if [ -n "$(find "$_SLIPWAY/seen" -mmin +1 2>/dev/null)" ]; then
                  kill "$_p"
                  rm -rf -- "$_SLIPWAY"
                fi
              done &
              wait "$_p"
              : >"$_SLIPWAY/done"
            ' </dev/null >/dev/null 2>&1 &
            """;

    /** Under the terminal; the program's words are set before it. */
    private static final String RUN = """
            _d=$_SLIPWAY
            SHELL=$_SLIPWAY_SHELL
            unset _SLIPWAY _SLIPWAY_SHELL
            case $1 in
              -*) ( _f=$(command -v -- "$1"); shift; unset _d; exec "$_f" "$@" ) ;;
              *) ( exec "$@" ) ;;
            esac
            echo "$?" >"$_d/status"
            """;

    private static final String HEAR = """
            [ -d "$_d" ] || { echo lost; exit 0; }
            : >"$_d/seen"
            if [ -n "$_answer" ]; then sleep 0.1; cat 1<>"$_d/in"; fi
            _i=0
            while [ "$_i" -lt 50 ] && [ ! -e "$_d/done" ] && [ "$(wc -c <"$_d/out")" -le "$_heard" ]; do
              sleep 0.1
              _i=$((_i+1))
            done
            if [ -e "$_d/done" ]; then
              echo "done $(cat "$_d/status" 2>/dev/null || echo 255) $(date '+%Y-%m-%d %H:%M:%S.%N')"
              tail -c "+$((_heard+1))" "$_d/out"
              rm -rf -- "$_d"
            else
              echo running
              tail -c "+$((_heard+1))" "$_d/out"
            fi
            """;

    private static final String STOP = """
            kill "$(cat "$_d/pid")" 2>/dev/null
            rm -rf -- "$_d"
            date '+%Y-%m-%d %H:%M:%S.%N'
            """;

    sealed interface Start permits NotNeeded, Running {}

    record NotNeeded(String why) implements Start {}

    record Running(Terminal terminal) implements Start {}

    record Heard(byte[] text, boolean ended) {}

    private final Node node;
    private final String folder;
    private final LocalDateTime started;
    private LocalDateTime ended;
    private long heard;
    private int status = -1;

    private Terminal(Node node, String folder, LocalDateTime started) {
        this.node = node;
        this.folder = folder;
        this.started = started;
        this.ended = started;
    }

    static Start start(Node node, List<String> words, Arguments a) {
        String echo = a.flag("echo") ? "stty echo\n" : "stty -echo\n";
        String set = "set -- " + Script.words(words) + "\n";
        Reply reply = node.run(Script.of(set + START)
                .set("_run", echo + set + RUN)
                .set("_chdir", a.text("chdir").orElse(""))
                .set("_creates", a.text("creates").orElse(""))
                .set("_removes", a.text("removes").orElse("")));
        String[] said = reply.out().strip().split(" ", 4);
        return switch (said[0]) {
            case "exists" -> new NotNeeded(a.string("creates") + " exists");
            case "gone" -> new NotNeeded(a.string("removes") + " does not exist");
            case "started" -> new Running(new Terminal(node, said[3], CommandAnswer.time(said[1] + " " + said[2])));
            case "chdir" -> throw new ModuleFailure("cannot change into the directory " + a.string("chdir"));
            case "nothing" ->
                throw new ModuleFailure("The command was not found or was not executable: " + words.getFirst() + ".");
            case "lacks" ->
                throw new ModuleFailure(Problem.of("the node has no " + said[1] + ", which expect needs")
                        .hint("install util-linux and bsdutils (Debian) or util-linux-script (RHEL), and coreutils"));
            default ->
                throw new ModuleFailure(
                        "the command could not be started: " + reply.err().strip());
        };
    }

    /** Sends an answer, if there is one, and waits some seconds for more to be said. */
    Heard hear(Optional<String> answer) {
        Reply reply = node.run(Script.of(HEAR)
                .set("_d", folder)
                .set("_heard", Long.toString(heard))
                .set("_answer", answer.isPresent() ? "1" : "")
                .input(answer.orElse("")));
        byte[] out = reply.stdout();
        int line = 0;
        while (line < out.length && out[line] != '\n') {
            line++;
        }
        String[] said = new String(out, 0, line, StandardCharsets.UTF_8).split(" ", 3);
        if (!said[0].equals("running") && said.length < 3) {
            throw new ModuleFailure(Problem.of("the command was lost while it ran")
                    .because(reply.err().strip()));
        }
        byte[] text = Arrays.copyOfRange(out, Math.min(out.length, line + 1), out.length);
        heard += text.length;
        if (said[0].equals("running")) {
            return new Heard(text, false);
        }
        status = Integer.parseInt(said[1]);
        ended = CommandAnswer.time(said[2]);
        return new Heard(text, true);
    }

    /** Ends the program, and leaves nothing behind. */
    void stop() {
        ended = CommandAnswer.time(
                node.run(Script.of(STOP).set("_d", folder)).out().strip());
    }

    /** Less than zero while there is none. */
    int status() {
        return status;
    }

    LocalDateTime started() {
        return started;
    }

    LocalDateTime ended() {
        return ended;
    }
}
