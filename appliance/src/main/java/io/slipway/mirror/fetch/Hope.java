package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Knows which servers it makes no sense to ask for more: each file is asked for patiently, and where a server is down, ten thousand of
 * them would take hours to fail.
 */
final class Hope {

    private final int enough;
    private final Map<String, AtomicInteger> failedInARow = new ConcurrentHashMap<>();
    private final AtomicInteger leftOut = new AtomicInteger();

    /** @param enough how many files in a row have to fail, each after all its attempts */
    Hope(int enough) {
        this.enough = enough;
    }

    boolean isLostFor(URI uri) {
        return inARow(uri).get() >= enough;
    }

    void came(URI uri) {
        inARow(uri).set(0);
    }

    /** What a server says clearly, such as that there is no such file, tells nothing of the others. */
    void failed(URI uri, FetchException e) {
        if (e.mayPass()) {
            inARow(uri).incrementAndGet();
        } else {
            came(uri);
        }
    }

    void leaveOut() {
        leftOut.incrementAndGet();
    }

    /**
     * What to say of the files that no problem names.
     *
     * @param failed how many of them were asked for
     */
    Optional<Problem> rest(int failed) {
        int unasked = leftOut.get();
        int files = failed + unasked;
        if (files == 0) {
            return Optional.empty();
        }
        Problem rest = Problem.of(files + " more " + (files == 1 ? "file" : "files") + " cannot be fetched");
        return Optional.of(
                unasked == 0
                        ? rest
                        : rest.because(unasked + " of them were not asked for: " + enough
                                        + " in a row could not be had of the same server")
                                .hint("sync again when it answers: what came stays, and does not come twice"));
    }

    private AtomicInteger inARow(URI uri) {
        return failedInARow.computeIfAbsent(String.valueOf(uri.getRawAuthority()), server -> new AtomicInteger());
    }
}
