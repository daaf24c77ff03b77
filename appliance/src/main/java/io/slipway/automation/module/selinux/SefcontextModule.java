package io.slipway.automation.module.selinux;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import java.util.Optional;

/** {@code sefcontext}: which labels SELinux's policy gives to paths, and which paths are labelled like others. */
final class SefcontextModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "sefcontext", "Keeps the labels that SELinux's policy gives to paths")
            .options(
                    Option.of("target", STRING, "The paths, as a regular expression")
                            .alias("path")
                            .mandatory(),
                    Option.of(
                                    "ftype",
                                    STRING,
                                    "Which kind of files: all, block, character, directory, file, link, pipe, socket")
                            .oneOf("a", "b", "c", "d", "f", "l", "p", "s")
                            .orElse("a"),
                    Option.of("setype", STRING, "Their type"),
                    Option.of("substitute", STRING, "A path; what lies under target is labelled like what lies there")
                            .alias("equal"),
                    Option.of("seuser", STRING, "Their user; system_u for new rules"),
                    Option.of("selevel", STRING, "Their level; s0 for new rules")
                            .alias("serange"),
                    Option.of("state", STRING, "Whether there is such a rule")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("reload", BOOL, "Whether the policy is loaded again")
                            .orElse(true),
                    Option.of("ignore_selinux_state", BOOL, "Whether SELinux may be disabled on the node")
                            .orElse(false))
            .exclusive("setype", "substitute")
            .exclusive("substitute", "ftype")
            .exclusive("substitute", "seuser")
            .exclusive("substitute", "selevel")
            .build();

    private static final String PROBE = """
            need semanage
            _all=$(semanage fcontext -l -n </dev/null) || exit 1
            tell rules "$(printf '%s\\n' "$_all" | grep -F -e "$_target")"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        if (present && !a.has("setype") && !a.has("substitute")) {
            throw new ModuleFailure("state is present but any of the following are missing: setype, substitute");
        }
        String target = a.string("target");
        Found found = Policy.ask(call, Script.of(PROBE).set("_target", target), !a.flag("ignore_selinux_state"));
        PathRule rule =
                PathRule.find(found.lines("rules"), target, a.string("ftype")).orElse(null);
        Optional<String> substitute = PathRule.substitute(found.lines("rules"), target);
        if (present && target.matches("(?s).*\\s.*")) {
            throw new ModuleFailure("ValueError: File specification can not include spaces");
        }
        SefcontextChange change = new SefcontextChange(a);
        if (!present) {
            change.remove(Optional.ofNullable(rule), substitute);
        } else if (a.has("substitute")) {
            change.substitute(substitute);
        } else {
            change.label(Optional.ofNullable(rule));
        }
        return change.result(call, Policy.act(call, change.steps()));
    }
}
