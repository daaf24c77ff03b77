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

/** What a server needs from time to time: abandoned uploads and blobs go, the size of the store is told, its certificate is renewed. */
final class RegistryCare implements AutoCloseable {

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration SELDOM = Duration.ofHours(1);

    private final RegistryStore registry;
    private final Uploads uploads;
    private final Runnable more;
    private final Consumer<Problem> failures;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry-care").factory());

    private RegistryCare(RegistryStore registry, Uploads uploads, Runnable more, Consumer<Problem> failures) {
        this.registry = registry;
        this.uploads = uploads;
        this.more = more;
        this.failures = failures;
    }

    /** @param more is to be done each time as well */
    static RegistryCare start(RegistryStore registry, Uploads uploads, Runnable more, Consumer<Problem> failures) {
        RegistryCare care = new RegistryCare(registry, uploads, more, failures);
        var _ = care.clock.scheduleWithFixedDelay(care::round, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        var _ = care.clock.scheduleWithFixedDelay(
                care::prune, SELDOM.toSeconds(), SELDOM.toSeconds(), TimeUnit.SECONDS);
        return care;
    }

    private void round() {
        unlessItFails(() -> {
            uploads.expire(ABANDONED);
            registry.count();
            more.run();
        });
    }

    private void prune() {
        unlessItFails(() -> registry.prune(ABANDONED));
    }

    private void unlessItFails(Runnable work) {
        try {
            work.run();
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
