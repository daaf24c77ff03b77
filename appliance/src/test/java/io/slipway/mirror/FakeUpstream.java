package io.slipway.mirror;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP server with files in memory, ranges, and every way of misbehaving that a test asks for. */
public final class FakeUpstream implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    /** What goes wrong with a request. */
    @FunctionalInterface
    public interface Fault {
        /** @return whether the answer is complete */
        boolean apply(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, List<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, Fault> lasting = new ConcurrentHashMap<>();
    private final List<String> unchanged = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean ranges = true;
    private volatile boolean etags;

    public FakeUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }

    /** The same server under another name. */
    public URI elsewhere(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + path);
    }

    public FakeUpstream serve(Map<String, byte[]> content) {
        files.clear();
        files.putAll(content);
        return this;
    }

    public FakeUpstream put(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    public FakeUpstream remove(String path) {
        files.remove(path);
        return this;
    }

    /** The next requests for this path go wrong, one fault each. */
    public FakeUpstream fail(String path, Fault... each) {
        faults.computeIfAbsent(path, p -> new CopyOnWriteArrayList<>()).addAll(List.of(each));
        return this;
    }

    /** Every request for this path goes wrong, until {@link #heal}. */
    public FakeUpstream failAlways(String path, Fault fault) {
        lasting.put(path, fault);
        return this;
    }

    public FakeUpstream heal(String path) {
        lasting.remove(path);
        return this;
    }

    public FakeUpstream withoutRanges() {
        ranges = false;
        return this;
    }

    /** Answers with entity tags, and without content to those who have it already. */
    public FakeUpstream withTags() {
        etags = true;
        return this;
    }

    /** {@code path} or {@code path@offset} of every request so far, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The paths of which it said that they were what they had been. */
    public List<String> unchanged() {
        return List.copyOf(unchanged);
    }

    public void forgetRequests() {
        requests.clear();
    }

    public static Fault status(int code) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(code, -1);
            return true;
        };
    }

    /** Promises everything, sends a part, and breaks the connection. */
    public static Fault breakAfter(int bytes) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
        };
    }

    /** Sends other bytes than it should, of the right length. */
    public static Fault garbage() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(new byte[content.length]);
            return true;
        };
    }

    /** Never stops sending. */
    public static Fault endless() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[8192]);
            }
        };
    }

    public static Fault redirect(URI to) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().set("Location", to.toString());
            exchange.sendResponseHeaders(302, -1);
            return true;
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            String range = exchange.getRequestHeaders().getFirst("Range");
            Matcher asked = RANGE.matcher(range == null || !ranges ? "" : range);
            String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
            byte[] content = files.get(path);
            String tag = content == null ? "" : "\"" + Digest.of(content).hex().substring(0, 12) + "\"";
            boolean same = ifRange == null || ifRange.equals(tag);
            int offset = same && asked.matches() ? Integer.parseInt(asked.group(1)) : 0;
            requests.add(offset > 0 ? path + "@" + offset : path);
            Fault fault = fault(path);
            if (fault != null && fault.apply(exchange, content == null ? new byte[0] : content)) {
                return;
            }
            if (etags && content != null) {
                exchange.getResponseHeaders().set("ETag", tag);
            }
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                unchanged.add(path);
                exchange.sendResponseHeaders(304, -1);
            } else if (offset > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + offset + "-" + (content.length - 1) + "/" + content.length);
                exchange.sendResponseHeaders(206, content.length - offset);
                exchange.getResponseBody().write(content, offset, content.length - offset);
            } else {
                exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    private @Nullable Fault fault(String path) {
        List<Fault> waiting = faults.getOrDefault(path, List.of());
        return waiting.isEmpty() ? lasting.get(path) : waiting.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
