package io.slipway.mirror.oci.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.TestImages;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A registry in memory with the habits of those on the Internet: its own way in, redirects of blobs, limits, and faults. */
public final class FakeRegistry implements AutoCloseable {

    /** What a registry is like; each is what one or more of the public ones do. */
    public static final class Habits {
        /** {@code WWW-Authenticate}; {@code $REALM} stands for its token server. Empty for a registry that lets everybody in. */
        public List<String> challenges = List.of();

        public String token = "{\"token\":\"$TOKEN\"}";
        /** {@code name:password} that the token server, or the registry itself, wants. */
        public String password = "";

        public boolean redirectsBlobs;
        /** Manifests, too, lie elsewhere. */
        public boolean redirectsManifests;
        /** What a redirect leads to is there once. */
        public boolean linksExpire;
        /** The place for blobs begins at the beginning, whatever it is asked for. */
        public boolean elsewhereKnowsNoRange;

        public boolean refusesHead;
        /** So many requests for tokens are answered 503 first. */
        public int tokensBusy;

        public boolean headWithoutDigest;
        public boolean referrersApi = true;
        public int pageSize = 1000;
        /** How many manifest GETs are let through before one 429 with {@code Retry-After}. */
        public int manifestGetsBefore429 = Integer.MAX_VALUE;

        public String retryAfter = "7";

        /** Blobs break off after so many bytes, once each. */
        public int blobsBreakAfter = Integer.MAX_VALUE;
    }

    public final Habits habits = new Habits();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    /** What the place for blobs was shown. */
    public final List<String> shownElsewhere = new CopyOnWriteArrayList<>();

