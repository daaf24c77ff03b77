package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.FetchException.Again;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

/** Gets files over HTTP: tries again after failures that may pass, and believes nothing but digests. */
public final class Fetch implements AutoCloseable {

    private static final int SHOWN_PROBLEMS = 10;

    /** While one comes, others are begun, or what is there of them already is looked through. */
    private static final int AT_WORK_PER_CONNECTION = 2;

    private static final int PIECE = 1 << 17;

    private final Http http;
    private final BlockingQueue<ByteBuffer> buffers;
    private final Persistence persistence;
    private final Settings settings;

    /**
     * @param parallel how many downloads run at the same time, all callers together
     * @param stall how long a body may be silent
     * @param manners of archives that want to be dealt with differently
     */
    public record Settings(
            Backoff backoff,
            int parallel,
            Duration stall,
            ProxySelector proxy,
            Credentials credentials,
            List<Manners> manners,
            InstantSource clock) {

        public Settings {
            manners = List.copyOf(manners);
        }

        /** Without passwords and particular manners. */
        public Settings(Backoff backoff, int parallel, Duration stall, ProxySelector proxy) {
            this(backoff, parallel, stall, proxy, Credentials.none(), List.of(), InstantSource.system());
        }

        public Settings through(ProxySelector other) {
            return new Settings(backoff, parallel, stall, other, credentials, manners, clock);
        }

        public Settings with(Credentials others) {
            return new Settings(backoff, parallel, stall, proxy, others, manners, clock);
        }

        public Settings with(List<Manners> others) {
            return new Settings(backoff, parallel, stall, proxy, credentials, others, clock);
        }

        public static Settings standard() {
            return new Settings(Backoff.patient(), 8, Duration.ofSeconds(60), new EnvironmentProxies(System.getenv()));
        }
    }

    public Fetch(Settings settings) {
        this(settings, Gate.of(settings.credentials()));
    }

    /** @param gate instead of the names and passwords of the settings */
    public Fetch(Settings settings, Gate gate) {
        this.settings = settings;
        this.persistence = new Persistence(settings.backoff());
        this.http = new Http(settings, gate);
        this.buffers = new ArrayBlockingQueue<>(settings.parallel());
        for (int i = 0; i < settings.parallel(); i++) {
            buffers.add(ByteBuffer.allocateDirect(PIECE));
        }
    }

    /**
     * What a server answers to a request, whatever it is, but for what may pass: that is tried again.
     *
     * @param limit of the answer's body in bytes; a longer one is an error
     */
    public Said ask(Call call, int limit) {
        return persist(call.uri(), () -> once(call, limit));
    }

    /**
     * Like {@link #ask}, but not again: for what must not be repeated blindly.
     *
     * @throws FetchException also for what may pass: see {@link #persist}
     */
    public Said once(Call call, int limit) throws IOException, InterruptedException {
        Http.Reply reply = http.send(call);
        try (InputStream body = reply.body()) {
            Status.requireNotPassing(call.uri(), reply, settings.clock().instant());
            byte[] content = body.readNBytes(limit + 1);
            if (content.length > limit) {
                throw FetchException.of(call.uri(), "the answer is longer than " + limit + " bytes", Again.NEVER, null);
            }
            return new Said(reply.from(), reply.status(), reply.headers(), content);
        }
    }

    /** Tries again as often as the settings say when something failed that may pass. */
    public <T> T persist(URI uri, Attempt<T> attempt) {
        return persistence.get(uri, attempt);
    }

    /** Something that asks a server. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * A file of known size as a stream, which goes on in the middle where a connection broke. Whether it is what it should be is for
     * the reader to find out.
     *
     * @param from where it begins
     */
    public InputStream open(URI uri, long from, long size) {
        return new ResumedStream(http, persistence, uri, from, size);
    }

    /** What to do when a server wants a password. */
    public String advice(URI uri) {
        return settings.credentials().advice(uri);
    }

    /**
     * A small file, whole; nothing if the server says that it does not exist.
     *
     * @param limit in bytes; a longer answer is an error
     */
    public Optional<byte[]> small(URI uri, int limit) {
        return small(uri, limit, Validators.NONE) instanceof Answer.Content<byte[]>(byte[] content, Validators _)
                ? Optional.of(content)
                : Optional.empty();
    }

    /** Like {@link #small(URI, int)}, but only if it is not the one any more that these validators were given for. */
    public Answer<byte[]> small(URI uri, int limit, Validators known) {
        return answer(uri, limit, known, InputStream::readAllBytes);
    }

    /** The same of what may be too large for the memory: it goes straight into the store. */
    public Answer<Generation.Entry> large(StoreWriter store, URI uri, long limit, Validators known) {
        return answer(uri, limit, known, store::put);
    }

    private <T> Answer<T> answer(URI uri, long limit, Validators known, Reading<T> reading) {
        return persistence.get(uri, () -> {
            Http.Reply reply = http.get(uri, known::unlessChanged);
            try (InputStream body = new WholeBody(uri, reply, limit)) {
                if (Status.isAbsent(reply)) {
                    return new Answer.Absent<>();
                }
                if (reply.status() == 304 && !known.equals(Validators.NONE)) {
                    return new Answer.Unchanged<>();
                }
                http.requireOk(uri, reply);
                return new Answer.Content<>(reading.of(body), Validators.of(reply.headers()));
            }
        });
    }

    /** What is made of a body. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(InputStream body) throws IOException;
    }

    /**
     * Puts files into the store, several at a time; those that it holds already are not asked for.
     *
     * @param what for the progress display
     * @throws FetchException naming files that could not be had, after all others are in the store that their servers gave
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
        int atWork = settings.parallel() * AT_WORK_PER_CONNECTION;
        Hope hope = new Hope(atWork);
        try (Progress.Step step = progress.begin(what, total, Progress.Unit.BYTES)) {
            List<Problem> problems =
                    new Crew(atWork).each(missing.values(), file -> intoStore(store, file, step, hope));
            store.settle();
            if (!problems.isEmpty()) {
                int unnamed = Math.max(0, problems.size() - SHOWN_PROBLEMS);
                throw new FetchException(
                        Stream.concat(problems.stream().limit(SHOWN_PROBLEMS), hope.rest(unnamed).stream())
                                .toList());
            }
        }
    }

    private void intoStore(StoreWriter store, Wanted file, Progress.Step step, Hope hope) {
        if (file.places().stream().allMatch(hope::isLostFor)) {
            hope.leaveOut();
            return;
        }
        for (int place = 0; place < file.places().size(); place++) {
            URI uri = file.places().get(place);
            boolean last = place == file.places().size() - 1;
            try {
                persistence.get(uri, new Download(http, buffers, store, uri, file, step)::run);
                hope.came(uri);
                return;
            } catch (FetchException e) {
                hope.failed(uri, e);
                if (last && !(e.absent() && file.optional())) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
