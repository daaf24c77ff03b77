package io.slipway.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.slipway.cli.output.Style;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while something runs, until this is closed: it is asked to stop, and has some seconds for that, in which the hosts are
 * told, too. A second Ctrl-C ends the process at once, as if nobody had caught it.
 */
final class OnInterrupt implements AutoCloseable {

    private static final int SIGINT = 2;
    private static final MemorySegment SIG_DFL = MemorySegment.NULL;

    private static final Duration TIME_TO_STOP = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable stop;
    private final Console console;
    private final int status;
    private final Thread hook = Thread.ofPlatform().unstarted(this::end);

    private OnInterrupt(Runnable stop, Console console, int status) {
        this.stop = stop;
        this.console = console;
        this.status = status;
    }

    /** @param status with which the process ends */
    static OnInterrupt stopping(Runnable stop, Console console, int status) {
        OnInterrupt watch = new OnInterrupt(stop, console, status);
        try {
            Runtime.getRuntime().addShutdownHook(watch.hook);
        } catch (IllegalStateException goingDown) {
            // Ctrl-C came a moment before this: the process ends without asking anybody, so nothing may begin.
            stop.run();
        }
        return watch;
    }

    private void end() {
        stop.run();
        letTheNextOneKill();
        if (!endsWithin(SOON)) {
            console.warn("stopping what runs on the hosts; Ctrl-C again ends this at once, and leaves it to them");
            endsWithin(TIME_TO_STOP.minus(SOON));
        }
        console.errors().line(Style.FAILED, " [ERROR]: User interrupted execution");
        Runtime.getRuntime().halt(status);
    }

    /** The JVM would swallow it while it shuts down: signal(2) gives SIGINT back its usual meaning. */
    private void letTheNextOneKill() {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("signal"), FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        try {
            MemorySegment _ = (MemorySegment) signal.invokeExact(SIGINT, SIG_DFL);
        } catch (Throwable e) {
            throw new LinkageError("signal(2)", e);
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!hook.isAlive()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stopping) {
                // the hook is about to run, and has nothing left to stop
                return;
            }
        }
    }
}
