package io.slipway.automation.module.helm;

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
import io.slipway.common.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code helm_repository}: the repositories that a user's helm knows. */
final class HelmRepositoryModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "helm_repository", "Adds and removes repositories of Helm charts")
            .options(
                    Option.of("repo_name", STRING, "What it is called")
                            .alias("name")
                            .mandatory(),
                    Option.of("repo_url", STRING, "Where it is").alias("url"),
                    Option.of("repo_username", STRING, "Who logs in").alias("username"),
                    Option.of("repo_password", STRING, "With which password")
                            .alias("password")
                            .secret(),
                    Option.of("repo_state", STRING, "Whether it is to be known")
                            .alias("state")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("pass_credentials", BOOL, "Whether other hosts are told the password as well")
                            .orElse(false),
                    Option.of("force_update", BOOL, "Whether it is added anew although one of that name is known")
                            .alias("force")
                            .orElse(false))
            .options(HelmOptions.all())
            .exclusive("context", "ca_cert")
            .exclusive("context", "validate_certs")
            .together("repo_username", "repo_password")
            .neededIf("repo_state", "present", "repo_url")
            .differs(
                    HelmOptions.DIFFERENCE,
                    "the password goes to helm's input, and never stands in a command line (needs a helm with --password-stdin)")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Helm helm = new Helm(call);
        String name = a.string("repo_name");
        Found found = helm.ask(Script.of("h list repo list --output=json\n"));
        if (found.has("failed") && !found.text("error").contains("no repositories to show")) {
            throw Helm.failed(found);
        }
        Optional<Map<String, @Nullable Object>> known = found.has("failed") ? Optional.empty() : find(found, name);
        Optional<HelmCommand> words =
                a.string("repo_state").equals("absent") ? removal(name, known) : addition(a, name, known);
        if (call.check()) {
            return ModuleResult.changed(words.isPresent());
        }
        if (words.isEmpty()) {
            return ModuleResult.unchanged()
                    .with("repo_name", name)
                    .with("repo_url", a.text("repo_url").orElse(null));
        }
        Found done = helm.run(Script.of("hv done " + words.get().script() + "\n")
                .set("_values", a.text("repo_password").orElse("")));
        return ModuleResult.changed(true)
                .with("stdout", done.texts().getOrDefault("done", ""))
                .with("stderr", done.texts().getOrDefault("error", ""))
                .with("command", words.get().shown(done.text("binary")));
    }

    private static Optional<Map<String, @Nullable Object>> find(Found found, String name) {
        return Helm.json(found, "list") instanceof List<?> all
                ? all.stream()
                        .map(Helm::map)
                        .filter(one -> name.equals(one.get("name")))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<HelmCommand> removal(String name, Optional<Map<String, @Nullable Object>> known) {
        return known.map(one -> HelmCommand.of("repo", "rm", "--", name));
    }

    private static Optional<HelmCommand> addition(
            Arguments a, String name, Optional<Map<String, @Nullable Object>> known) {
        String url = a.string("repo_url");
        if (known.isPresent() && !a.flag("force_update")) {
            if (!url.equals(known.get().get("url"))) {
                throw new ModuleFailure(Problem.of("Repository already have a repository named " + name)
                        .hint("it is at " + known.get().get("url") + "; say force_update: true to change that"));
            }
            return Optional.empty();
        }
        HelmCommand words = HelmCommand.of("repo", "add");
        if (a.has("repo_password")) {
            words.add("--username=" + a.string("repo_username"), "--password-stdin");
        }
        words.addIf(a.flag("pass_credentials"), "--pass-credentials").addIf(a.flag("force_update"), "--force-update");
        return Optional.of(words.add("--", name, url));
    }
}
