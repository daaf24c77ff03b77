package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;

/** Has {@code apt-get} and {@code dpkg} work {@link Unbroken}; when nobody follows them any more, the next run waits for dpkg's lock. */
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

    /** Every package, and how it is. */
    private static final String PACKAGES =
            "dpkg-query -W -f='${binary:Package} ${db:Status-Abbrev} ${Version}\\n' 2>/dev/null";

    private final ModuleCall call;

    PackageTransaction(ModuleCall call) {
        this.call = call;
    }

    /** @param act may use {@code _apt} */
    Done run(Script act) {
        String dpkg = Script.words(AptOptions.dpkgOptions(call.arguments()));
        Script job = Script.of(LOCKED + REPAIR + act.text())
                .set("_timeout", Long.toString(call.arguments().number("lock_timeout")))
                .set("_fix", "")
                .set("_fixing", Script.words(AptOptions.command(call.arguments(), false)) + " --fix-broken install")
                .set("_repair", call.check() ? "" : "dpkg " + dpkg + " --configure -a");
        return new Done(Unbroken.run(call.node(), "apt", PACKAGES, job));
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
