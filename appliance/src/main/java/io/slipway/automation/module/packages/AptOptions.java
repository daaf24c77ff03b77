package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code apt} takes, and how it becomes options of {@code apt-get}. */
final class AptOptions {

    static final ModuleSpec SPEC = ModuleSpec.of("apt", "Installs, upgrades and removes Debian packages")
            .options(
                    Option.of("package", LIST, "Packages: name, name=version, name>=version, patterns")
                            .alias("name", "pkg"),
                    Option.of("state", STRING, "What they are to be")
                            .oneOf("absent", "build-dep", "fixed", "latest", "present")
                            .orElse("present"),
                    Option.of("deb", PATH, "A package file on the node, or its http(s) address"),
                    Option.of("update_cache", BOOL, "Whether to read the package lists anew")
                            .alias("update-cache"),
                    Option.of("cache_valid_time", INT, "For how many seconds the package lists stay good enough")
                            .orElse(0L),
                    Option.of("upgrade", STRING, "Upgrade everything")
                            .oneOf("dist", "full", "no", "safe", "yes")
                            .orElse("no"),
                    Option.of("default_release", STRING, "The release to prefer")
                            .alias("default-release"),
                    Option.of("install_recommends", BOOL, "Whether to install recommended packages, too")
                            .alias("install-recommends"),
                    Option.of("only_upgrade", BOOL, "Leave out packages that are not installed")
                            .orElse(false),
                    Option.of("purge", BOOL, "Remove configuration files, too").orElse(false),
                    Option.of("autoremove", BOOL, "Remove packages that nothing needs any more")
                            .orElse(false),
                    Option.of("autoclean", BOOL, "Remove package files that cannot be fetched any more")
                            .orElse(false),
                    Option.of("clean", BOOL, "Remove all fetched package files").orElse(false),
                    Option.of("fail_on_autoremove", BOOL, "Fail rather than remove a package")
                            .orElse(false),
                    Option.of("force", BOOL, "Go on whatever apt warns of").orElse(false),
                    Option.of("force_apt_get", BOOL, "apt-get is always used").orElse(false),
                    Option.of("dpkg_options", STRING, "Options of dpkg, with commas between, without --")
                            .orElse("force-confdef,force-confold"),
                    Option.of("allow_unauthenticated", BOOL, "Whether to take packages that nobody signed")
                            .alias("allow-unauthenticated")
                            .orElse(false),
                    Option.of("allow_downgrade", BOOL, "Whether an older version may replace a newer one")
                            .alias("allow-downgrade", "allow_downgrades", "allow-downgrades")
                            .orElse(false),
                    Option.of("allow_change_held_packages", BOOL, "Whether packages on hold may change")
                            .orElse(false),
                    Option.of("policy_rc_d", INT, "What policy-rc.d answers meanwhile; 101 starts no service"),
                    Option.of("lock_timeout", INT, "How many seconds to wait for another dpkg or apt")
                            .orElse(60L),
                    Option.of("auto_install_module_deps", BOOL, "Taken without effect: no Python is needed")
                            .orElse(true))
            .options(AptUpdate.OPTIONS)
            .exclusive("deb", "package", "upgrade")
            .build();

    private AptOptions() {}

    /** {@code apt-get} with the options that every change takes. */
    static List<String> command(Arguments arguments, boolean check) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-y"));
        dpkgOptions(arguments).forEach(option -> command.addAll(List.of("-o", "Dpkg::Options::=" + option)));
        command.addAll(List.of("-o", "DPkg::Lock::Timeout=" + arguments.number("lock_timeout")));
        add(
                command,
                arguments,
                "force",
                "--allow-downgrades",
                "--allow-remove-essential",
                "--allow-change-held-packages");
        add(command, arguments, "force", "--allow-unauthenticated");
        add(command, arguments, "fail_on_autoremove", "--no-remove");
        add(command, arguments, "allow_unauthenticated", "--allow-unauthenticated");
        add(command, arguments, "allow_downgrade", "--allow-downgrades");
        add(command, arguments, "allow_change_held_packages", "--allow-change-held-packages");
        if (check) {
            command.add("--simulate");
        }
        arguments.text("default_release").ifPresent(release -> command.addAll(List.of("-t", release)));
        arguments
                .choice("install_recommends")
                .ifPresent(yes -> command.addAll(List.of("-o", "APT::Install-Recommends=" + (yes ? "yes" : "no"))));
        return command;
    }

    static void add(List<String> command, Arguments arguments, String flag, String... options) {
        if (arguments.flag(flag)) {
            command.addAll(List.of(options));
        }
    }

    static List<String> dpkgOptions(Arguments arguments) {
        return Arrays.stream(arguments.string("dpkg_options").split(","))
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .map(option -> "--" + option)
                .toList();
    }
}
