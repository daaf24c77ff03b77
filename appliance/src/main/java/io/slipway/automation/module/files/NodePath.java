package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Paths on a node, as playbooks write them. */
public final class NodePath {

    private NodePath() {}

    /** {@code name=path} as a line of a script: the node expands {@code ~} and {@code $NAME}, all else is literal. */
    public static String assign(String name, String path) {
        return name + "=" + Words.expanding(path) + "\n";
    }

    /**
     * A call whose options of the type PATH say what they mean on the node: {@code ~} and {@code $NAME} are replaced. The node is asked only
     * where there is something to replace. For modules that do not let their own scripts do it.
     */
    public static ModuleCall expanded(ModuleCall call) {
        Map<String, String> paths = new LinkedHashMap<>(call.arguments().paths());
        paths.values().removeIf(path -> !path.startsWith("~") && !path.contains("$"));
        if (paths.isEmpty()) {
            return call;
        }
        StringBuilder look = new StringBuilder();
        paths.forEach((name, path) -> look.append("tell ")
                .append(Script.quote(name))
                .append(" \"$(printf %s ")
                .append(Words.expanding(path))
                .append(")\"\n"));
        Found found = Found.ask(call.node(), Found.script(look.toString()).looking());
        paths.replaceAll((name, path) -> found.text(name));
        return new ModuleCall(
                call.arguments().withAll(paths), call.check(), call.diff(), call.node(), call.controller());
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
