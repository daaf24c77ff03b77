package io.slipway.mirror.oci.transfer;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Crew;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.OciException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes an image from one place to another, byte by byte as it is. */
public final class CopyImage {

    private static final int DEEPEST = 4;

    private final ImageSource source;
    private final ImageTarget target;
    private final Platforms platforms;
    private final String name;
    private final Map<OciDigest, Descriptor> blobs = new LinkedHashMap<>();
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();

    private CopyImage(ImageSource source, ImageTarget target, Platforms platforms, String name) {
        this.source = source;
        this.target = target;
        this.platforms = platforms;
        this.name = name;
    }

    /**
     * @param name of what is copied, for messages
     * @return what the image is known by at its new place
     */
    public static Descriptor copy(
            ImageSource source, ImageTarget target, Platforms platforms, String name, Progress progress) {
        return new CopyImage(source, target, platforms, name).run(progress);
    }

    private Descriptor run(Progress progress) {
        Manifest root = source.root();
        if (target.single() && root.isIndex()) {
            root = one(root);
        }
        walk(root, 0);
        manifests.removeLast();
        if (!target.single()) {
            collectCompanions(root);
        }
        copyBlobs(progress);
        manifests.forEach(target::manifest);
        companions.forEach(target::companion);
        target.root(root);
        return root.self();
    }

    private Manifest one(Manifest index) {
        List<Descriptor> fitting = platforms.of(index, name).stream()
                .filter(each -> each.platform()
                        .filter(platform -> !platform.os().equals("unknown"))
                        .isPresent())
                .toList();
        if (fitting.size() != 1) {
            throw new OciException(Problem.of("there is room for one image only, and '" + name + "' is "
                            + (fitting.isEmpty() ? "none" : "several"))
                    .hint("choose one with --platform, such as --platform linux/amd64"));
        }
        return source.manifest(fitting.getFirst()).orElseThrow(() -> missing(fitting.getFirst()));
    }

    /** Children before their parents. */
    private void walk(Manifest manifest, int depth) {
        if (depth > DEEPEST) {
            throw new OciException(Problem.of("'" + name + "' is an index of an index of an index …")
                    .because("no image needs more than " + DEEPEST + " of them"));
        }
        if (manifest.isIndex()) {
            for (Descriptor each : platforms.of(manifest, name)) {
                Optional<Manifest> child = source.manifest(each);
                if (child.isEmpty()
                        && platforms.wanted().isEmpty()
                        && manifest.manifests().size() > 1) {
                    continue;
                }
                walk(child.orElseThrow(() -> missing(each)), depth + 1);
            }
        }
        manifest.blobs().stream()
                .filter(blob -> !blob.mayBeElsewhere())
                .forEach(blob -> blobs.put(blob.digest(), blob));
        manifests.add(manifest);
    }

    private void collectCompanions(Manifest root) {
        List<OciDigest> subjects = new ArrayList<>();
        manifests.forEach(each -> subjects.add(each.self().digest()));
        subjects.add(root.self().digest());
        Set<OciDigest> seen = new HashSet<>(subjects);
        for (int depth = 0; depth <= DEEPEST && !subjects.isEmpty(); depth++) {
            List<OciDigest> found = new ArrayList<>();
            for (OciDigest subject : subjects) {
                for (Companion companion : source.companions(subject)) {
                    boolean fresh = seen.add(companion.manifest().self().digest());
                    if (fresh || companion.tag().isPresent()) {
                        companions.add(companion);
                    }
                    if (fresh) {
                        companion.manifest().blobs().forEach(blob -> blobs.put(blob.digest(), blob));
                        companion.manifest().manifests().stream()
                                .flatMap(child -> source.manifest(child).stream())
                                .forEach(child -> walk(child, 1));
                        found.add(companion.manifest().self().digest());
                    }
                }
            }
            subjects.clear();
            subjects.addAll(found);
        }
    }

    private OciException missing(Descriptor child) {
        return new OciException(Problem.of("'" + name + "' is not complete")
                .because("its index names " + child.digest() + ", which is not there"));
    }

    private void copyBlobs(Progress progress) {
        long total = blobs.values().stream().mapToLong(Descriptor::size).sum();
        try (Progress.Step step = progress.begin("copy " + name, total, Progress.Unit.BYTES)) {
            List<Problem> problems = new Crew(target.atOnce()).each(blobs.values(), blob -> {
                if (!target.has(blob)) {
                    target.blob(blob, offset -> new Counted(source.blob(blob).from(offset), step));
                } else {
                    step.advance(blob.size());
                }
            });
            if (!problems.isEmpty()) {
                throw new OciException(problems);
            }
        }
    }
}
