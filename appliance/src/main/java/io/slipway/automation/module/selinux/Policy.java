package io.slipway.automation.module.selinux;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How modules ask a node about SELinux and its policy, and change it. */
final class Policy {

    /** Debian's and Ubuntu's package of a tool, then RHEL's. */
    private static final Map<String, List<String>> PACKAGES = Map.of(
            "getenforce", List.of("selinux-utils", "libselinux-utils"),
            "setenforce", List.of("selinux-utils", "libselinux-utils"),
            "getsebool", List.of("selinux-utils", "libselinux-utils"),
            "setsebool", List.of("policycoreutils", "policycoreutils"),
            "semodule", List.of("policycoreutils", "policycoreutils"),
            "semanage", List.of("policycoreutils-python-utils", "policycoreutils-python-utils"));

    /** Tells {@code mode}; {@code need TOOL} ends the script where there is none, {@code list NAME COMMAND…} where the command fails. */
    private static final String LOOK = """
            need() { command -v "$1" >/dev/null 2>&1 || { tell missing "$1"; exit 0; }; }
            list() { _list=$1; shift; _said=$("$@" </dev/null) || exit 1; tell "$_list" "$_said"; }
            _mode=Disabled
            if command -v getenforce >/dev/null 2>&1; then _mode=$(getenforce 2>/dev/null)
            elif [ -e /sys/fs/selinux/enforce ]; then need getenforce; fi
            tell mode "$_mode"
            if [ "$_mode" = Disabled ] && [ -n "$_enabled" ]; then exit 0; fi
            """;

    private Policy() {}

    /**
     * One exchange.
     *
     * @param script may use {@code need} and {@code list}
     * @param enabled whether it fails where SELinux is disabled
     */
    static Found ask(ModuleCall call, Script script, boolean enabled) {
        Found found = Found.ask(
                call.node(), Found.script(LOOK + script.text() + "\nexit 0\n").set("_enabled", enabled ? "1" : ""));
        if (found.has("missing")) {
            String tool = found.text("missing");
            List<String> packages = PACKAGES.getOrDefault(tool, List.of(tool, tool));
            throw new ModuleFailure(Problem.of("there is no " + tool + " on the node")
                    .hint("install the package " + packages.getFirst() + " (Debian, Ubuntu) or " + packages.getLast()
                            + " (RHEL)"));
        }
        if (enabled && !on(found)) {
            throw new ModuleFailure(Problem.of("SELinux is disabled on this host.")
                    .hint("ansible.posix.selinux enables it at the next boot"));
        }
        return found;
    }

    /** Whether the kernel of the node has a policy loaded. */
    static boolean on(Found found) {
        return !found.text("mode").strip().equals("Disabled");
    }

    /** The words of a {@code semanage} call. */
    static List<String> semanage(String object, boolean reload, String... words) {
        List<String> all = new ArrayList<>(List.of("semanage", object));
        if (!reload) {
            all.add("--noreload");
        }
        all.addAll(Arrays.asList(words));
        return all;
    }

    /** Does the steps unless there are none or this is a check. @return whether there are any */
    static boolean act(ModuleCall call, Steps steps) {
        if (!steps.isEmpty() && !call.check()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                throw new ModuleFailure((done.err().isBlank() ? done.out() : done.err()).strip());
            }
        }
        return !steps.isEmpty();
    }
}
