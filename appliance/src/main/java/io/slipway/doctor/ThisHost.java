package io.slipway.doctor;

import io.slipway.common.Progress;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.FindEngine;
import io.slipway.lab.rootfs.AptSource;
import io.slipway.lab.rootfs.MachineSources;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that this runs on. */
public final class ThisHost implements Host {

    private static final String PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path home;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final MachineSources sources = new MachineSources();

    public ThisHost(Path home, Map<String, String> environment, InstantSource clock) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    @Override
    public int javaRelease() {
        return Runtime.version().feature();
    }

    @Override
    public boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public long freeBytes(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException unknown) {
            return 0;
        }
    }

    @Override
    public int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public boolean portFree(Port port) {
        try {
            if (port.udp()) {
                new DatagramSocket(port.number()).close();
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(port.number()));
                }
            }
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public boolean installed(String program) {
        String path = environment.getOrDefault("PATH", "") + ":" + PLACES;
        return Stream.of(path.split(":"))
                .filter(place -> !place.isEmpty())
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @Override
    public Optional<String> read(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public boolean readable(Path file) {
        return Files.isReadable(file);
    }

    @Override
    public String kernel() {
        return System.getProperty("os.version");
    }

    @Override
    public Optional<RunningEngine> engine() {
        return FindEngine.on(home, environment, Progress.NONE).running().map(engine -> {
            try (engine) {
                Engine.Facts facts = engine.facts();
                return new RunningEngine(engine.address(), facts.version(), facts.dataRoot());
            }
        });
    }

    @Override
    public List<AptSource> aptSources() {
        return sources.all();
    }

    @Override
    public String codename() {
        return sources.codename();
    }
}
