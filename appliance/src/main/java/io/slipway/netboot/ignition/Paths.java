package io.slipway.netboot.ignition;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths on the machine, which may differ in their rules from those of this host. */
final class Paths {

    private Paths() {}

    /** Absolute, and written in the shortest way. */
    static void check(Part part, String key, Findings findings) {
        String path = part.text(key);
        if (path.isEmpty()) {
            findings.error(part.at(key), "'" + key + "' is missing", "an absolute path is needed");
        } else if (!path.startsWith("/")) {
            findings.error(part.at(key), "the path '" + path + "' is not absolute");
        } else if (!clean(path).equals(path)) {
            findings.error(part.at(key), "the path '" + path + "' is not simplified", "write '" + clean(path) + "'");
        }
    }

    /** Without doubled and trailing slashes, {@code .} and {@code ..}. */
    static String clean(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (names.isEmpty() || names.getLast().equals("..")) {
                    if (!absolute) {
                        names.addLast(name);
                    }
                } else {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        String joined = (absolute ? "/" : "") + String.join("/", names);
        return joined.isEmpty() ? "." : joined;
    }
}
