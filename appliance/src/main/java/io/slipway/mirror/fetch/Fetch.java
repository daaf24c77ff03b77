package io.slipway.mirror.fetch;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.FetchException.Again;
import io.slipway.mirror.store.StagedBlob;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.WrongContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Gets files over HTTP: follows redirects, tries again after failures that may pass, goes on with what is there already
 * (RFC 9110 section 14), and believes nothing but digests.
 */
public final class Fetch implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int SHOWN_PROBLEMS = 10;

    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final Settings settings;

    /**
     * @param parallel how many downloads run at the same time
     * @param stall how long a body may be silent
     */
    public record Settings(Backoff backoff, int parallel, Duration stall, ProxySelector proxy) {

        public Settings through(ProxySelector other) {
            return new Settings(backoff, parallel, stall, other);
        }

        public static Settings standard() {
            return new Settings(Backoff.patient(), 8, Duration.ofSeconds(60), new EnvironmentProxies(System.getenv()));
        }
    }

    public Fetch(Settings settings) {
        this.settings = settings;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("fetch-stall-guard").factory());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .proxy(settings.proxy())
                .build();
    }

    /**
     * A small file, whole; nothing if the server says that it does not exist.
     *
     * @param limit in bytes; a longer answer is an error
     */
    public Optional<byte[]> small(URI uri, int limit) {
        return persistently(uri, () -> {
            HttpResponse<InputStream> response = get(uri, 0);
            try (InputStream body = guarded(response)) {
                if (response.statusCode() == 404 || response.statusCode() == 410) {
                    return Optional.empty();
                }
                requireStatus(uri, response, 200);
                byte[] content = body.readNBytes(limit + 1);
                if (content.length > limit) {
                    throw failed(uri, "the answer is longer than " + limit + " bytes", Again.NEVER, null);
                }
                long promised =
                        response.headers().firstValueAsLong("Content-Length").orElse(content.length);
                if (content.length != promised) {
                    throw failed(
                            uri,
                            "the answer broke off after " + content.length + " of " + promised + " bytes",
                            Again.PATIENTLY,
                            null);
                }
                return Optional.of(content);
            }
        });
    }

    /**
     * Puts files into the store, several at a time; those that it holds already are not asked for.
     *
     * @param what for the progress display
     * @throws FetchException naming every file that could not be had, after all others are in the store
     */
    public void intoStore(StoreWriter store, Collection<Wanted> files, String what, Progress progress) {
        Map<String, Wanted> missing = new LinkedHashMap<>();
        files.stream()
                .filter(file -> !store.has(file.content()))
                .forEach(file -> missing.putIfAbsent(file.content().digest().hex(), file));
        if (missing.isEmpty()) {
            return;
        }
        long total = missing.values().stream()
                .mapToLong(file -> file.content().size())
                .sum();
        Semaphore slots = new Semaphore(settings.parallel());
        List<Future<?>> running = new ArrayList<>();
        try (Progress.Step step = progress.begin(what, total, Progress.Unit.BYTES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Wanted file : missing.values()) {
                running.add(threads.submit(() -> {
                    slots.acquire();
                    try {
                        intoStore(store, file, step);
                    } finally {
                        slots.release();
                    }
                    return file;
                }));
            }
            awaitAll(running, threads);
        }
    }

    private static void awaitAll(List<Future<?>> running, ExecutorService threads) {
        List<Problem> problems = new ArrayList<>();
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ProblemException failure)) {
                    threads.shutdownNow();
                    throw new FetchException(
                            Problem.of("a download failed").because(String.valueOf(e.getCause())),
                            Again.NEVER,
                            e.getCause());
                }
                problems.addAll(failure.problems());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new FetchException(Problem.of("the download was interrupted"), Again.NEVER, e);
            }
        }
        if (!problems.isEmpty()) {
            throw new FetchException(problems.stream().limit(SHOWN_PROBLEMS).toList());
        }
    }

    private void intoStore(StoreWriter store, Wanted file, Progress.Step step) {
        persistently(file.uri(), () -> {
            try (StagedBlob staged = store.stage(file.content())) {
                if (store.has(file.content())) {
                    step.advance(file.content().size());
                    return file;
                }
                step.advance(staged.size());
                if (staged.size() < file.content().size()) {
                    download(file, staged, step);
                }
                staged.commit();
                return file;
            } catch (WrongContent e) {
                throw garbled(file.uri(), e);
            }
        });
    }

    private void download(Wanted file, StagedBlob staged, Progress.Step step) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = get(file.uri(), staged.size());
        long promised;
        try (InputStream body = guarded(response)) {
            boolean continued = response.statusCode() == 206 && startsAt(response, staged.size());
            if (response.statusCode() == 416 || (response.statusCode() == 206 && !continued)) {
                staged.restart();
                throw failed(file.uri(), "the server cannot go on in the middle of the file", Again.PATIENTLY, null);
            }
            if (!continued) {
                requireStatus(file.uri(), response, 200);
                staged.restart();
            }
            promised = staged.size()
                    + response.headers()
                            .firstValueAsLong("Content-Length")
                            .orElse(file.content().size());
            byte[] buffer = new byte[1 << 16];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                staged.write(ByteBuffer.wrap(buffer, 0, n));
                step.advance(n);
            }
        }
        if (staged.size() < promised) {
            throw failed(
                    file.uri(),
                    "the answer broke off after " + staged.size() + " of " + promised + " bytes",
                    Again.PATIENTLY,
                    null);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long offset) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + offset + "-"))
                .isPresent();
    }

    private HttpResponse<InputStream> get(URI uri, long offset) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER).header("User-Agent", "slipway");
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private InputStream guarded(HttpResponse<InputStream> response) {
        return new StallGuard(response.body(), timer, settings.stall());
    }

    private static void requireStatus(URI uri, HttpResponse<?> response, int wanted) {
        int status = response.statusCode();
        if (status != wanted) {
            boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
            throw failed(uri, "the server answered " + status, mayPass ? Again.PATIENTLY : Again.NEVER, null);
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T persistently(URI uri, Attempt<T> attempt) {
        Backoff backoff = settings.backoff();
        for (int failures = 1; ; failures++) {
            FetchException failure;
            try {
                return attempt.run();
            } catch (FetchException e) {
                failure = e;
            } catch (IOException e) {
                failure = failed(uri, IoReason.of(e), Again.PATIENTLY, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(uri, "interrupted", Again.NEVER, e);
            }
            if (!failure.worthAnotherAttempt(failures, backoff)) {
                throw failure;
            }
            pause(uri, backoff.pauseAfter(failures));
        }
    }

    private void pause(URI uri, Duration time) {
        try {
            settings.backoff().sleeper().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(uri, "interrupted", Again.NEVER, e);
        }
    }

    private static FetchException failed(URI uri, String why, Again again, @Nullable Throwable cause) {
        return new FetchException(problem(uri, why), again, cause);
    }

    private static FetchException garbled(URI uri, WrongContent cause) {
        Problem problem = problem(uri, cause.problem().why())
                .hint("the archive has another file than its signed index says, or something on the way changes it: "
                        + "try again later, or from another mirror");
        return new FetchException(problem, Again.ONCE, cause);
    }

    private static Problem problem(URI uri, String why) {
        return Problem.of("this file cannot be fetched")
                .at(Position.in(Shown.of(uri)))
                .because(why);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
    }
}
