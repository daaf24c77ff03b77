package io.slipway.automation.module.selinux;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code selinux}: the mode of SELinux and its policy, now and from the next boot on. */
final class SelinuxModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("selinux", "Sets the mode and the policy of SELinux")
            .options(
                    Option.of("policy", STRING, "The policy; needed unless state is disabled"),
                    Option.of("state", STRING, "The mode")
                            .oneOf("enforcing", "permissive", "disabled")
                            .mandatory(),
                    Option.of("update_kernel_param", BOOL, "Whether grubby changes the kernel's command line too")
                            .orElse(false),
                    Option.of("configfile", STRING, "The configuration that is read at boot")
                            .alias("conf", "file")
                            .orElse("/etc/selinux/config"))
            .differs("a policy that is not installed is told before anything is changed")
            .build();

    private static final String PROBE = """
            [ ! -f "$_file" ] || ask config cat -- "$_file"
            [ ! -f /etc/selinux/config ] || ask standard cat /etc/selinux/config
            case $_policy in ''|.|..|*/*) ;; *) [ ! -e "/etc/selinux/$_policy/policy" ] || tell installed 1;; esac
            if command -v setenforce >/dev/null 2>&1; then :; elif [ "$_mode" != Disabled ]; then need setenforce; fi
            if [ -n "$_kernel" ]; then
              if command -v grubby >/dev/null 2>&1; then list kernels grubby --info=ALL; else tell nogrubby 1; fi
            fi
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        boolean kernel = call.flag("update_kernel_param");
        Found found = Policy.ask(
                call,
                Script.of(PROBE)
                        .set("_file", call.string("configfile"))
                        .set("_policy", call.arguments().text("policy").orElse(""))
                        .set("_kernel", kernel ? "1" : ""),
                false);
        refuse(call, found, kernel);
        SelinuxChange change = new SelinuxChange(call, found);
        if (call.check() && change.policyDiffers()) {
            return ModuleResult.changed(true);
        }
        change.plan();
        if (kernel) {
            change.kernel(disabledAtBoot(found.lines("kernels")));
        }
        Steps steps = change.steps();
        if (!call.check() && !steps.isEmpty()) {
            steps.on(call.node(), "").orFail();
        }
        return change.result();
    }

    private static void refuse(ModuleCall call, Found found, boolean kernel) {
        if (!found.has("config")) {
            throw new ModuleFailure(
                            Problem.of("Unable to find file " + call.string("configfile"))
                                    .hint(
                                            "install the package selinux-policy-default (Debian) or selinux-policy-targeted (RHEL)"))
                    .with(
                            "details",
                            "Please install SELinux-policy package, if this package is not installed previously.");
        }
        if (kernel && found.has("nogrubby")) {
            throw new ModuleFailure(
                    Problem.of("'grubby' command not found on host")
                            .hint(
                                    "install the package grubby (RHEL); elsewhere set selinux=0 or remove it in /etc/default/grub"));
        }
        if (!call.string("state").equals("disabled")
                && call.arguments().text("policy").orElse("").isEmpty()) {
            throw new ModuleFailure("Policy is required if state is not 'disabled'");
        }
    }

    /** Whether {@code selinux=0} is on the command line of all kernels; nothing when only of some. */
    private static Optional<Boolean> disabledAtBoot(List<String> lines) {
        List<Boolean> all = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("args=\"") && line.endsWith("\"")) {
                all.add(List.of(line.substring(6, line.length() - 1).split(" ")).contains("selinux=0"));
            }
        }
        boolean some = all.contains(true);
        return some == all.contains(false) ? Optional.empty() : Optional.of(some);
    }
}
