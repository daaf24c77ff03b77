package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.List;

/** What {@code dnf} takes, and how it becomes options of the command. */
final class DnfOptions {

    static final ModuleSpec SPEC = ModuleSpec.of("dnf", "Installs, upgrades and removes packages of Red Hat's kin")
            .alsoCalled("yum", "dnf5")
            .options(
                    Option.of("name", LIST, "Packages: name, name-version, file, address, @group; * for all")
                            .alias("pkg"),
                    Option.of(
                            "list", STRING, "What to list instead: installed, updates, available, repos or a package"),
                    Option.of("state", STRING, "What they are to be")
                            .oneOf("absent", "present", "installed", "removed", "latest"),
                    Option.of("enablerepo", LIST, "Repositories to use as well"),
                    Option.of("disablerepo", LIST, "Repositories to leave out"),
                    Option.of("conf_file", STRING, "The configuration"),
                    Option.of("disable_gpg_check", BOOL, "Whether to take packages without looking at signatures")
                            .orElse(false),
                    Option.of("installroot", STRING, "Where the system to change is")
                            .orElse("/"),
                    Option.of("releasever", STRING, "The release to take packages from"),
                    Option.of("autoremove", BOOL, "Remove packages that nothing needs any more")
                            .orElse(false),
                    Option.of("exclude", LIST, "Packages to leave out"),
                    Option.of("disable_excludes", STRING, "all, main or a repository: whose excludes do not count"),
                    Option.of("skip_broken", BOOL, "Leave out what cannot be installed")
                            .orElse(false),
                    Option.of("update_cache", BOOL, "Whether to read the repositories anew")
                            .alias("expire-cache")
                            .orElse(false),
                    Option.of("update_only", BOOL, "Leave out packages that are not installed")
                            .orElse(false),
                    Option.of("security", BOOL, "Only upgrades that mend a vulnerability")
                            .orElse(false),
                    Option.of("bugfix", BOOL, "Only upgrades that mend a bug").orElse(false),
                    Option.of("enable_plugin", LIST, "Plugins to use"),
                    Option.of("disable_plugin", LIST, "Plugins to leave out"),
                    Option.of("validate_certs", BOOL, "Whether certificates must be in order")
                            .orElse(true),
                    Option.of("sslverify", BOOL, "Whether certificates must be in order")
                            .orElse(true),
                    Option.of("allow_downgrade", BOOL, "An older version that is named replaces a newer one anyway")
                            .orElse(false),
                    Option.of("allowerasing", BOOL, "Whether other packages may be removed")
                            .orElse(false),
                    Option.of("nobest", BOOL, "Whether older versions will do").orElse(false),
                    Option.of("best", BOOL, "Whether only the newest version will do"),
                    Option.of("cacheonly", BOOL, "Ask no repository").orElse(false),
                    Option.of("install_repoquery", BOOL, "Taken without effect").orElse(true),
                    Option.of("install_weak_deps", BOOL, "Whether to install recommended packages, too")
                            .orElse(true),
                    Option.of("download_only", BOOL, "Only fetch the packages").orElse(false),
                    Option.of("download_dir", STRING, "Where to"),
                    Option.of("lock_timeout", INT, "How many seconds to wait for another dnf")
                            .orElse(30L),
                    Option.of("use_backend", STRING, "Taken without effect: the node's own command is used")
                            .orElse("auto"))
            .exclusive("name", "list")
            .exclusive("best", "nobest")
            .build();

    private DnfOptions() {}

    /** @param tool {@code dnf}, {@code dnf5}, {@code yum} or {@code microdnf} */
    static List<String> command(String tool, Arguments arguments) {
        List<String> command = new ArrayList<>(List.of(tool, "-y"));
        arguments.text("conf_file").ifPresent(file -> command.addAll(List.of("-c", file)));
        if (!arguments.string("installroot").equals("/")) {
            command.add("--installroot=" + arguments.string("installroot"));
        }
        arguments.text("releasever").ifPresent(release -> command.add("--releasever=" + release));
        each(command, arguments, "disablerepo", "--disablerepo=");
        each(command, arguments, "enablerepo", "--enablerepo=");
        each(command, arguments, "exclude", "--exclude=");
        each(command, arguments, "enable_plugin", "--enableplugin=");
        each(command, arguments, "disable_plugin", "--disableplugin=");
        arguments
                .text("disable_excludes")
                .ifPresent(whose -> command.add(
                        tool.equals("dnf5") ? "--setopt=disable_excludes=" + whose : "--disableexcludes=" + whose));
        flag(command, arguments, "disable_gpg_check", tool.equals("dnf5") ? "--no-gpgchecks" : "--nogpgcheck");
        flag(command, arguments, "cacheonly", "-C");
        if (!arguments.flag("validate_certs") || !arguments.flag("sslverify")) {
            command.add("--setopt=sslverify=0");
        }
        if (!arguments.flag("install_weak_deps")) {
            command.add("--setopt=install_weak_deps=0");
        }
        if (tool.startsWith("dnf")) {
            flag(command, arguments, "update_cache", "--refresh");
            command.add("--setopt=exit_on_lock=1");
        }
        return command;
    }

    /** What only commands that install or upgrade take. */
    static List<String> forInstalling(String tool, Arguments arguments) {
        List<String> options = new ArrayList<>();
        flag(options, arguments, "allowerasing", "--allowerasing");
        flag(options, arguments, "skip_broken", "--skip-broken");
        if (arguments.flag("nobest") || !arguments.choice("best").orElse(true)) {
            options.add(tool.equals("dnf5") ? "--no-best" : "--nobest");
        }
        if (arguments.flag("best")) {
            options.add("--best");
        }
        flag(options, arguments, "download_only", "--downloadonly");
        arguments.text("download_dir").ifPresent(folder -> options.add("--downloaddir=" + folder));
        return options;
    }

    private static void each(List<String> command, Arguments arguments, String list, String option) {
        arguments.strings(list).forEach(value -> command.add(option + value));
    }

    private static void flag(List<String> command, Arguments arguments, String flag, String option) {
        if (arguments.flag(flag)) {
            command.add(option);
        }
    }
}
