package io.slipway.automation.module.files;

import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code recurse: true}: sets owner, mode, flags and SELinux context of all that lies in a directory. The node lists only what may have to change. */
final class TreeAttributes {

    private TreeAttributes() {}

    /**
     * Lists entries as {@code P type mode uid gid context path}, and with {@code L} in place of {@code P} what links lead to. Octal modes and
     * owners are compared on the node, so that a tree that is as it should be costs no bytes; where a context is wanted, all are
     * listed with theirs. Where flags are wanted, {@code F letters path} follows
     * for everything that can have some.
     */
    static String list(Attributes wanted, boolean follow) {
        String mode = wanted.mode()
                .map(m -> m.isOctal() ? "-o ! -type l ! -perm " + Mode.text(m.over(0, false, 0)) : "-o ! -type l")
                .orElse("");
        String condition = "set -- -false " + mode + "\n" + """
                if [ -n "$uid" ]; then set -- "$@" -o ! -uid "$uid"; fi
                if [ -n "$gid" ]; then set -- "$@" -o ! -gid "$gid"; fi
                label=
                if [ -n "$context" ] && [ -n "$context_format" ]; then set -- "$@" -o -true; label=%Z; fi
                """;
        String tail = " -mindepth 1 '(' \"$@\" ')' -printf ";
        String fields = " %y %m %U %G '\"$label\"' %p\\0'";
        return "if [ -d \"$q\" ]; then\nprintf content=\n" + condition
                + "find \"$q\"/" + tail + "'P" + fields + "\n"
                + (follow ? "find -L \"$q\"/" + tail + "'L" + fields + " 2>/dev/null\n" : "")
                + (wanted.flags().isPresent() ? flags(follow) : "")
                + "fi\n";
    }

    private static String flags(boolean follow) {
        return "find " + (follow ? "-L " : "")
                + "\"$q\"/ -mindepth 1 ! -type l -print0 2>/dev/null | xargs -0r sh -c '\n"
                + "for r; do e=$(lsattr -d -- \"$r\" 2>/dev/null); printf \"F %s %s\\0\" \"${e%% *}\" \"$r\"; done' sh\n";
    }

    /** What has to be run, after the functions of {@link Fields#SAY}; empty when all is as it should be. */
    static Optional<Script> plan(FileTask task) {
        Map<String, ByteArrayOutputStream> commands = new LinkedHashMap<>();
        for (String entry :
                NodeText.decode(task.found().content().orElse(new byte[0])).split("\0")) {
            if (entry.startsWith("F ")) {
                collectFlags(task, entry.split(" ", 3), commands);
            } else if (!entry.isEmpty()) {
                collect(task, entry.split(" ", 7), commands);
            }
        }
        StringBuilder script = new StringBuilder();
        ByteArrayOutputStream paths = new ByteArrayOutputStream();
        commands.forEach((command, its) -> {
            script.append("e=$(head -c ")
                    .append(its.size())
                    .append(" | LC_ALL=C xargs -0 ")
                    .append(command)
                    .append(" 2>&1) || fail \"cannot set attributes: $e\"\n");
            paths.writeBytes(its.toByteArray());
        });
        return commands.isEmpty()
                ? Optional.empty()
                : Optional.of(Script.of(script.toString()).input(paths.toByteArray()));
    }

    private static void collect(FileTask task, String[] f, Map<String, ByteArrayOutputStream> commands) {
        boolean link = f[1].equals("l");
        boolean throughLink = f[0].equals("L");
        if (link && throughLink) {
            return;
        }
        int mode = Integer.parseInt(f[2], 8);
        Attributes wanted = task.attributes();
        String noFollow = throughLink ? "" : " -h";
        task.found().uid().ifPresent(uid -> {
            if (uid != Long.parseLong(f[3])) {
                add(commands, "chown" + noFollow + " " + uid + " --", f[6]);
            }
        });
        task.found().gid().ifPresent(gid -> {
            if (gid != Long.parseLong(f[4])) {
                add(commands, "chgrp" + noFollow + " " + gid + " --", f[6]);
            }
        });
        wanted.contextOn(task.found())
                .filter(context -> !f[5].isEmpty())
                .flatMap(context -> ContextChange.of(context, f[5]))
                .ifPresent(change -> add(commands, "chcon" + noFollow + change.options() + " --", f[6]));
        wanted.mode().filter(m -> !link).ifPresent(m -> {
            int want = m.over(mode, f[1].equals("d"), task.found().umask());
            if (want != mode) {
                add(commands, "chmod " + Mode.text(want) + " --", f[6]);
            }
        });
    }

    private static void collectFlags(FileTask task, String[] f, Map<String, ByteArrayOutputStream> commands) {
        String wanted = task.attributes().flags().orElseThrow();
        if (new FlagChange(wanted, Optional.of(FlagChange.letters(f[1]))).needed()) {
            add(commands, "chattr " + Script.quote(wanted), f[2]);
        }
    }

    private static void add(Map<String, ByteArrayOutputStream> commands, String command, String path) {
        ByteArrayOutputStream paths = commands.computeIfAbsent(command, c -> new ByteArrayOutputStream());
        paths.writeBytes(NodeText.encode(path));
        paths.write(0);
    }
}
