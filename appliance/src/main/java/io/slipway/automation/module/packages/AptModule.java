package io.slipway.automation.module.packages;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code apt}: packages of Debian and its kin, by {@code apt-get} and {@code dpkg-query}. Packages that are there already cost one
 * look at {@code dpkg}'s database.
 */
final class AptModule implements Module {

    @Override
    public ModuleSpec spec() {
        return AptOptions.SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<PackageWish> wishes = wishes(call);
        if (call.arguments().has("deb") && !call.string("state").equals("present")) {
            throw new ModuleFailure("deb only supports state=present");
        }
        boolean tellsOfLists = tellsOfLists(call, wishes);
        boolean needsProbe = !wishes.isEmpty() || updatesLists(call) || tellsOfLists;
        AptProbe probe = new AptProbe(call, wishes);
        Found found = needsProbe ? probe.look() : Found.NOTHING;
        boolean stale = needsProbe && probe.isStale(found);
        if (stale && !call.check()) {
            found = probe.updateAndLook();
        }
        boolean updated = stale && (call.check() || found.has("updated"));
        boolean onlyLists = updatesLists(call)
                && call.arguments().strings("package").isEmpty()
                && call.string("upgrade").equals("no")
                && !call.arguments().has("deb");
        try {
            ModuleResult result = onlyLists ? ModuleResult.changed(updated) : act(call, wishes, found, updated);
            return onlyLists || tellsOfLists
                    ? result.with("cache_updated", updated).with("cache_update_time", found.number("stamp"))
                    : result;
        } catch (ModuleFailure e) {
            throw tellsOfLists ? e.with("cache_updated", updated).with("cache_update_time", found.number("stamp")) : e;
        }
    }

    /** As in Ansible, what installs packages says how old the package lists are; what upgrades, removes or cleans does not. */
    private static boolean tellsOfLists(ModuleCall call, List<PackageWish> wishes) {
        boolean cleans = wishes.isEmpty() && (call.flag("clean") || call.flag("autoclean") || call.flag("autoremove"));
        boolean everything = call.arguments().strings("package").contains("*")
                && call.string("state").equals("latest");
        return !cleans
                && !everything
                && call.string("upgrade").equals("no")
                && !call.arguments().has("deb")
                && !call.string("state").equals("absent");
    }

    /** As Ansible has it, a task that says so and names nothing to install does nothing else: it neither cleans nor removes. */
    private static boolean updatesLists(ModuleCall call) {
        return call.flag("update_cache") || call.arguments().number("cache_valid_time") > 0;
    }

    private static List<PackageWish> wishes(ModuleCall call) {
        List<PackageWish> wishes = new ArrayList<>();
        for (String name : call.arguments().strings("package")) {
            if (!name.strip().equals("*")) {
                wishes.add(PackageWish.parse(name));
            }
        }
        return wishes;
    }

    private static ModuleResult act(ModuleCall call, List<PackageWish> wishes, Found found, boolean updated) {
        AptGet aptGet = new AptGet(call);
        boolean everything = call.arguments().strings("package").contains("*");
        if (call.flag("clean")) {
            ModuleResult cleaned = aptGet.clean();
            if (wishes.isEmpty()
                    && call.string("upgrade").equals("no")
                    && !call.arguments().has("deb")) {
                return cleaned;
            }
        }
        if (!call.string("upgrade").equals("no")) {
            return aptGet.upgrade(call.string("upgrade"));
        }
        if (call.arguments().has("deb")) {
            return aptGet.installFiles(call.string("deb"));
        }
        if (everything && call.string("state").equals("latest")) {
            if (!wishes.isEmpty()) {
                throw new ModuleFailure("unable to install additional packages when upgrading all installed packages");
            }
            return aptGet.upgrade("yes");
        }
        if (!wishes.isEmpty()) {
            return packages(call, wishes, found, aptGet);
        }
        if (call.flag("autoclean")) {
            return aptGet.cleanUp("autoclean");
        }
        if (call.flag("autoremove")) {
            return aptGet.cleanUp("autoremove");
        }
        if (call.string("state").equals("fixed")) {
            return aptGet.install(List.of());
        }
        return ModuleResult.changed(updated);
    }

    private static ModuleResult packages(ModuleCall call, List<PackageWish> wishes, Found found, AptGet aptGet) {
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("there is no dpkg on the node")
                    .hint("the apt module is for Debian, Ubuntu and their kin"));
        }
        AptPlan plan = new AptPlan(call, wishes, found);
        return switch (call.string("state")) {
            case "absent" -> {
                List<String> names = plan.toRemove();
                yield names.isEmpty() ? ModuleResult.unchanged() : aptGet.remove(names);
            }
            case "build-dep" ->
                aptGet.buildDependencies(
                        wishes.stream().map(PackageWish::written).toList());
            default -> {
                List<String> names = plan.toInstall();
                if (!names.isEmpty()) {
                    yield aptGet.install(names);
                }
                if (!call.check() && !plan.toMark().isEmpty()) {
                    aptGet.markManual(plan.toMark());
                }
                yield ModuleResult.unchanged();
            }
        };
    }
}
