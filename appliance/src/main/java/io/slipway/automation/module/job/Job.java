package io.slipway.automation.module.job;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A script that a node runs by itself: neither the end of the connection nor that of Slipway ends it. A folder of its name holds all there
 * is to know about it, as Ansible's file of that name does; it lies in {@code ANSIBLE_ASYNC_DIR}, else {@code ~/.ansible_async}, of the user
 * that the task becomes, and only that user may read it.
 */
final class Job {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final String PLACE = """
            _dir=${ANSIBLE_ASYNC_DIR:-~/.ansible_async}
            case $_dir in
              '~') _dir=$HOME ;;
              '~/'*) _dir=$HOME/${_dir#'~/'} ;;
            esac
            _job=$_dir/$_id
            """;

    private static final String MAKE = """
            _fail() { echo "cannot keep the job in $_job" >&2; exit 1; }
            _mask=$(umask)
            umask 077
            mkdir -p -- "$_dir" && mkdir -- "$_job" || _fail
            """;

    /** Keeps the supervisor's and the job's hands off every stream of this exchange, else the connection could not end. */
    private static final String START = """
            printf %s "$_call" >"$_job/call" && printf '%s\\n' "$_script" >"$_job/script" || _fail
            cat >"$_job/input" || _fail
            cat >"$_job/watch" <<'END'
            exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
            $3 sh "$1/run" "$1" &
            pid=$!
            (umask 077; echo "$pid" >"$1/pid.new"; mv "$1/pid.new" "$1/pid")
            left=$2
            while [ ! -e "$1/code" ] && kill -0 "$pid"; do
              if [ "$left" -le 0 ]; then
                : >"$1/late"
                kill -KILL "-$pid" || kill -KILL "$pid"
                exit
              fi
              sleep 1
              left=$((left - 1))
            done
            END
            cat >"$_job/run" <<'END'
            sh "$1/script" <"$1/input" >"$1/out" 2>"$1/err"
            echo "$?" >"$1/code.new"
            mv "$1/code.new" "$1/code"
            END
            : >"$_job/out" && : >"$_job/err" || _fail
            umask "$_mask"
            if command -v setsid >/dev/null; then _new=setsid; else _new=nohup; fi
            "$_new" sh "$_job/watch" "$_job" "$_limit" "$_new" </dev/null >/dev/null 2>&1 &
            printf %s "$_job"
            """;

    private static final String KEEP = """
            cat >"$_job/result" || _fail
            printf %s "$_job"
            """;

    private static final String LOOK = """
            _gone() { [ -e "$_job/pid" ] && ! kill -0 "$(cat "$_job/pid")" 2>/dev/null && [ ! -e "$_job/code" ]; }
            if [ ! -d "$_job" ]; then _state=none
            elif [ -e "$_job/result" ]; then _state=kept
            elif [ -e "$_job/code" ]; then _state="ended $(cat "$_job/code")"
            elif [ -e "$_job/late" ]; then _state=late
            elif _gone; then _state=lost
            else _state=running
            fi
            printf '%s\\n%s\\n' "$_job" "$_state"
            case $_state in
              kept) cat "$_job/result" ;;
              ended*)
                wc -c <"$_job/call"
                cat "$_job/call" "$_job/out"
                cat "$_job/err" >&2 ;;
            esac
            """;

    private final Node node;
    private final String id;

    /** @throws ModuleFailure when it can be no job's name */
    Job(Node node, String id) {
        this.node = node;
        this.id = id;
    }

    /** Whether there could be a job of this name; what comes from a playbook must not lead anywhere else. */
    static boolean named(String id) {
        return ID.matcher(id).matches();
    }

    /** How it stands with a job; {@code path} is where it is kept. */
    sealed interface State {
        String path();

        /** There is none of that name. */
        record Unknown(String path) implements State {}

        record Running(String path) implements State {}

        /** It took too long and was killed. */
        record Late(String path) implements State {}

        /** It ended and could not say how: it was killed, or the node was restarted. */
        record Lost(String path) implements State {}

        /** @param call what {@link #start} was given */
        record Ended(String path, String call, Reply reply) implements State {}

        /** @param result what {@link #keep} was given */
        record Kept(String path, String result) implements State {}
    }

    /**
     * Sets a script off.
     *
     * @param call for whoever reads the answer
     * @param limit after which it is killed
     * @return where it is kept
     */
    String start(Script script, String call, Duration limit) {
        Script start = Script.of(PLACE + MAKE + START)
                .input(script.stdin())
                .set("_script", script.whole())
                .set("_call", call)
                .set("_limit", String.valueOf(limit.toSeconds()));
        return path(start);
    }

    /** Keeps the result of something that is over already. */
    String keep(String result) {
        return path(Script.of(PLACE + MAKE + KEEP).input(result));
    }

    private String path(Script script) {
        Reply reply = node.run(script.set("_id", id));
        if (!reply.ok()) {
            throw new ModuleFailure(Problem.of("the task cannot be started in the background")
                    .because(reply.err().strip()));
        }
        return reply.out();
    }

    State look() {
        Reply reply = node.run(Script.of(PLACE + LOOK).set("_id", id));
        byte[] out = reply.stdout();
        int first = end(out, 0);
        int second = end(out, first + 1);
        String path = text(out, 0, first);
        String[] state = text(out, first + 1, second).split(" ", 2);
        return switch (state[0]) {
            case "none" -> new State.Unknown(path);
            case "running" -> new State.Running(path);
            case "late" -> new State.Late(path);
            case "kept" -> new State.Kept(path, text(out, second + 1, out.length));
            case "ended" -> ended(path, state[1], out, second + 1, reply.stderr());
            default -> new State.Lost(path);
        };
    }

    private static State ended(String path, String code, byte[] out, int from, byte[] err) {
        int end = end(out, from);
        int output = end + 1 + Integer.parseInt(text(out, from, end).strip());
        Reply reply = new Reply(Integer.parseInt(code), Arrays.copyOfRange(out, output, out.length), err);
        return new State.Ended(path, text(out, end + 1, output), reply);
    }

    private static int end(byte[] out, int from) {
        int at = from;
        while (at < out.length && out[at] != '\n') {
            at++;
        }
        return at;
    }

    private static String text(byte[] out, int from, int to) {
        int end = Math.min(to, out.length);
        return from >= end ? "" : new String(out, from, end - from, StandardCharsets.UTF_8);
    }

    void erase() {
        node.run(Script.of(PLACE + "rm -rf -- \"$_job\"").set("_id", id));
    }
}
