package io.slipway.lab.engine;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which engine serves a lab: the one that this home started earlier, else the one that {@code DOCKER_HOST} names, else
 * the system's own, else a new one. The home's own comes first, because it exists only while a lab lives on it; a {@code DOCKER_HOST}
 * that names another is refused then, rather than passed over.
 */
public final class FindEngine {

    private static final String SYSTEM = "unix:///var/run/docker.sock";

    private final OwnEngine own;
    private final @Nullable String dockerHost;
    private final Function<String, Probe> probe;

    /** What an address is: an engine that answers, or the reason why there is none. */
    sealed interface Probe {

        record Ready(Engine engine) implements Probe {}

        record Dead(String why) implements Probe {}
    }

    FindEngine(OwnEngine own, @Nullable String dockerHost, Function<String, Probe> probe) {
        this.own = own;
        this.dockerHost = dockerHost == null || dockerHost.isBlank() ? null : dockerHost;
        this.probe = probe;
    }

    public static FindEngine on(Path home, Map<String, String> environment, Progress progress) {
        return new FindEngine(OwnEngine.under(home, progress), environment.get("DOCKER_HOST"), FindEngine::probe);
    }

    /** Where an engine that is started for this home keeps images and containers. */
    public static Path dataOfOwn(Path home) {
        return OwnDockerd.data(OwnEngine.directory(home));
    }

    /** The engine of a lab that may exist: revives the home's own if it died, but starts none that was not there. */
    public Optional<Engine> existing() {
        if (ownServes()) {
            return Optional.of(own.start());
        }
        List<String> refusals = new ArrayList<>();
        return running(refusals);
    }

    /** A running engine, or one started for this home. */
    public Engine orStart() {
        if (ownServes()) {
            return own.start();
        }
        List<String> refusals = new ArrayList<>();
        return running(refusals).orElseGet(() -> startOwn(refusals));
    }

    /**
     * Stops the home's own engine, if it has one and no container is left on it.
     *
     * @param keepData whether its images stay on the disk
     */
    public void retire(Engine engine, boolean keepData) {
        if (engine.address().equals(own.address()) && engine.containers().isEmpty()) {
            own.stop();
            if (!keepData) {
                own.remove();
            }
        }
    }

    /** A running engine, none started and none revived. */
    public Optional<Engine> running() {
        if (ownServes()) {
            return probe.apply(own.address()) instanceof Probe.Ready(Engine engine)
                    ? Optional.of(engine)
                    : Optional.empty();
        }
        return running(new ArrayList<>());
    }

    private boolean ownServes() {
        if (own.exists() && dockerHost != null && !dockerHost.equals(own.address())) {
            throw new EngineException(Problem.of("DOCKER_HOST names another engine than that of this home")
                    .because("it is '" + dockerHost + "', but labs of this home live on " + own.address())
                    .hint("unset DOCKER_HOST; to use the other engine, remove those labs first (slipway lab down), "
                            + "or choose another --home"));
        }
        return own.exists();
    }

    private Optional<Engine> running(List<String> refusals) {
        String address = dockerHost == null ? SYSTEM : dockerHost;
        if (!address.startsWith("unix://")) {
            throw new EngineException(Problem.of("DOCKER_HOST is '" + address + "', which is not a Unix socket")
                    .because(
                            "the nodes of a lab are reached through a bridge of this machine, so the engine must run here")
                    .hint("unset DOCKER_HOST, or set it to unix:///path/of/docker.sock"));
        }
        return switch (probe.apply(address)) {
            case Probe.Ready(Engine engine) -> Optional.of(engine);
            case Probe.Dead(String why)
            when dockerHost != null ->
                throw new EngineException(Problem.of("no Docker engine answers at DOCKER_HOST, " + address)
                        .because(why)
                        .hint("start it, or unset DOCKER_HOST"));
            case Probe.Dead(String why) -> {
                refusals.add(address + ": " + why);
                yield Optional.empty();
            }
        };
    }

    private Engine startOwn(List<String> refusals) {
        String tried = "no engine answers (" + String.join("; ", refusals) + ")";
        List<String> missing = own.missing();
        if (!missing.isEmpty()) {
            throw new EngineException(Problem.of("there is no Docker engine on this machine")
                    .because(tried + ", and " + EnginePrograms.notInstalled(missing))
                    .hint(EnginePrograms.remedy(missing)));
        }
        if (!own.permitted()) {
            throw new EngineException(Problem.of("there is no Docker engine that this user may use")
                    .because(tried + ", and only root may start one")
                    .hint("run as root, or start the engine (systemctl start docker) and join the group docker"));
        }
        return own.start();
    }

    private static Probe probe(String address) {
        Path socket = Path.of(address.substring("unix://".length()));
        if (!Files.exists(socket)) {
            return new Probe.Dead("no such socket");
        }
        if (!Files.isWritable(socket)) {
            return new Probe.Dead("permission denied");
        }
        DockerEngine engine = DockerEngine.at(address);
        String why = engine.whyNotReady(Duration.ofSeconds(10));
        if (why == null) {
            return new Probe.Ready(engine);
        }
        engine.close();
        return new Probe.Dead(why);
    }
}
