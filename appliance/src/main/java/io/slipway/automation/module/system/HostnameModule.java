package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code hostname}: the node's name, now and after a reboot. */
final class HostnameModule implements Module {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    private static final ModuleSpec SPEC = ModuleSpec.of("hostname", "Sets the node's name")
            .options(
                    Option.of("name", STRING, "The name").mandatory(),
                    Option.of("use", STRING, "How to set it; found out when not given")
                            .oneOf("alpine", "debian", "generic", "redhat", "systemd"))
            .build();

    private static final String PROBE = """
            tell current "$(uname -n)"
            ask permanent cat /etc/hostname
            _address=$(getent -- ahosts "$_name" 2>/dev/null </dev/null | head -n 1 | cut -d' ' -f1)
            [ -z "$_address" ] || ask names getent -- hosts "$_address"
            exit 0
            """;

    /** The kernel's name; systemd is told, too, where it runs, since it keeps a copy. */
    private static final String SET_CURRENT = """
            if [ -d /run/systemd/system ] && hostnamectl --no-ask-password --transient set-hostname "$_name" 2>/dev/null; then
              [ "$(uname -n)" = "$_name" ] && return 0
            fi
            if command -v hostname >/dev/null 2>&1; then hostname "$_name"
            else printf '%s\\n' "$_name" >/proc/sys/kernel/hostname; fi
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        if (!NAME.matcher(name).matches()) {
            throw new ModuleFailure(
                    "'" + name + "' cannot be a host name: letters, digits, dots and hyphens, at most 64");
        }
        Found found = Found.ask(call.node(), Found.constant(PROBE).set("_name", name));
        String current = found.text("current");
        String permanent = found.text("permanent").strip();
        Steps steps = new Steps();
        if (!current.equals(name)) {
            steps.script(Script.of(SET_CURRENT).set("_name", name));
        }
        if (!permanent.equals(name)) {
            steps.script(ReplaceFile.with("/etc/hostname", name + "\n", "644"));
        }
        if (!call.check() && !steps.isEmpty()) {
            steps.on(call.node(), "").orFail();
        }
        ModuleResult result =
                ModuleResult.changed(!steps.isEmpty()).with("name", name).with("ansible_facts", facts(name, found));
        String before = current.equals(name) ? permanent : current;
        return steps.isEmpty() || !call.diff()
                ? result
                : result.with(
                        new ModuleResult.Diff("", "", "hostname = " + before + "\n", "hostname = " + name + "\n"));
    }

    private static Map<String, @Nullable Object> facts(String name, Found found) {
        String[] words = found.text("names").strip().split("\\s+");
        String full = name;
        for (int i = words.length - 1; i > 0; i--) {
            full = words[i].contains(".") ? words[i] : full;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("ansible_hostname", name.split("\\.", 2)[0]);
        facts.put("ansible_nodename", name);
        facts.put("ansible_fqdn", full);
        facts.put("ansible_domain", full.contains(".") ? full.substring(full.indexOf('.') + 1) : "");
        return facts;
    }
}
