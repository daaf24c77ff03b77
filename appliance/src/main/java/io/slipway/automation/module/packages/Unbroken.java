package io.slipway.automation.module.packages;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.transport.TransportException;

/**
 * Has a package manager work in a session of its own, which nothing that becomes of this side or of the connection can end: a package
 * that is broken off in the middle leaves a node that no later run could use. The exchange merely follows.
 */
final class Unbroken {

    /** {@code $1} is the folder with this very script; whoever is last takes it away. */
    private static final String BEGIN = """
            _work=$1
            _packages >"$_work/before"
            (
            """;

    private static final String END = """
            )
            _status=$?
            _packages >"$_work/after"
            [ "$(cat "$_work/before")" = "$(cat "$_work/after")" ] || : >"$_work/changed"
            if read -r _ _ _ _parent _ </proc/$$/stat && [ "$_parent" != "$PPID" ]; then rm -rf -- "$_work"; fi
            exit "$_status"
            """;

    private static final String FOLLOW = """
            _work=$(mktemp -d) || exit 1
            printf '%s\\n' "$_job" >"$_work/job" || { rm -rf -- "$_work"; exit 1; }
            setsid sh "$_work/job" "$_work" </dev/null >"$_work/out" 2>"$_work/err" &
            wait "$!"
            _status=$?
            trap '' PIPE
            ask stdout cat "$_work/out"
            if [ -e "$_work/changed" ]; then
              tell changed 1
              ask came grep -vxFf "$_work/before" "$_work/after"
              ask went grep -vxFf "$_work/after" "$_work/before"
            fi
            [ ! -e "$_work/repaired" ] || tell repaired 1
            cat "$_work/err" >&2
            rm -rf -- "$_work"
            exit "$_status"
            """;

    private Unbroken() {}

    /**
     * @param who is at work, for a message
     * @param packages a command that prints a line for each package
     * @param act what to do; it finds a folder for its own use in {@code $_work}
     * @return with {@code stdout}; if the packages are others than before with {@code changed}, and with the lines that {@code came} and
     *     {@code went}
     * @throws TransportException when nobody follows it any more; the work itself goes on
     */
    static Found run(Node node, String who, String packages, Script act) {
        String job = "_packages() { " + packages + "; }\n" + BEGIN + act.text() + "\n" + END;
        try {
            return Found.tryAsk(
                    node, Found.script(Script.of(FOLLOW).set("_job", job).text()));
        } catch (TransportException e) {
            if (e.soFar().isEmpty()) {
                throw e;
            }
            throw e.goingOn(
                    who + " goes on at " + node.name(), " to its end; the next run waits for it (lock_timeout)");
        }
    }
}
