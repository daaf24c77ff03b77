package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.transport.Payload;
import io.slipway.common.Problem;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The checksums of content on this side. Taking them of a large file lasts as long as sending it does, so each is taken once, when it is
 * first asked for, or {@link #beside} other work before that.
 */
final class Sums {

    /** Smaller content is hashed before a thread would have started. */
    private static final long WORTH_THREADS = 1 << 20;

    private final Payload content;
    private final FutureTask<String> sha1;
    private final FutureTask<String> md5;

    Sums(Payload content) {
        this.content = content;
        this.sha1 = new FutureTask<>(() -> Hash.hex("SHA-1", content));
        this.md5 = new FutureTask<>(() -> Hash.hex("MD5", content));
    }

    String sha1() {
        return of(sha1);
    }

    String md5() {
        return of(md5);
    }

    /**
     * Has them ready soon. Not in virtual threads: they would keep the others, among them those that send, from the processors.
     *
     * @param both whether MD5 is wanted, too, for which processors have no instructions: it takes as long as all else that sending takes
     */
    void beside(boolean both) {
        if (content.size() >= WORTH_THREADS) {
            Thread.ofPlatform().daemon().name("sha1").start(sha1);
            if (both) {
                Thread.ofPlatform().daemon().name("md5").start(md5);
            }
        }
    }

    private String of(FutureTask<String> sum) {
        sum.run();
        try {
            return sum.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleFailure(Problem.of("cancelled while a checksum was taken"), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable && content instanceof Payload.FileContent file) {
                throw Source.unreadable(file.file(), unreadable);
            }
            throw new IllegalStateException(e);
        }
    }
}
