package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.control.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What belongs to a kernel: its image, modules, headers, and drivers that were compiled for it. Containers that build or load a
 * driver need the headers of exactly the kernel that runs, and archives drop those of older kernels, so they are taken together.
 */
final class KernelPackages {

    private static final int META_DEPTH = 4;
    private static final Pattern IMAGE = Pattern.compile("linux-image-(?:unsigned-)?([0-9].*)");
    private static final Pattern DRIVER = Pattern.compile(
            "(?:nvidia-(?:driver|dkms|headless|headless-no-dkms|kernel-source)|linux-modules-nvidia)-([0-9]+(?:-server)?(?:-open)?)(?:-.*)?");

    private final Universe universe;
    private final Consumer<Problem> problems;
    private final Map<String, ClosureRequest.Word> releases = new LinkedHashMap<>();
    private final List<Listed> metapackages = new ArrayList<>();

    KernelPackages(Universe universe, List<ClosureRequest.Word> kernels, Consumer<Problem> problems) {
        this.universe = universe;
        this.problems = problems;
        kernels.forEach(this::find);
    }

    private void find(ClosureRequest.Word word) {
        String name =
                word.text().startsWith("linux-image-") ? word.text().substring("linux-image-".length()) : word.text();
        if (IMAGE.matcher("linux-image-" + name).matches() && image(name).isPresent()) {
            releases.put(name, word);
            return;
        }
        for (String meta : List.of("linux-image-" + name, "linux-" + name, name)) {
            Optional<String> release = best(meta).flatMap(offer -> target(offer, META_DEPTH));
            if (release.isPresent()) {
                releases.put(release.get(), word);
                for (String each : List.of(meta, "linux-headers-" + name)) {
                    best(each).ifPresent(offer -> metapackages.add(listed(offer, word)));
                }
                return;
            }
        }
        Set<String> known = new TreeSet<>();
        universe.called(each -> IMAGE.matcher(each).matches() && !each.endsWith("-dbg") && !each.endsWith("-unsigned"))
                .forEach(each -> known.add(release(each.name())));
        problems.accept(Problem.of("there is no kernel '" + word.text() + "'")
                .at(word.at())
                .because(
                        known.isEmpty()
                                ? "no source has a kernel for " + universe.architecture()
                                : "there are " + some(known))
                .hint("archives drop older kernels: add a snapshot of the archive that still has it to 'sources'"));
    }

    private static String some(Collection<String> all) {
        List<String> shown = all.stream().limit(8).toList();
        return String.join(", ", shown) + (all.size() > shown.size() ? ", …" : "");
    }

    private static String release(String image) {
        Matcher matcher = IMAGE.matcher(image);
        return matcher.matches() ? matcher.group(1) : image;
    }

    /** Which kernel a metapackage stands for. */
    private Optional<String> target(Offer meta, int depth) {
        for (Offer.Group group : meta.groups(universe.architecture())) {
            for (Relation each : group.alternatives()) {
                if (IMAGE.matcher(each.name()).matches() && best(each.name()).isPresent()) {
                    return Optional.of(release(each.name()));
                }
            }
        }
        return depth == 0
                ? Optional.empty()
                : meta.groups(universe.architecture()).stream()
                        .flatMap(group -> group.alternatives().stream())
                        .filter(each -> each.name().startsWith("linux-"))
                        .flatMap(each -> best(each.name()).stream())
                        .flatMap(each -> target(each, depth - 1).stream())
                        .findFirst();
    }

    private Optional<Offer> best(String name) {
        return universe.named(name).best();
    }

    private Optional<Offer> image(String release) {
        return best("linux-image-" + release).or(() -> best("linux-image-unsigned-" + release));
    }

    private static Listed listed(Offer offer, ClosureRequest.Word word) {
        return new Listed(offer, new Step(offer.chosen().name() + " [kernel " + word.text() + "]", null), word.at());
    }

    /** Images, modules and headers. */
    List<Listed> kernels() {
        List<Listed> all = new ArrayList<>(metapackages);
        releases.forEach((release, word) -> {
            image(release).ifPresent(offer -> all.add(listed(offer, word)));
            for (String part : List.of("linux-modules-", "linux-modules-extra-")) {
                best(part + release).ifPresent(offer -> all.add(listed(offer, word)));
            }
            best("linux-headers-" + release)
                    .ifPresentOrElse(
                            offer -> all.add(listed(offer, word)),
                            () -> problems.accept(Problem.of("there are no headers for the kernel '" + release + "'")
                                    .at(word.at())
                                    .because("no source has a package 'linux-headers-" + release
                                            + "', and drivers cannot be" + " compiled without")
                                    .hint("add a snapshot of the archive that still has it to 'sources'")));
        });
        return all;
    }

    /** Precompiled drivers of these branches. */
    List<Listed> drivers(List<ClosureRequest.Word> branches) {
        List<Listed> all = new ArrayList<>();
        for (ClosureRequest.Word branch : branches) {
            for (String release : releases.keySet()) {
                driver(branch.text(), release)
                        .ifPresentOrElse(
                                offer -> all.add(driver(offer, branch.text(), release, branch.at())),
                                () -> problems.accept(noDriver(branch, release)));
            }
        }
        return all;
    }

    /** Precompiled drivers of the branches of which these packages have something. */
    List<Listed> driversLike(Collection<String> packages) {
        Set<String> branches = new TreeSet<>();
        for (String name : packages) {
            Matcher matcher = DRIVER.matcher(name);
            if (matcher.matches()) {
                branches.add(matcher.group(1));
            }
        }
        List<Listed> all = new ArrayList<>();
        for (String branch : branches) {
            releases.forEach((release, word) ->
                    driver(branch, release).ifPresent(offer -> all.add(driver(offer, branch, release, word.at()))));
        }
        return all;
    }

    private static Listed driver(Offer offer, String branch, String release, Position at) {
        return new Listed(
                offer,
                new Step(offer.chosen().name() + " [driver " + branch + " for kernel " + release + "]", null),
                at);
    }

    private Optional<Offer> driver(String branch, String release) {
        return best("linux-modules-nvidia-" + branch + "-" + release);
    }

    private Problem noDriver(ClosureRequest.Word branch, String release) {
        Pattern shape = Pattern.compile("linux-modules-nvidia-(.+)-" + Pattern.quote(release));
        List<String> known = universe.called(name -> shape.matcher(name).matches())
                .map(each -> each.name()
                        .substring("linux-modules-nvidia-".length(), each.name().length() - release.length() - 1))
                .toList();
        return Problem.of("there is no driver '" + branch.text() + "' for the kernel '" + release + "'")
                .at(branch.at())
                .because(
                        known.isEmpty()
                                ? "no source has a package 'linux-modules-nvidia-…-" + release + "'"
                                : "there are " + some(known))
                .hint("");
    }
}
