package io.slipway.mirror.oci.serve;

import io.slipway.common.Progress;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.server.FrontDoor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** A registry in a process of its own, which collects garbage all the time and leaves nothing a grace. */
final class KillableRegistry {

    private static final String COLLECTIONS = "collections";

    private final Process process;
    private final int port;

    private KillableRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static KillableRegistry start(Path home) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillableRegistry.class.getName(),
                        home.toString())
                .redirectError(home.resolve("errors").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException(Files.readString(home.resolve("errors")));
        }
        return new KillableRegistry(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** How many collections came to their end, in all processes. */
    static long collections(Path home) throws IOException {
        return Files.size(home.resolve(COLLECTIONS));
    }

    public static void main(String[] words) throws Exception {
        Path home = Path.of(words[0]);
        ContentStore store = ContentStore.in(home.resolve("store"));
        RegistryStore registry = RegistryStore.in(store, InstantSource.system(), new SecureRandom());
        Uploads uploads = registry.uploads();
        AuditLog audit = AuditLog.in(home.resolve("audit"), InstantSource.system(), problem -> {});
        FrontDoor door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0),
                RegistryRoutes.of(registry, uploads, Guard.NONE, audit),
                FrontDoor.Listener.NONE);
        System.out.println(door.port());
        while (true) {
            registry.prune(Duration.ofMinutes(1));
            CollectGarbage.collect(store, new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
            Files.write(home.resolve(COLLECTIONS), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
