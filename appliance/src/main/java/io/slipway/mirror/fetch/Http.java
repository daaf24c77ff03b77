package io.slipway.mirror.fetch;

import io.slipway.mirror.fetch.FetchException.Again;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * Requests, with the manners that each archive wants. Follows redirects itself, because what one host may see (a password, a
 * certificate) is not meant for the next.
 */
final class Http implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int HOPS = 8;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final ScheduledExecutorService timer;
    private final Fetch.Settings settings;
    private final Gate gate;
    private final Lane usual;
    private final List<Lane> special = new ArrayList<>();

    /** A way to an archive. */
    private record Lane(Optional<Manners> manners, HttpClient client, RateLimit limit) {}

    /**
     * An answer that is not a redirect.
     *
     * @param from where it came from in the end
     * @param body to be closed
     */
    record Reply(URI from, HttpResponse<?> response, InputStream body) {

        int status() {
            return response.statusCode();
        }
    }

    Http(Fetch.Settings settings, Gate gate) {
        this.settings = settings;
        this.gate = gate;
        this.timer = timer();
        this.usual = new Lane(Optional.empty(), client(Optional.empty()), limit(0));
        settings.manners()
                .forEach(each -> special.add(
                        new Lane(Optional.of(each), client(Optional.of(each)), limit(each.bytesPerSecond()))));
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("fetch-stall-guard").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private HttpClient client(Optional<Manners> manners) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(manners.flatMap(Manners::proxy).orElse(settings.proxy()));
        manners.flatMap(Manners::tls).ifPresent(client::sslContext);
        return client.build();
    }

    private RateLimit limit(long bytesPerSecond) {
        return new RateLimit(
                bytesPerSecond, System::nanoTime, settings.backoff().sleeper());
    }

    private Lane lane(URI uri) {
        return special.stream()
                .filter(each ->
                        each.manners().filter(found -> found.holdFor(uri)).isPresent())
                .findFirst()
                .orElse(usual);
    }

    /** @param more adds headers; they go along with redirects */
    Reply get(URI uri, Consumer<HttpRequest.Builder> more) throws IOException, InterruptedException {
        return send(Call.of("GET", uri), more);
    }

    Reply send(Call call) throws IOException, InterruptedException {
        return send(call, request -> {});
    }

    private Reply send(Call call, Consumer<HttpRequest.Builder> more) throws IOException, InterruptedException {
        URI uri = call.uri();
        RateLimit limit = lane(uri).limit();
        URI at = uri;
        for (int hop = 0; hop <= HOPS; hop++) {
            HttpResponse<InputStream> response = throughGate(call.at(at), more);
            if (!REDIRECTS.contains(response.statusCode())) {
                StallGuard guarded = new StallGuard(response.body(), timer, settings.stall());
                return new Reply(at, response, new Throttled(guarded, limit));
            }
            response.body().close();
            at = next(uri, at, response);
        }
        throw FetchException.of(uri, "it redirects more than " + HOPS + " times", Again.NEVER, null);
    }

    private HttpResponse<InputStream> throughGate(Call call, Consumer<HttpRequest.Builder> more)
            throws IOException, InterruptedException {
        Optional<String> shown = gate.authorization(call.method(), call.uri());
        HttpResponse<InputStream> response = send(call, shown, more);
        if (response.statusCode() != 401) {
            return response;
        }
        Optional<String> instead = gate.challenged(call.method(), call.uri(), shown, response.headers());
        if (instead.isEmpty()) {
            return response;
        }
        response.body().close();
        return send(call, instead, more);
    }

    private HttpResponse<InputStream> send(
            Call call, Optional<String> authorization, Consumer<HttpRequest.Builder> more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(call.patience())
                .header("User-Agent", "slipway")
                .method(call.method(), call.body());
        authorization.ifPresent(value -> request.header("Authorization", value));
        proxyFor(call.uri())
                .flatMap(settings.credentials()::authorization)
                .ifPresent(value -> request.header("Proxy-Authorization", value));
        call.headers().forEach(request::header);
        more.accept(request);
        return lane(call.uri()).client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The address of the proxy that a request goes through. What it is shown, nobody behind it gets to see. */
    private Optional<URI> proxyFor(URI uri) {
        return lane(uri).client().proxy().stream()
                .flatMap(selector -> selector.select(uri).stream().limit(1))
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(Proxy::address)
                .map(InetSocketAddress.class::cast)
                .map(Http::proxyAt)
                .findFirst();
    }

    private static URI proxyAt(InetSocketAddress address) {
        String host = address.getHostString();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
    }

    private String proxyAdvice(URI uri) {
        return proxyFor(uri).map(settings.credentials()::advice).orElse("");
    }

    /** @throws FetchException if the answer is anything but the whole content */
    void requireOk(URI uri, Reply reply) {
        if (reply.status() == 401 || reply.status() == 403) {
            String advice = settings.credentials().advice(reply.from());
            throw FetchException.of(uri, Status.said(uri, reply), "if it wants a password, " + advice, Again.NEVER);
        }
        if (reply.status() == 400 && "https".equals(reply.from().getScheme())) {
            throw FetchException.of(
                    uri,
                    Status.said(uri, reply),
                    "if it wants a certificate, name one under 'client-certificate' and its key under 'client-key'",
                    Again.NEVER);
        }
        if (reply.status() == 407) {
            throw FetchException.of(uri, "the proxy wants a password", proxyAdvice(reply.from()), Again.NEVER);
        }
        Status.requireOk(uri, reply, settings.clock().instant());
    }

    private static URI next(URI uri, URI at, HttpResponse<?> response) {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> FetchException.of(uri, "it redirects to nowhere", Again.NEVER, null));
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw FetchException.of(uri, "it redirects to something that is no address", Again.NEVER, e);
        }
        boolean http = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
        if (!http || next.getHost() == null) {
            throw FetchException.of(uri, "it redirects to '" + Shown.of(next) + "'", Again.NEVER, null);
        }
        if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
            throw FetchException.of(
                    uri, "it redirects from https to " + Shown.of(next) + ", which is not", Again.NEVER, null);
        }
        return next;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        usual.client().shutdownNow();
        special.forEach(lane -> lane.client().shutdownNow());
    }

    /** A body that comes no faster than it may. */
    private static final class Throttled extends InputStream {

        private final InputStream body;
        private final RateLimit limit;

        Throttled(InputStream body, RateLimit limit) {
            this.body = body;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            try {
                limit.came(count);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
