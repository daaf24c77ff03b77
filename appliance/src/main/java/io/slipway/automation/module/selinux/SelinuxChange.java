package io.slipway.automation.module.selinux;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What makes a node's SELinux what {@code selinux} asks for: a plan, and what is told of it. */
final class SelinuxChange {

    private final ModuleCall call;
    private final Found found;
    private final String state;
    private final String running;
    private final String runningPolicy;
    private final Optional<String> configPolicy;
    private final Optional<String> policy;
    private final Steps steps = new Steps();
    private final List<String> messages = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private String config;
    private boolean changed;
    private boolean reboot;

    SelinuxChange(ModuleCall call, Found found) {
        this.call = call;
        this.found = found;
        this.state = call.string("state");
        this.running = found.text("mode").strip().toLowerCase(Locale.ROOT);
        this.config = found.texts().getOrDefault("config", "");
        this.runningPolicy = setting(found.texts().getOrDefault("standard", ""), "SELINUXTYPE")
                .orElse("targeted");
        this.configPolicy = setting(config, "SELINUXTYPE");
        this.policy =
                call.arguments().text("policy").filter(text -> !text.isEmpty()).or(() -> configPolicy);
    }

    /** The value of the first line that sets a name. */
    static Optional<String> setting(String config, String name) {
        return config.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.split("=", -1)[1].strip())
                .findFirst();
    }

    boolean policyDiffers() {
        return !policy.equals(Optional.of(runningPolicy)) || !policy.equals(configPolicy);
    }

    void plan() {
        if (!policy.equals(Optional.of(runningPolicy))) {
            said("Running SELinux policy changed from '" + runningPolicy + "' to '" + policy.orElse("None") + "'");
        }
        if (!policy.equals(configPolicy)) {
            String name = policy.orElse("");
            if (!found.has("installed") || !name.matches("[\\w.+-]+")) {
                throw new ModuleFailure("Policy " + name + " does not exist in /etc/selinux/");
            }
            said("SELinux policy configuration in '" + call.string("configfile") + "' changed from '"
                    + configPolicy.orElse("None") + "' to '" + name + "'");
            config = with(config, "SELINUXTYPE", name);
        }
        if (!state.equals(running)) {
            switchNow();
        }
        Optional<String> configured = setting(config, "SELINUX");
        if (!configured.equals(Optional.of(state))) {
            said("Config SELinux state changed from '" + configured.orElse("None") + "' to '" + state + "'");
            config = with(config, "SELINUX", state);
        }
        if (!config.equals(found.texts().get("config"))) {
            steps.script(ReplaceFile.with(call.string("configfile"), config, "644"));
        }
    }

    private void switchNow() {
        if (running.equals("disabled")) {
            warnings.add("Reboot is required to set SELinux state to '" + state + "'");
            reboot = true;
        } else if (!state.equals("disabled")) {
            steps.run("setenforce", state.equals("enforcing") ? "1" : "0");
            said("SELinux state changed from '" + running + "' to '" + state + "'");
        } else {
            reboot = true;
            if (running.equals("permissive")) {
                warnings.add("SELinux state change will take effect next reboot");
            } else {
                steps.run("setenforce", "0");
                changed = true;
                warnings.add("SELinux state temporarily changed from '" + running
                        + "' to 'permissive'. State change will take effect next reboot.");
            }
        }
    }

    /** @param off whether all kernels are told to leave SELinux out; nothing when only some are */
    void kernel(Optional<Boolean> off) {
        boolean wanted = state.equals("disabled");
        if (off.equals(Optional.of(wanted))) {
            return;
        }
        steps.run("grubby", "--update-kernel=ALL", wanted ? "--args" : "--remove-args", "selinux=0");
        String before = off.isEmpty() ? "<inconsistent>" : wanted ? "enabled" : "disabled";
        said("Kernel SELinux state changed from '" + before + "' to '" + (wanted ? "disabled" : "enabled") + "'");
    }

    private void said(String message) {
        messages.add(message);
        changed = true;
    }

    /** Sets a name in every line that does, or in a new one. */
    private static String with(String config, String name, String value) {
        StringBuilder text = new StringBuilder();
        boolean there = false;
        for (String line : config.lines().toList()) {
            boolean sets = line.startsWith(name + "=");
            there |= sets;
            text.append(sets ? name + "=" + value : line).append('\n');
        }
        return there ? text.toString() : text + name + "=" + value + "\n";
    }

    Steps steps() {
        return steps;
    }

    ModuleResult result() {
        ModuleResult result = ModuleResult.changed(changed)
                .with("msg", String.join(", ", messages))
                .with("configfile", call.string("configfile"))
                .with("policy", policy.orElse(null))
                .with("state", state)
                .with("reboot_required", reboot);
        return warnings.isEmpty() ? result : result.with("warnings", List.copyOf(warnings));
    }
}
