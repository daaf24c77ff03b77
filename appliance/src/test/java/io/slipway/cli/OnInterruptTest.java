package io.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OnInterruptTest {

    @Test
    void whatBeginsWhileTheProcessEndsIsStoppedAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Late.class.getName())
                .redirectErrorStream(true)
                .start();
        assertEquals("stopped\nover\n", new String(process.getInputStream().readAllBytes(), UTF_8));
        assertEquals(7, process.waitFor());
    }

    /** Is interrupted just before its work begins. */
    static final class Late {

        private Late() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch ending = new CountDownLatch(1);
            CountDownLatch tried = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                ending.countDown();
                awaitUninterrupted(tried);
            }));
            Thread.ofPlatform().daemon().start(() -> System.exit(7));
            ending.await();
            try (OnInterrupt _ =
                    OnInterrupt.stopping(() -> System.out.println("stopped"), Console.ofProcess(Map.of()), 130)) {
                System.out.println("over");
            } finally {
                tried.countDown();
            }
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
