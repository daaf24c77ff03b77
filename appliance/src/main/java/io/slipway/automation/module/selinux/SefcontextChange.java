package io.slipway.automation.module.selinux;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.shell.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes the rules of paths what {@code sefcontext} asks for: calls of {@code semanage}, and what is told of them. */
final class SefcontextChange {

    private static final String MAPPINGS = "mappings";
    private static final String SUBSTITUTIONS = "path substitutions";

    private final Arguments a;
    private final String target;
    private final boolean reload;
    private final Steps steps = new Steps();
    private final StringBuilder shown = new StringBuilder();
    private @Nullable String user;
    private @Nullable String level;

    SefcontextChange(Arguments a) {
        this.a = a;
        this.target = a.string("target");
        this.reload = a.flag("reload");
        this.user = a.text("seuser").orElse(null);
        this.level = a.text("selevel").orElse(null);
    }

    void label(Optional<PathRule> old) {
        PathRule wanted = new PathRule(
                a.text("seuser").or(() -> old.map(PathRule::user)).orElse("system_u"),
                old.map(PathRule::role).orElse("object_r"),
                a.string("setype"),
                a.text("selevel").or(() -> old.map(PathRule::level)).orElse("s0"));
        user = wanted.user();
        level = wanted.level();
        if (old.equals(Optional.of(wanted))) {
            return;
        }
        steps.run(Policy.semanage(
                "fcontext",
                reload,
                old.isPresent() ? "--modify" : "--add",
                "--ftype=" + a.string("ftype"),
                "--type=" + wanted.type(),
                "--seuser=" + wanted.user(),
                "--range=" + wanted.level(),
                "--",
                target));
        head(old.isPresent() ? "Change" : "Addition", MAPPINGS);
        old.ifPresent(rule -> show('-', rule));
        show('+', wanted);
    }

    /** A substitution cannot be modified by {@code semanage}, whose {@code --modify} adds it once more: it goes, and comes again. */
    void substitute(Optional<String> old) {
        String wanted = a.string("substitute");
        if (old.equals(Optional.of(wanted))) {
            return;
        }
        head(old.isPresent() ? "Change" : "Addition", SUBSTITUTIONS);
        old.ifPresent(path -> drop(path, false));
        steps.run(Policy.semanage("fcontext", reload, "--add", "--equal=" + wanted, "--", target));
        show('+', wanted);
    }

    void remove(Optional<PathRule> rule, Optional<String> substitute) {
        if (rule.isPresent() && !a.has("substitute")) {
            head("Deletion", MAPPINGS);
            show('-', rule.get());
        }
        if (substitute.isPresent()
                && !a.has("setype")
                && a.text("substitute").orElse(substitute.get()).equals(substitute.get())) {
            head("Deletion", SUBSTITUTIONS);
            drop(substitute.get(), reload);
        }
        if (rule.isPresent() && !a.has("substitute")) {
            steps.run(Policy.semanage("fcontext", reload, "--delete", "--ftype=" + a.string("ftype"), "--", target));
        }
    }

    private void drop(String path, boolean reloading) {
        steps.run(Policy.semanage("fcontext", reloading, "--delete", "--equal=" + path, "--", target));
        show('-', path);
    }

    private void head(String verb, String of) {
        shown.append("# %s to semanage file context %s%n".formatted(verb, of));
    }

    private void show(char sign, PathRule rule) {
        shown.append("%c%s      %s      %s%n".formatted(sign, target, a.string("ftype"), rule));
    }

    private void show(char sign, String path) {
        shown.append("%c%s = %s%n".formatted(sign, target, path));
    }

    Steps steps() {
        return steps;
    }

    ModuleResult result(ModuleCall call, boolean changed) {
        ModuleResult result = ModuleResult.changed(changed)
                .with("target", target)
                .with("ftype", a.string("ftype"))
                .with("setype", a.text("setype").orElse(null))
                .with("substitute", a.text("substitute").orElse(null))
                .with("state", a.string("state"));
        if (a.string("state").equals("present")) {
            result = result.with("seuser", user).with("serange", level);
        }
        return changed && call.diff() ? result.with(ModuleResult.Diff.prepared(shown.toString())) : result;
    }
}
