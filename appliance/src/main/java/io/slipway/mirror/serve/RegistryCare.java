package io.slipway.mirror.serve;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a registry needs from time to time while it serves: abandoned uploads go, and the size of the store is told. */
final class RegistryCare implements AutoCloseable {

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final RegistryStore registry;
    private final Uploads uploads;
    private final Consumer<Problem> failures;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry-care").factory());

    private RegistryCare(RegistryStore registry, Uploads uploads, Consumer<Problem> failures) {
        this.registry = registry;
        this.uploads = uploads;
        this.failures = failures;
    }

    static RegistryCare start(RegistryStore registry, Uploads uploads, Consumer<Problem> failures) {
        RegistryCare care = new RegistryCare(registry, uploads, failures);
        var _ = care.clock.scheduleWithFixedDelay(care::round, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        return care;
    }

    private void round() {
        try {
            uploads.expire(ABANDONED);
            registry.count();
        } catch (ProblemException e) {
            e.problems().forEach(failures);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        registry.count();
    }
}
