package io.slipway.automation.module.helm;

import io.slipway.automation.module.Arguments;

/** What helm is asked to do for a release. */
final class ReleaseCommands {

    private final Arguments a;
    private final Values values;

    ReleaseCommands(Arguments a, Values values) {
        this.a = a;
        this.values = values;
    }

    /** The version and repository that a chart is taken from. */
    private HelmCommand source() {
        HelmCommand source = new HelmCommand();
        a.text("chart_version").ifPresent(version -> source.add("--version=" + version));
        a.text("chart_repo_url").ifPresent(url -> source.add("--repo=" + url));
        return source;
    }

    HelmCommand chart() {
        return HelmCommand.of("show", "chart").addAll(source()).add("--").addPath(a.string("chart_ref"));
    }

    HelmCommand dependencies() {
        return HelmCommand.of("dependency", "update", "--").addPath(a.string("chart_ref"));
    }

    /** Asks the plugin of that name. */
    HelmCommand difference() {
        return HelmCommand.of("diff", "upgrade")
                .addAll(source())
                .addIf(!a.flag("replace"), "--reset-values")
                .addAll(values.flags())
                .add("--", a.string("release_name"))
                .addPath(a.string("chart_ref"));
    }

    HelmCommand deploy(boolean installed, boolean inlineDependencies) {
        boolean replace = a.flag("replace");
        HelmCommand words = replace ? HelmCommand.of("install") : HelmCommand.of("upgrade", "-i", "--reset-values");
        words.addAll(source()).addIf(replace && inlineDependencies, "--dependency-update");
        words.addIf(a.flag("wait"), "--wait");
        if (a.flag("wait")) {
            a.text("wait_timeout").ifPresent(time -> words.add("--timeout=" + time));
        }
        words.addIf(a.flag("atomic"), "--atomic");
        a.text("timeout").ifPresent(time -> words.add("--timeout=" + time));
        words.addIf(a.flag("force") && installed, "--force")
                .addIf(replace, "--replace")
                .addIf(a.flag("disable_hook"), "--no-hooks")
                .addIf(a.flag("create_namespace"), "--create-namespace")
                .addAll(values.flags());
        a.text("post_renderer")
                .ifPresent(program -> words.add("--post-renderer").addPath(program));
        words.addIf(a.flag("skip_crds"), "--skip-crds");
        a.integer("history_max").ifPresent(most -> words.add("--history-max=" + most));
        return words.add("--", a.string("release_name")).addPath(a.string("chart_ref"));
    }

    HelmCommand remove(boolean wait) {
        HelmCommand words = HelmCommand.of("uninstall")
                .addIf(!a.flag("purge"), "--keep-history")
                .addIf(a.flag("disable_hook"), "--no-hooks")
                .addIf(wait, "--wait");
        a.text("wait_timeout").or(() -> a.text("timeout")).ifPresent(time -> words.add("--timeout=" + time));
        return words.add("--", a.string("release_name"));
    }
}
