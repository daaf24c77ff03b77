package io.slipway.mirror.oci;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes blobs of 1 MiB, each another one, from many clients at once. Arguments: the registry's address, clients, seconds. Prints blobs a
 * second, and the median and the 99th percentile of the milliseconds that one took (POST and PUT).
 */
public final class PushBench {

    private static final int SIZE = 1 << 20;

    private PushBench() {}

    public static void main(String[] args) throws Exception {
        int clients = Integer.parseInt(args[1]);
        Instant end = Instant.now().plus(Duration.ofSeconds(Long.parseLong(args[2])));
        byte[] content = new byte[SIZE];
        new Random(args.length).nextBytes(content);
        AtomicLong number = new AtomicLong(System.nanoTime());
        Collection<Long> nanos = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < clients; each++) {
                threads.submit(() -> {
                    byte[] mine = content.clone();
                    while (Instant.now().isBefore(end)) {
                        ByteBuffer.wrap(mine).putLong(number.incrementAndGet());
                        OciDigest digest = OciDigest.sha256(mine);
                        long start = System.nanoTime();
                        push(client, args[0], digest, mine);
                        nanos.add(System.nanoTime() - start);
                    }
                    return end;
                });
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%.1f %.1f %.1f%n",
                sorted.length / seconds,
                at(sorted, 0.5),
                at(sorted, 0.99));
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : Arrays.stream(sorted).skip((long) (sorted.length * part)).findFirst().orElseThrow() / 1e6;
    }

    private static void push(HttpClient client, String registry, OciDigest digest, byte[] content) throws Exception {
        URI uploads = URI.create(registry + "/v2/bench/push/blobs/uploads/");
        HttpResponse<Void> begun = client.send(
                HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        String at = uploads.resolve(begun.headers().firstValue("Location").orElseThrow()).toString();
        HttpRequest put = HttpRequest.newBuilder(URI.create(at + (at.contains("?") ? "&" : "?") + "digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content))
                .build();
        int status = client.send(put, BodyHandlers.discarding()).statusCode();
        if (status != 201) {
            throw new IllegalStateException("a push was answered " + status);
        }
    }
}
