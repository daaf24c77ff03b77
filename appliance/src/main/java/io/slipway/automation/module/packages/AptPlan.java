package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Glob;
import io.slipway.common.DebianVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Works out from what is installed what {@code apt-get} is to be asked for. */
final class AptPlan {

    private final ModuleCall call;
    private final List<PackageWish> wishes;
    private final Found found;
    private final DpkgState dpkg;
    private final Map<String, String> candidates;

    AptPlan(ModuleCall call, List<PackageWish> wishes, Found found) {
        this.call = call;
        this.wishes = wishes;
        this.found = found;
        this.dpkg = new DpkgState(found);
        this.candidates = candidates(found.lines("policy"));
    }

    /** {@code apt-cache policy}: a name and a colon, then indented lines, one of them {@code Candidate: VERSION}. */
    private static Map<String, String> candidates(List<String> lines) {
        Map<String, String> candidates = new HashMap<>();
        String name = "";
        for (String line : lines) {
            if (!line.startsWith(" ") && line.endsWith(":")) {
                name = line.substring(0, line.length() - 1);
            } else if (line.startsWith("  Candidate: ") && !line.endsWith("(none)")) {
                candidates.put(name, line.substring("  Candidate: ".length()));
            }
        }
        return candidates;
    }

    List<String> toInstall() {
        Set<String> names = new LinkedHashSet<>();
        for (PackageWish wish : expanded()) {
            Optional<String> installed = installed(wish.name());
            Optional<String> candidate = Optional.ofNullable(candidates.get(wish.name()));
            if (installed.isEmpty() && call.flag("only_upgrade")) {
                continue;
            }
            if (installed.isEmpty() || !wish.accepts(installed.get())) {
                if (wish.relation().equals(">=")
                        && candidate.filter(wish::accepts).isEmpty()) {
                    throw new ModuleFailure("no available installation candidate for " + wish.written());
                }
                names.add(wish.forAptGet());
            } else if (call.string("state").equals("latest")) {
                candidate
                        .filter(wish::accepts)
                        .filter(version -> isNewer(version, installed.get()))
                        .ifPresent(version -> names.add(wish.forAptGet()));
            }
        }
        return List.copyOf(names);
    }

    /** What another package provides is there, unless the archives have a package that is really called so, as apt sees it too. */
    private Optional<String> installed(String name) {
        return dpkg.installed(name).filter(version -> !version.isEmpty() || !candidates.containsKey(name));
    }

    private static boolean isNewer(String candidate, String installed) {
        Optional<DebianVersion> theirs = DebianVersion.parse(candidate);
        Optional<DebianVersion> ours = DebianVersion.parse(installed);
        return theirs.isPresent() && ours.isPresent() && theirs.get().compareTo(ours.get()) > 0;
    }

    /** Installed packages that were named, but that apt might remove since it only knows them as dependencies. */
    List<String> toMark() {
        return wishes.stream().map(PackageWish::name).filter(dpkg::automatic).toList();
    }

    List<String> toRemove() {
        boolean purge = call.flag("purge");
        Set<String> names = new LinkedHashSet<>();
        for (PackageWish wish : wishes) {
            if (wish.isPattern()) {
                names.addAll(dpkg.matching(wish.name(), purge));
            } else if (dpkg.there(wish.name(), wish::accepts) || (purge && dpkg.leftConfiguration(wish.name()))) {
                names.add(wish.name());
            }
        }
        return List.copyOf(names);
    }

    private List<PackageWish> expanded() {
        List<PackageWish> expanded = new ArrayList<>();
        for (PackageWish wish : wishes) {
            if (!wish.isPattern()) {
                expanded.add(wish);
                continue;
            }
            List<String> names = found.lines("names " + wish.name()).stream()
                    .filter(name -> Glob.matches(wish.name(), name))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new ModuleFailure("No package(s) matching '" + wish.name() + "' available");
            }
            names.forEach(name -> expanded.add(new PackageWish(wish.written(), name, wish.relation(), wish.version())));
        }
        return expanded;
    }
}
