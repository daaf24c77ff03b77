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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code selinux_permissive}: domains that SELinux watches but does not hold back. */
final class SelinuxPermissiveModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("selinux_permissive", "Keeps domains of SELinux permissive")
            .options(
                    Option.of("domain", STRING, "The domain").alias("name").mandatory(),
                    Option.of("permissive", BOOL, "Whether it is permissive").mandatory(),
                    Option.of("no_reload", BOOL, "Whether the policy is not loaded again")
                            .orElse(false),
                    Option.of("store", STRING, "The store of the policy; the usual one if empty")
                            .orElse(""))
            .build();

    private static final String PROBE = """
            need semanage
            need semodule
            if [ -n "$_store" ]; then list modules semodule --store="$_store" --list-modules
            else list modules semodule --list-modules; fi
            """;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String domain = call.string("domain");
        if (!NAME.matcher(domain).matches()) {
            throw new ModuleFailure("'" + domain + "' cannot be the name of a domain").with("domain", domain);
        }
        String store = call.string("store");
        Found found = Policy.ask(call, Script.of(PROBE).set("_store", store), false);
        boolean there = found.lines("modules").stream()
                .anyMatch(line -> line.strip().split("\\s")[0].equals("permissive_" + domain));
        boolean wanted = call.flag("permissive");
        Steps steps = new Steps();
        if (there != wanted) {
            List<String> words = new ArrayList<>(
                    Policy.semanage("permissive", !call.flag("no_reload"), wanted ? "--add" : "--delete"));
            if (!store.isEmpty()) {
                words.add("--store=" + store);
            }
            words.add(domain);
            steps.run(words);
        }
        return ModuleResult.changed(Policy.act(call, steps))
                .with("store", store)
                .with("permissive", wanted)
                .with("domain", domain);
    }
}
