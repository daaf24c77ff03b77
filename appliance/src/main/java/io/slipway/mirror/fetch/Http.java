package io.slipway.mirror.fetch;

import io.slipway.mirror.fetch.FetchException.Again;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private final PlainHttp plain;
    private final Lane usual;
    private final List<Lane> special = new ArrayList<>();

    /**
     * An answer.
     *
     * @param from where it came from in the end
     * @param body to be closed
     */
    record Reply(URI from, int status, HttpHeaders headers, Body body) {}

    Http(Fetch.Settings settings, Gate gate) {
        this.settings = settings;
        this.gate = gate;
        this.timer = timer();
        this.plain = new PlainHttp(CONNECT, timer);
        this.usual = new Lane(Optional.empty(), settings.proxy(), limit(0));
        settings.manners()
                .forEach(each -> special.add(new Lane(
                        Optional.of(each), each.proxy().orElse(settings.proxy()), limit(each.bytesPerSecond()))));
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("fetch-stall-guard").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** A way to an archive. The JDK's client, of which setting up takes long, is there once it is needed. */
    private static final class Lane {

        private final Optional<Manners> manners;
        private final ProxySelector proxy;
        private final RateLimit limit;
        private @Nullable HttpClient client;

        Lane(Optional<Manners> manners, ProxySelector proxy, RateLimit limit) {
            this.manners = manners;
            this.proxy = proxy;
            this.limit = limit;
        }

        boolean goesTo(URI uri) {
            return manners.filter(found -> found.holdFor(uri)).isPresent();
        }

        boolean isPlain(HttpRequest request) {
            return PlainHttp.canSend(request)
                    && proxy.select(request.uri()).stream().allMatch(Proxy.NO_PROXY::equals);
        }

        synchronized HttpClient client() {
            if (client == null) {
                HttpClient.Builder making = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .proxy(proxy);
                manners.flatMap(Manners::tls).ifPresent(making::sslContext);
                client = making.build();
            }
            return client;
        }

        synchronized void close() {
            if (client != null) {
                client.shutdownNow();
            }
        }
    }

    private RateLimit limit(long bytesPerSecond) {
        return new RateLimit(
                bytesPerSecond, System::nanoTime, settings.backoff().sleeper());
    }

    private Lane lane(URI uri) {
        return special.stream().filter(each -> each.goesTo(uri)).findFirst().orElse(usual);
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
        RateLimit limit = lane(uri).limit;
        URI at = uri;
        for (int hop = 0; hop <= HOPS; hop++) {
            Reply reply = reply(uri, call.at(at), more);
            if (!REDIRECTS.contains(reply.status())) {
                StallGuard guarded = new StallGuard(reply.body(), timer, settings.stall());
                return new Reply(at, reply.status(), reply.headers(), new Throttled(guarded, limit));
            }
            reply.body().close();
            at = next(uri, at, reply.headers());
        }
        throw FetchException.of(uri, "it redirects more than " + HOPS + " times", Again.NEVER, null);
    }

    private Reply reply(URI wanted, Call call, Consumer<HttpRequest.Builder> more) throws InterruptedException {
        try {
            return throughGate(call, more);
        } catch (IOException e) {
            throw new NoAnswer(wanted, call.uri(), proxyFor(call.uri())).because(e);
        }
    }

    private Reply throughGate(Call call, Consumer<HttpRequest.Builder> more) throws IOException, InterruptedException {
        Optional<String> shown = gate.authorization(call.method(), call.uri());
        Reply reply = send(call, shown, more);
        if (reply.status() != 401) {
            return reply;
        }
        Optional<String> instead = gate.challenged(call.method(), call.uri(), shown, reply.headers());
        if (instead.isEmpty()) {
            return reply;
        }
        reply.body().close();
        return send(call, instead, more);
    }

    private Reply send(Call call, Optional<String> authorization, Consumer<HttpRequest.Builder> more)
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
        return send(request.build());
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        Lane lane = lane(request.uri());
        if (lane.isPlain(request)) {
            return plain.send(request);
        }
        HttpResponse<InputStream> response = lane.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new Reply(request.uri(), response.statusCode(), response.headers(), Body.of(response.body()));
    }

    /** The address of the proxy that a request goes through. What it is shown, nobody behind it gets to see. */
    private Optional<URI> proxyFor(URI uri) {
        return lane(uri).proxy.select(uri).stream()
                .limit(1)
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
            String advice = "if it wants a password, " + settings.credentials().advice(reply.from());
            String whose = proxyFor(reply.from())
                    .map(proxy -> "; it may be the proxy " + Shown.of(proxy) + " that says this")
                    .orElse("");
            throw FetchException.of(uri, Status.said(uri, reply), advice + whose, Again.NEVER);
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

    private static URI next(URI uri, URI at, HttpHeaders headers) {
        String location = headers.firstValue("Location")
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
        plain.close();
        usual.close();
        special.forEach(Lane::close);
    }

    /** A body that comes no faster than it may. */
    private static final class Throttled extends Body {

        private final Body body;
        private final RateLimit limit;

        Throttled(Body body, RateLimit limit) {
            this.body = body;
            this.limit = limit;
        }

        @Override
        int read(ByteBuffer into) throws IOException {
            int count = body.read(into);
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
