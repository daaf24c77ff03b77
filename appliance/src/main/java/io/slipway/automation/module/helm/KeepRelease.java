package io.slipway.automation.module.helm;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task's work on one release: one exchange to look, and one more if something is to be done. */
final class KeepRelease {

    private static final String DIFF = """
            if [ -n "$_there" ]; then
              _version=$("$_helm" plugin list 2>/dev/null </dev/null | while read -r n v rest; do
                [ "$n" != diff ] || printf '%s' "$v"; done)
              [ -z "$_version" ] || { tell plugin "$_version"; hv difference WORDS; }
            fi
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Helm helm;
    private final Values values;
    private final ReleaseCommands commands;
    private final String name;
    private final List<String> warnings = new ArrayList<>();

    KeepRelease(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
        this.values = new Values(a);
        values.check();
        this.helm = new Helm(call);
        this.commands = new ReleaseCommands(a, values);
        this.name = a.string("release_name");
    }

    ModuleResult run() {
        boolean present = a.string("release_state").equals("present");
        StringBuilder look = new StringBuilder();
        if (a.flag("update_repo_cache") && !call.check()) {
            look.append("h repositories repo update\n");
        }
        look.append(Release.look(name, List.of(), false));
        if (present) {
            look.append("h chart ")
                    .append(commands.chart().script())
                    .append('\n')
                    .append(values.look());
            if (a.flag("dependency_update") && !call.check() && onDisk()) {
                look.append("if grep -q '^dependencies:' \"$_place/out\"; then h dependencies ")
                        .append(commands.dependencies().script())
                        .append("; fi\n");
            }
            look.append(DIFF.replace("WORDS", commands.difference().script()));
        }
        Found found = helm.ask(script(look.toString()));
        if (found.has("failed") && !(found.text("step").equals("difference") && !trusted(found))) {
            throw Helm.failed(found);
        }
        Optional<Map<String, @Nullable Object>> release = Release.told(found, name);
        return present ? keep(found, release) : remove(found, release);
    }

    private Script script(String text) {
        return Script.of(text).set("_values", values.input());
    }

    private boolean onDisk() {
        return !a.has("chart_repo_url") && !a.string("chart_ref").contains("://");
    }

    /** Older ones say nothing about charts that are found by a repository's URL. */
    private boolean trusted(Found found) {
        return found.has("plugin") && (!a.has("chart_repo_url") || !Helm.older(found.text("plugin"), 3, 4, 1));
    }

    private ModuleResult remove(Found found, Optional<Map<String, @Nullable Object>> release) {
        if (release.isEmpty()) {
            return unchanged(found, release);
        }
        if (a.flag("replace")) {
            throw new ModuleFailure("replace is not applicable when state is absent");
        }
        boolean wait = a.flag("wait");
        if (wait && Helm.older(found.text("version"), 3, 7)) {
            warnings.add("helm uninstall support option --wait for helm release >= 3.7.0");
            wait = false;
        }
        return act(found, release, commands.remove(wait), Optional.empty());
    }

    private ModuleResult keep(Found found, Optional<Map<String, @Nullable Object>> release) {
        YamlNode.Mapping chart = chart(found.text("chart"));
        checkDependencies(chart);
        if (values.needJson() && Helm.older(found.text("version"), 3, 10)) {
            throw new ModuleFailure(Problem.of(
                            "This module requires helm >= 3.10.0, to use set_values parameter with value type set to 'json'. current version is "
                                    + found.text("version").strip())
                    .hint("put the value into release_values"));
        }
        Optional<Map<String, @Nullable Object>> wanted = values.wanted(found);
        boolean change;
        Optional<Diff> diff = Optional.empty();
        if (release.isPresent() && trusted(found)) {
            String shown = found.text("difference").strip();
            change = !shown.isEmpty();
            diff = Optional.of(Diff.prepared(shown));
        } else {
            String title = scalar(chart, "name") + "-" + scalar(chart, "version");
            if (release.isPresent() && wanted.isEmpty()) {
                warnings.add("what the release's values are to be cannot be told before: it is upgraded."
                        + " Install helm diff >= 3.4.1 for better results.");
            }
            Map<String, @Nullable Object> current = release.orElse(Map.of());
            change = release.isEmpty()
                    || wanted.isEmpty()
                    || !Values.same(current.get("values"), wanted.get())
                    || !title.equals(current.get("chart"))
                    || !scalar(chart, "appVersion").equals(String.valueOf(current.getOrDefault("app_version", "")));
            diff = Optional.of(new Diff(
                    "",
                    "",
                    release.isEmpty() ? "" : text(current.get("chart"), current.get("values")),
                    text(title, wanted.map(Object.class::cast).orElse("not known before"))));
        }
        boolean forced = a.flag("force") && release.isPresent();
        if (!change && !forced) {
            return unchanged(found, release);
        }
        return act(found, release, commands.deploy(release.isPresent(), !onDisk()), change ? diff : Optional.empty());
    }

    private void checkDependencies(YamlNode.Mapping chart) {
        if (!a.flag("dependency_update")) {
            return;
        }
        if (chart.get("dependencies").isEmpty()) {
            warnings.add(
                    "There is no dependencies block defined in Chart.yaml. Dependency update will not be performed. "
                            + "Please consider add dependencies block or disable dependency_update to remove this warning.");
        } else if (!onDisk() && !a.flag("replace")) {
            throw new ModuleFailure(Problem.of("'--dependency-update' hasn't been supported yet with 'helm upgrade'. "
                            + "Please use 'helm install' instead by adding 'replace' option")
                    .hint("or pull the chart to a folder of the node first, and name that"));
        }
    }

    private static String text(@Nullable Object chart, @Nullable Object values) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("chart", chart);
        shown.put("values", values);
        return Json.pretty(shown) + "\n";
    }

    private static YamlNode.Mapping chart(String text) {
        try {
            if (YamlReader.read("helm show chart", text) instanceof YamlNode.Mapping chart) {
                return chart;
            }
        } catch (YamlException e) {
            throw new ModuleFailure(e.problem(), e);
        }
        throw new ModuleFailure("helm show chart does not describe a chart: " + text);
    }

    /** As it is written: a version such as {@code 1.10} is no number. */
    private static String scalar(YamlNode.Mapping chart, String key) {
        return chart.get(key)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(YamlNode.Scalar.class::cast)
                .filter(scalar -> scalar.value() != null)
                .map(YamlNode.Scalar::text)
                .orElse("");
    }

    private ModuleResult unchanged(Found found, Optional<Map<String, @Nullable Object>> release) {
        ModuleResult result = ModuleResult.unchanged().with("command", found.text("binary"));
        return said(call.check()
                        ? result.with("status", predicted(release))
                        : result.with("status", release.orElse(null)))
                .with("stdout", "")
                .with("stderr", "");
    }

    private static Map<String, @Nullable Object> predicted(Optional<Map<String, @Nullable Object>> release) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("current", release.map(one -> one.get("values")).orElse(Map.of()));
        both.put("declared", release.orElse(Map.of()));
        return Map.of("values", both);
    }

    private ModuleResult said(ModuleResult result) {
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    private ModuleResult act(
            Found found, Optional<Map<String, @Nullable Object>> release, HelmCommand words, Optional<Diff> diff) {
        ModuleResult result = said(ModuleResult.changed(true).with("command", words.shown(found.text("binary"))));
        if (call.diff() && diff.isPresent()) {
            result = result.with(diff.get());
        }
        if (call.check()) {
            return result.with("status", predicted(release)).with("stdout", "").with("stderr", "");
        }
        Found done = helm.run(script("hv done " + words.script() + "\ntell said \"$(cat \"$_place/err\")\"\n"
                + Release.look(name, List.of(), false)));
        return result.with("status", Release.told(done, name).orElse(null))
                .with("stdout", done.texts().getOrDefault("done", ""))
                .with("stderr", done.text("said"));
    }
}
