package io.slipway.mirror.serve;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.KeptSize;
import io.slipway.mirror.store.StoreException;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import io.slipway.server.MetricsText;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: what each source was asked for, how old it is, and how full the store is. What is not a source is counted
 * together, so that nobody can invent names until the memory is full. Nothing here takes longer in a large store.
 */
final class MirrorMetrics implements FrontDoor.Listener {

    private static final String REST = "";

    private final ContentStore store;
    private final PublishedFiles files;
    private final InstantSource clock;
    private final FrontDoor.Listener next;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    /** @param next is told everything, too */
    MirrorMetrics(ContentStore store, PublishedFiles files, InstantSource clock, FrontDoor.Listener next) {
        this.store = store;
        this.files = files;
        this.clock = clock;
        this.next = next;
    }

    private static final class Counts {
        private final LongAdder bytes = new LongAdder();
        private final LongAdder errors = new LongAdder();
        private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

        void add(Access access) {
            bytes.add(access.bytes());
            LongAdder ofStatus = byStatus.get(access.status());
            if (ofStatus == null) {
                ofStatus = byStatus.computeIfAbsent(access.status(), status -> new LongAdder());
            }
            ofStatus.increment();
            if (access.status() >= 500 || access.broken()) {
                errors.increment();
            }
        }
    }

    @Override
    public void answered(Access access) {
        String source = source(access.path());
        Counts known = counts.get(source);
        (known == null ? counts.computeIfAbsent(source, name -> new Counts()) : known).add(access);
        next.answered(access);
    }

    private String source(String path) {
        if (!path.startsWith(MirrorRoutes.PATH)) {
            return REST;
        }
        int slash = path.indexOf('/', MirrorRoutes.PATH.length());
        String name = slash < 0 ? REST : path.substring(MirrorRoutes.PATH.length(), slash);
        return files.knows(name) ? name : REST;
    }

    @Override
    public void failed(Problem problem) {
        next.failed(problem);
    }

    Response answer(Request request) {
        MetricsText text = new MetricsText();
        SortedMap<String, Counts> all = new TreeMap<>(counts);
        text.family(
                "slipway_http_requests_total", "counter", "Requests that were answered, by source; \"\" is all else.");
        all.forEach((source, of) -> new TreeMap<>(of.byStatus)
                .forEach((status, number) -> text.sample(
                        "slipway_http_requests_total", number.sum(), "source", source, "code", "" + status)));
        text.family("slipway_http_response_bytes_total", "counter", "Bytes of bodies that were sent.");
        all.forEach((source, of) -> text.sample("slipway_http_response_bytes_total", of.bytes.sum(), "source", source));
        text.family("slipway_http_errors_total", "counter", "Answers with 5xx, and such as broke off.");
        all.forEach((source, of) -> text.sample("slipway_http_errors_total", of.errors.sum(), "source", source));
        sources(text);
        store(text);
        return new Response.Body(
                200,
                MetricsText.TYPE,
                ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8))
                        .asReadOnlyBuffer());
    }

    private void sources(MetricsText text) {
        SortedMap<String, Optional<Instant>> synced = new TreeMap<>();
        SortedMap<String, Optional<Instant>> published = new TreeMap<>();
        for (String name : store.names()) {
            synced.put(name, store.lastSynced(name));
            published.put(name, store.pointer(name).flatMap(pointer -> store.createdOf(pointer.current())));
        }
        text.family("slipway_source_last_sync_timestamp_seconds", "gauge", "When a sync last ended well.");
        synced.forEach((name, at) -> time(text, "slipway_source_last_sync_timestamp_seconds", name, at.orElse(null)));
        text.family("slipway_source_generation_timestamp_seconds", "gauge", "When the current generation was made.");
        published.forEach(
                (name, at) -> time(text, "slipway_source_generation_timestamp_seconds", name, at.orElse(null)));
        text.family("slipway_source_generation_age_seconds", "gauge", "How old the current generation is.");
        published.forEach((name, at) -> at.ifPresent(created -> text.sample(
                "slipway_source_generation_age_seconds",
                Duration.between(created, clock.instant()).toSeconds(),
                "source",
                name)));
    }

    private static void time(MetricsText text, String metric, String name, @Nullable Instant at) {
        if (at != null) {
            text.sample(metric, at.getEpochSecond(), "source", name);
        }
    }

    private void store(MetricsText text) {
        KeptSize.Amount size = store.size();
        text.family("slipway_store_files", "gauge", "Files in the store.").sample("slipway_store_files", size.files());
        text.family("slipway_store_bytes", "gauge", "Bytes of all files in the store.")
                .sample("slipway_store_bytes", size.bytes());
        if (Files.isDirectory(store.directory())) {
            text.family("slipway_store_free_bytes", "gauge", "Bytes that the store's disk can still take.")
                    .sample("slipway_store_free_bytes", free());
        }
    }

    private long free() {
        try {
            return Files.getFileStore(store.directory()).getUsableSpace();
        } catch (IOException e) {
            throw new StoreException(
                    Problem.of("the free space of the store cannot be found out")
                            .because(IoReason.withFile(e)),
                    e);
        }
    }
}
