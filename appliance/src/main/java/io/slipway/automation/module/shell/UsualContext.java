package io.slipway.automation.module.shell;

/** What SELinux's policy has for a path, as {@code restorecon} would set it. */
public final class UsualContext {

    /**
     * {@code usual_context FILE PLACE}: gives a new file the context that belongs to the place which it is going to take, where the node
     * has SELinux and the file system keeps contexts; else, and without {@code matchpathcon}, it has the one that the kernel gave it. If
     * it cannot, {@code $label_said} says why.
     */
    public static final String FUNCTION = """
            usual_context() {
              if [ ! -e /sys/fs/selinux/enforce ] || ! label=$(matchpathcon -n "$2" 2>/dev/null) || [ "$label" = '<<none>>' ]; then return 0; fi
              if [ "$(LC_ALL=C stat -c %C -- "$1" 2>/dev/null)" = "$label" ]; then return 0; fi
              label_said=$(LC_ALL=C chcon -h -- "$label" "$1" 2>&1) && return 0
              case $label_said in *'not supported'*) return 0;; esac
              label_said="the SELinux context $label: ${label_said##*: }"
              return 1
            }
            """;

    private UsualContext() {}
}
