package io.slipway.automation.module.files;

import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code recurse: true}: sets owner and mode of all that lies in a directory. The node lists only what may have to change. */
final class TreeAttributes {

    private TreeAttributes() {}

    /**
     * Lists entries as {@code P type mode uid gid path}, and with {@code L} in place of {@code P} what links lead to. Octal modes and
     * owners are compared on the node, so that a tree that is as it should be costs no bytes.
     */
    static String list(Attributes wanted, boolean follow) {
        String mode = wanted.mode()
                .map(m -> m.isOctal() ? "-o ! -type l ! -perm " + Mode.text(m.over(0, false, 0)) : "-o ! -type l")
                .orElse("");
        String condition = "set -- -false " + mode + "\n" + """
                if [ -n "$uid" ]; then set -- "$@" -o ! -uid "$uid"; fi
                if [ -n "$gid" ]; then set -- "$@" -o ! -gid "$gid"; fi
                """;
        String tail = " -mindepth 1 '(' \"$@\" ')' -printf ";
        return "if [ -d \"$q\" ]; then\nprintf content=\n" + condition
                + "find \"$q\"/" + tail + "'P %y %m %U %G %p\\0'\n"
                + (follow ? "find -L \"$q\"/" + tail + "'L %y %m %U %G %p\\0' 2>/dev/null\n" : "")
                + "fi\n";
    }

    /** What has to be run, after the functions of {@link Fields#SAY}; empty when all is as it should be. */
    static Optional<Script> plan(FileTask task) {
        Map<String, ByteArrayOutputStream> commands = new LinkedHashMap<>();
        for (String entry :
                NodeText.decode(task.found().content().orElse(new byte[0])).split("\0")) {
            if (!entry.isEmpty()) {
                collect(task, entry.split(" ", 6), commands);
            }
        }
        StringBuilder script = new StringBuilder();
        ByteArrayOutputStream paths = new ByteArrayOutputStream();
        commands.forEach((command, its) -> {
            script.append("e=$(head -c ")
                    .append(its.size())
                    .append(" | LC_ALL=C xargs -0 ")
                    .append(command)
                    .append(" -- 2>&1) || fail \"cannot set attributes: $e\"\n");
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
                add(commands, "chown" + noFollow + " " + uid, f[5]);
            }
        });
        task.found().gid().ifPresent(gid -> {
            if (gid != Long.parseLong(f[4])) {
                add(commands, "chgrp" + noFollow + " " + gid, f[5]);
            }
        });
        wanted.mode().filter(m -> !link).ifPresent(m -> {
            int want = m.over(mode, f[1].equals("d"), task.found().umask());
            if (want != mode) {
                add(commands, "chmod " + Mode.text(want), f[5]);
            }
        });
    }

    private static void add(Map<String, ByteArrayOutputStream> commands, String command, String path) {
        ByteArrayOutputStream paths = commands.computeIfAbsent(command, c -> new ByteArrayOutputStream());
        paths.writeBytes(NodeText.encode(path));
        paths.write(0);
    }
}