    public final List<String> tokenRequests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, TestImages> repositories = new ConcurrentHashMap<>();
    private final Map<String, Boolean> broken = new ConcurrentHashMap<>();
    private final Map<String, String> scopes = new ConcurrentHashMap<>();
    private final AtomicInteger comeWhole = new AtomicInteger();
    private volatile Consumer<String> dies = digest -> {};
    private final AtomicInteger manifestGets = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger links = new AtomicInteger();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    public FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/v2/", this::api);
        server.createContext("/token", this::token);
        server.createContext("/cdn/", this::cdn);
        server.createContext("/regional/", this::regional);
        server.start();
    }

    public FakeRegistry serve(String repository, TestImages images) {
        repositories.put(repository, images);
        return this;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Tokens that were given out are worth nothing any more. */
    public void forgetTokens() {
        scopes.clear();
    }

    /**
     * One blob breaks off after so many bytes.
     *
     * @param whole how many come whole before it
     * @param death is told which one it is
     */
    public void breakOff(int after, int whole, Consumer<String> death) {
        habits.blobsBreakAfter = after;
        broken.clear();
        comeWhole.set(whole);
        dies = death;
    }

    private void api(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
            if (!isLetIn(exchange, path)) {
                habits.challenges.forEach(challenge -> exchange.getResponseHeaders()
                        .add("WWW-Authenticate", challenge.replace("$REALM", uri() + "/token")));
                error(exchange, 401, "UNAUTHORIZED");
                return;
            }
            for (String kind : List.of("manifests", "blobs", "referrers", "tags")) {
                int at = path.lastIndexOf("/" + kind + "/");
                TestImages images = at < 0 ? null : repositories.get(path.substring(0, at));
                if (images != null) {
                    answer(exchange, images, kind, path.substring(at + kind.length() + 2));
                    return;
                }
            }
            error(exchange, 404, "NAME_UNKNOWN");
        }
    }

    private boolean isLetIn(HttpExchange exchange, String path) {
        if (habits.challenges.isEmpty()) {
            return true;
        }
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        if (shown == null) {
            return false;
        }
        if (shown.startsWith("Basic ")) {
            return habits.challenges.stream().allMatch(each -> each.startsWith("Basic")) && shown.equals(basic());
        }
        String scope = scopes.get(shown.replace("Bearer ", ""));
        return scope != null && (!scope.startsWith("repository:") || path.startsWith(scope.split(":")[1] + "/"));
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(habits.password.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(HttpExchange exchange, TestImages images, String kind, String rest) throws IOException {
        switch (kind) {
            case "manifests" -> manifest(exchange, images, rest);
            case "blobs" -> blob(exchange, images, rest);
            case "tags" -> tags(exchange, images);
            default -> referrers(exchange, images, rest);
        }
    }

    private void manifest(HttpExchange exchange, TestImages images, String reference) throws IOException {
        boolean get = exchange.getRequestMethod().equals("GET");
        if (!get && habits.refusesHead) {
            error(exchange, 405, "UNSUPPORTED");
            return;
        }
        if (get && manifestGets.incrementAndGet() > habits.manifestGetsBefore429) {
            manifestGets.set(0);
            if (!habits.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", habits.retryAfter);
            }
            error(exchange, 429, "TOOMANYREQUESTS");
            return;
        }
        Manifest manifest = images.manifests().get(images.tags().getOrDefault(reference, reference));
        if (manifest == null) {
            error(exchange, 404, "MANIFEST_UNKNOWN");
            return;
        }
        if (habits.redirectsManifests) {
            String to = "http://localhost:" + port() + "/regional/v2/prod/manifests/"
                    + manifest.self().digest();
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        send(exchange, manifest);
    }

    private void regional(HttpExchange exchange) throws IOException {
        try (exchange) {
            shownElsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String path = exchange.getRequestURI().getPath();
            String digest = path.substring(path.lastIndexOf('/') + 1);
            send(
                    exchange,
                    repositories.values().stream()
                            .flatMap(images ->
                                    Stream.ofNullable(images.manifests().get(digest)))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private void send(HttpExchange exchange, Manifest manifest) throws IOException {
        boolean get = exchange.getRequestMethod().equals("GET");
        exchange.getResponseHeaders().set("Content-Type", manifest.self().mediaType());
        if (get || !habits.headWithoutDigest) {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", manifest.self().digest().toString());
        }
        send(exchange, 200, manifest.content());
    }

    private void blob(HttpExchange exchange, TestImages images, String digest) throws IOException {
        byte[] content = images.blobs().get(digest);
        if (content == null) {
            error(exchange, 404, "BLOB_UNKNOWN");
        } else if (habits.redirectsBlobs) {
            String to = "http://localhost:" + port() + "/cdn/" + digest + "?signature=secret" + links.incrementAndGet();
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(307, -1);
        } else {
            content(exchange, digest, content);
        }
    }

    private void cdn(HttpExchange exchange) throws IOException {
        try (exchange) {
            shownElsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (!used.add(exchange.getRequestURI().toString()) && habits.linksExpire) {
                error(exchange, 403, "EXPIRED");
                return;
            }
            String digest = exchange.getRequestURI().getPath().substring("/cdn/".length());
            byte[] content = repositories.values().stream()
                    .map(images -> images.blobs().get(digest))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElseThrow();
            content(exchange, digest, content);
        }
    }

    private void content(HttpExchange exchange, String digest, byte[] content) throws IOException {
        String range = habits.elsewhereKnowsNoRange
                ? null
                : exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        if (rest.length > habits.blobsBreakAfter
                && comeWhole.getAndDecrement() <= 0
                && broken.putIfAbsent(digest, true) == null) {
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
            OutputStream out = exchange.getResponseBody();
            out.write(rest, 0, habits.blobsBreakAfter);
            out.flush();
            dies.accept(digest);
            throw new IOException("broken on purpose");
        }
        send(exchange, from > 0 ? 206 : 200, rest);
    }

    private void tags(HttpExchange exchange, TestImages images) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String last = query.startsWith("last=") ? query.substring(5) : "";
        List<String> rest = images.tags().keySet().stream()
                .filter(tag -> tag.compareTo(last) > 0)
                .toList();
        List<String> page = rest.stream().limit(habits.pageSize).toList();
        if (page.size() < rest.size()) {
            String next = exchange.getRequestURI().getPath() + "?last=" + page.getLast();
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        json(exchange, "{\"tags\":[\"" + String.join("\",\"", page) + "\"]}");
    }

    private void referrers(HttpExchange exchange, TestImages images, String digest) throws IOException {
        if (!habits.referrersApi) {
            error(exchange, 404, "NOT_FOUND");
            return;
        }
        List<String> found = images.manifests().values().stream()
                .filter(each -> each.subject()
                        .filter(about -> about.digest().toString().equals(digest))
                        .isPresent())
                .map(each -> "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                        .formatted(
                                each.self().mediaType(),
                                each.self().digest(),
                                each.self().size()))
                .toList();
        exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_INDEX);
        String text = "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", found) + "]}";
        send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            tokenRequests.add(query);
            if (habits.tokensBusy-- > 0) {
                error(exchange, 503, "UNAVAILABLE");
                return;
            }
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            if (!habits.password.isEmpty() && !basic().equals(shown)) {
                error(exchange, 401, "UNAUTHORIZED");
                return;
            }
            String scope = Arrays.stream(query.split("&"))
                    .filter(each -> each.startsWith("scope="))
                    .map(each -> each.substring(6))
                    .findFirst()
                    .orElse("");
            String token = "token-" + tokens.incrementAndGet();
            scopes.put(token, scope);
            json(exchange, habits.token.replace("$TOKEN", token));
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        String text = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"said by the registry\"}]}";
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
