package io.slipway.automation.module.files;

import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;

/** Paths on a node, as playbooks write them. */
public final class NodePath {

    private NodePath() {}

    /** {@code name=path} as a line of a script: the node expands {@code ~} and {@code $NAME}, all else is literal. */
    public static String assign(String name, String path) {
        return name + "=" + Words.expanding(path) + "\n";
    }

    /** The last component; empty when the path ends with a slash. */
    public static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** All but the last component, without a trailing slash: empty for a bare name, {@code /} for what lies in the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, Math.max(slash, 0));
    }

    static Problem noDirectory(String path) {
        String folder = parent(path);
        return Problem.of("Destination directory " + folder + " does not exist")
                .hint("make it first: file: {path: " + folder + ", state: directory}");
    }

    public static String join(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
}
