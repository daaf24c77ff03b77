package io.slipway.lab;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.FindEngine;
import io.slipway.lab.rootfs.MachineSources;
import io.slipway.lab.rootfs.Recipe;
import io.slipway.lab.rootfs.RootFsCache;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labs of one home. Each call may be repeated, also after a crash, and goes on from what it finds. */
public final class Labs {

    private static final String IMAGE = "slipway-lab";
    private static final String CACHE = "SLIPWAY_LAB_CACHE";

    private final Path home;
    private final Map<String, String> environment;
    private final Progress progress;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param home Slipway's directory for state
     * @param environment {@code DOCKER_HOST} names an engine; {@code SLIPWAY_LAB_CACHE} a directory for root file systems
     */
    public Labs(Path home, Map<String, String> environment, Progress progress) {
        this.home = home.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    /** Raises a lab, or repairs it, or makes it what the spec now says; returns when every node may be logged in to. */
    public Lab up(LabSpec spec) {
        LabFiles files = files(spec.name());
        try (HomeLock _ = HomeLock.of(home, progress)) {
            Recipe recipe = Recipe.of(spec.suite(), spec.withPython(), new MachineSources());
            try (Engine engine = engines().orStart()) {
                String image = image(engine, recipe);
                return new RaiseLab(engine, spec, files, Routes::ofThisMachine, new AwaitSsh(progress), progress)
                        .from(image);
            }
        }
    }

    private String image(Engine engine, Recipe recipe) {
        String reference = IMAGE + ":" + recipe.hash();
        if (!engine.hasImage(reference)) {
            Path tar = new RootFsCache(cache(), InstantSource.system()).get(recipe, progress);
            try (Progress.Step step =
                    progress.begin("load the root file system into the engine", 1, Progress.Unit.ITEMS)) {
                engine.loadImage(reference, tar);
                step.advance(1);
            }
        }
        return reference;
    }

    private Path cache() {
        String named = environment.getOrDefault(CACHE, "");
        return named.isEmpty() ? home.resolve("lab").resolve("cache") : Path.of(named);
    }

    /**
     * Removes a lab: nodes, network, files, the image unless another lab uses it, and the engine if this home started it for
     * labs and the last one is gone. The cache stays. It is fine if there is no such lab.
     */
    public void down(String name, boolean keepImage) {
        LabFiles files = files(name);
        try (HomeLock lock = HomeLock.of(home, progress)) {
            FindEngine engines = engines();
            Optional<Engine> found = engines.existing();
            if (found.isPresent()) {
                try (Engine engine = found.get()) {
                    new StrikeLab(engine, name, progress).strike(keepImage ? "" : IMAGE);
                    engines.retire(engine, keepImage);
                }
            }
            files.remove();
            lock.remove();
        }
    }

    /** The lab as it was last raised, without asking the engine. */
    public Lab open(String name) {
        return files(name)
                .read()
                .orElseThrow(() -> new LabException(Problem.of("there is no lab '" + name + "' in " + home)
                        .hint("slipway lab up" + (name.equals(LabSpec.DEFAULT_NAME) ? "" : " --name " + name))));
    }

    /** How the nodes of a lab are. */
    public LabStatus status(String name) {
        Lab lab = open(name);
        Optional<Engine> found = engines().running();
        if (found.isEmpty()) {
            return LabStatus.withoutEngine(lab);
        }
        try (Engine engine = found.get()) {
            List<Container> containers = engine.containers();
            return new LabStatus(lab, InParallel.map(lab.nodes(), node -> LabStatus.of(engine, containers, lab, node)));
        }
    }

    private FindEngine engines() {
        return FindEngine.on(home, environment, progress);
    }

    private LabFiles files(String name) {
        return new LabFiles(home, name, random);
    }
}
