package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.regex.Pattern;

/** {@code dpkg_selections}: what dpkg is to do with a package: {@code hold} keeps upgrades away from it. */
final class DpkgSelectionsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("dpkg_selections", "Holds packages, and lets them go again")
            .options(
                    Option.of("name", STRING, "The package").mandatory(),
                    Option.of("selection", STRING, "What is to become of it")
                            .oneOf("install", "hold", "deinstall", "purge")
                            .mandatory())
            .build();

    private static final String PROBE = """
            command -v dpkg >/dev/null 2>&1 || { tell missing 1; exit 0; }
            ask selected dpkg --get-selections -- "$_name"
            exit 0
            """;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.:_~-]*");

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        String wanted = call.string("selection");
        if (!NAME.matcher(name).matches()) {
            throw new ModuleFailure("'" + name + "' cannot be the name of a package");
        }
        Found found = Found.ask(call.node(), Found.constant(PROBE).set("_name", name));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("there is no dpkg on the node")
                    .hint("the module dpkg_selections is for Debian, Ubuntu and their kin"));
        }
        String[] words = found.text("selected").split("\\s+");
        if (words.length < 2) {
            throw new ModuleFailure(
                    Problem.of("Failed to find package '" + name + "' to perform selection '" + wanted + "'.")
                            .because("the node's dpkg has never heard of it")
                            .hint("install it first, with the module apt"));
        }
        boolean changed = !words[1].equals(wanted);
        if (changed && !call.check()) {
            new Steps()
                    .feed(name + " " + wanted + "\n", "dpkg", "--set-selections")
                    .on(call.node(), "")
                    .orFail();
        }
        return ModuleResult.changed(changed).with("before", words[1]).with("after", wanted);
    }
}
