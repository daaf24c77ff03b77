package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.transport.TransportException;

/**
 * Has {@code apt-get} and {@code dpkg} work in a session of their own, which nothing that becomes of this side or of the connection can
 * end: a package that is broken off in the middle leaves a node that no later run could use. The exchange merely follows; when it ends
 * early, the next run waits for dpkg's lock.
 */
final class PackageTransaction {

    /**
     * {@code _apt COMMAND… 3>&1} runs a command, and again for {@code $_timeout} seconds while another holds apt's or dpkg's lock. If
     * {@code $_repair} holds a command, what an earlier interruption left is finished with it once.
     */
    static final String LOCKED = """
            export DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical LANG=C
            _deadline=$(($(date +%s) + _timeout))
            _apt() {
              while :; do
                _err=$("$@" 2>&1 >&3 3>&- </dev/null); _status=$?
                [ "$_status" -eq 0 ] && break
                case $_err in
                  *'Could not get lock'*|*'dpkg frontend lock'*|*'Unable to lock'*|*'frontend is locked'*)
                    [ "$(date +%s)" -ge "$_deadline" ] || { sleep 1; continue; } ;;
                  *'dpkg was interrupted'*)
                    if [ -n "${_repair-}" ]; then
                      _repair
                      _tool=$1; shift; set -- "$_tool" $_again "$@"
                      continue
                    fi ;;
                  *'nmet dependencies'*)
                    [ -z "${_fix-}" ] || { _fix; continue; } ;;
                esac
                break
              done
              [ -z "$_err" ] || printf '%s\\n' "$_err" >&2
              return "$_status"
            }
            """;

    /**
     * What dpkg itself can't configure for want of a package that was not unpacked yet, apt then fetches; and what was half unpacked, it
     * takes for installed unless told to install it again.
     */
    private static final String REPAIR = """
            _repair() {
              : >"$_work/repaired"
              _words=$_repair _repair= _fix=$_fixing
              eval "_apt $_words"
              _again=
              if dpkg-query -W -f='${db:Status-Eflag}\\n' 2>/dev/null | grep -q reinstreq; then _again='-o APT::Get::ReInstall=true'; fi
            }
            _fix() {
              _words=$_fix _fix=
              eval "_apt $_words"
            }
            """;

    /** {@code $1} is the folder with this very script; whoever is last takes it away. */
    private static final String BEGIN = """
            _work=$1
            _packages() { dpkg-query -W -f='${binary:Package} ${db:Status-Abbrev} ${Version}\\n' 2>/dev/null; }
            _before=$(_packages)
            (
            """;

    private static final String END = """
            )
            _status=$?
            [ "$_before" = "$(_packages)" ] || : >"$_work/changed"
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
            [ ! -e "$_work/changed" ] || tell changed 1
            [ ! -e "$_work/repaired" ] || tell repaired 1
            cat "$_work/err" >&2
            rm -rf -- "$_work"
            exit "$_status"
            """;

    private final ModuleCall call;

    PackageTransaction(ModuleCall call) {
        this.call = call;
    }

    /**
     * @param act may use {@code _apt}
     * @throws TransportException when nobody follows it any more; the work itself goes on
     */
    Done run(Script act) {
        String dpkg = Script.words(AptOptions.dpkgOptions(call.arguments()));
        Script job = Script.of(LOCKED + REPAIR + BEGIN + act.text() + END)
                .set("_timeout", Long.toString(call.arguments().number("lock_timeout")))
                .set("_fix", "")
                .set("_fixing", Script.words(AptOptions.command(call.arguments(), false)) + " --fix-broken install")
                .set("_repair", call.check() ? "" : "dpkg " + dpkg + " --configure -a");
        try {
            return new Done(Found.tryAsk(
                    call.node(),
                    Found.script(Script.of(FOLLOW).set("_job", job.text()).text())));
        } catch (TransportException e) {
            if (e.soFar().isEmpty()) {
                throw e;
            }
            throw e.goingOn(
                    "apt goes on at " + call.node().name(), " to its end; the next run waits for it (lock_timeout)");
        }
    }

    /** What apt left behind. */
    record Done(Found found) {

        boolean ok() {
            return found.reply().ok();
        }

        /** Whether any package is in another state than before. */
        boolean changed() {
            return found.has("changed") || repaired();
        }

        /** Whether something that an earlier transaction left unfinished had to be finished first. */
        boolean repaired() {
            return found.has("repaired");
        }

        String out() {
            return found.texts().getOrDefault("stdout", "");
        }

        String err() {
            return found.reply().err();
        }

        int rc() {
            return found.reply().exitCode();
        }
    }
}
