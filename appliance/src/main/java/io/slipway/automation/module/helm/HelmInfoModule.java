package io.slipway.automation.module.helm;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
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
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code helm_info}: what a release is like. */
final class HelmInfoModule implements Module {

    private static final List<String> STATES =
            List.of("all", "deployed", "failed", "pending", "superseded", "uninstalled", "uninstalling");

    private static final ModuleSpec SPEC = ModuleSpec.of("helm_info", "Tells what a release of a Helm chart is like")
            .options(
                    Option.of("release_name", STRING, "The release")
                            .alias("name")
                            .mandatory(),
                    Option.of("release_namespace", STRING, "Its namespace")
                            .alias("namespace")
                            .mandatory(),
                    Option.of(
                                    "release_state",
                                    LIST,
                                    "In which states it may be: " + String.join(", ", STATES)
                                            + "; deployed and failed when not given")
                            .orElse(List.of()),
                    Option.of("get_all_values", BOOL, "Whether the chart's own values are told as well")
                            .orElse(false))
            .options(HelmOptions.all())
            .exclusive("context", "ca_cert")
            .exclusive("context", "validate_certs")
            .differs(HelmOptions.DIFFERENCE)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String name = a.string("release_name");
        List<String> states = a.strings("release_state").stream()
                .filter(STATES::contains)
                .map(state -> "--" + state)
                .toList();
        StringBuilder look = new StringBuilder(Release.look(name, states, a.flag("get_all_values")));
        look.append("[ -n \"$_there\" ] || exit 0\n");
        for (String part : List.of("manifest", "notes", "hooks")) {
            look.append("h ")
                    .append(part)
                    .append(' ')
                    .append(HelmCommand.of("get", part, "--", name).script())
                    .append('\n');
        }
        Found found = new Helm(call).run(Script.of(look.toString()));
        return Release.told(found, name)
                .map(release -> {
                    release.put("manifest", documents(found, "manifest"));
                    release.put("notes", found.texts().getOrDefault("notes", ""));
                    release.put("hooks", documents(found, "hooks"));
                    return ModuleResult.unchanged().with("status", release);
                })
                .orElse(ModuleResult.unchanged());
    }

    private static List<@Nullable Object> documents(Found found, String name) {
        try {
            return YamlReader.readAll("helm get " + name, found.text(name)).stream()
                    .<@Nullable Object>map(YamlNode::toValue)
                    .toList();
        } catch (YamlException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }
}
