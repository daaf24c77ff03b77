package io.slipway.server;

import io.slipway.common.Problem;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.xnio.Options;

/** The appliance's HTTP server. Closing it stops it at once; a client in the middle of a file goes on with a range elsewhere. */
public final class FrontDoor implements AutoCloseable {

    private static final int HEADER_BYTES = 32 * 1024;
    private static final int HEADERS = 100;

    /** How many connections may wait to be accepted: a pod's nodes all start at the same time. */
    private static final int BACKLOG = 4096;

    /** Handlers limit what they read, {@link Ending} what nobody does. Of a body in chunks Undertow would take all in spite of a limit. */
    private static final long EVERY_BODY = -1;

    private final Undertow undertow;
    private final ExecutorService threads;

    private final List<Integer> ports;

    private FrontDoor(Undertow undertow, ExecutorService threads) {
        this.undertow = undertow;
        this.threads = threads;
        this.ports = undertow.getListenerInfo().stream()
                .map(listener -> ((InetSocketAddress) listener.getAddress()).getPort())
                .toList();
    }

    /**
     * A second entrance, over TLS.
     *
     * @param address port 0 takes a free one
     */
    public record Tls(InetSocketAddress address, SSLContext context) {}

    /** Who wants to know what happens at the door. */
    public interface Listener {

        /** Nobody. */
        Listener NONE = new Listener() {
            @Override
            public void answered(Access access) {}

            @Override
            public void failed(Problem problem) {}
        };

        void answered(Access access);

        /** Why a request was answered with 500. */
        void failed(Problem problem);
    }

    /**
     * How long the door stays open for somebody who does nothing.
     *
     * @param idle between two requests, and for a client that takes nothing of an answer
     * @param headers for the whole head of a request, however it trickles in
     */
    record Patience(Duration idle, Duration headers) {

        static final Patience STANDARD = new Patience(Duration.ofMinutes(2), Duration.ofSeconds(15));
    }

    /** @param address port 0 takes a free one */
    public static FrontDoor open(InetSocketAddress address, List<Route> routes, Listener listener) {
        return open(address, Optional.empty(), routes, listener);
    }

    /** @param address port 0 takes a free one */
    public static FrontDoor open(InetSocketAddress address, Optional<Tls> tls, List<Route> routes, Listener listener) {
        return open(address, tls, routes, listener, Patience.STANDARD);
    }

    static FrontDoor open(
            InetSocketAddress address, Optional<Tls> tls, List<Route> routes, Listener listener, Patience patience) {
        int idle = Math.toIntExact(patience.idle().toMillis());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Undertow.Builder builder = Undertow.builder().addHttpListener(address.getPort(), address.getHostString());
        tls.ifPresent(also -> builder.addHttpsListener(
                also.address().getPort(), also.address().getHostString(), also.context()));
        Undertow undertow = builder.setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, idle)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, idle)
                .setServerOption(
                        UndertowOptions.REQUEST_PARSE_TIMEOUT,
                        Math.toIntExact(patience.headers().toMillis()))
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, HEADERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, EVERY_BODY)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setSocketOption(Options.WRITE_TIMEOUT, idle)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
                .setHandler(logged(
                        new HttpContinueReadHandler(new Dispatcher(routes, threads, listener::failed, patience.idle())),
                        listener))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            threads.shutdownNow();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ServerException(
                    Problem.of("cannot listen on " + ListenAddress.of(address)
                                    + tls.map(also -> " and " + ListenAddress.of(also.address()))
                                            .orElse(""))
                            .because(String.valueOf(cause.getMessage()))
                            .hint("another program may have the port: choose one with --listen"),
                    e);
        }
        return new FrontDoor(undertow, threads);
    }

    private static HttpHandler logged(HttpHandler handler, Listener listener) {
        return exchange -> {
            exchange.addExchangeCompleteListener((done, next) -> {
                listener.answered(access(done));
                next.proceed();
            });
            handler.handleRequest(exchange);
        };
    }

    private static Access access(HttpServerExchange exchange) {
        return new Access(
                Instant.now(),
                exchange.getSourceAddress().getHostString(),
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                exchange.getStatusCode(),
                exchange.getResponseBytesSent(),
                Duration.ofNanos(System.nanoTime() - exchange.getRequestStartTime()),
                isBroken(exchange));
    }

    private static boolean isBroken(HttpServerExchange exchange) {
        long promised = exchange.getResponseContentLength();
        return promised > exchange.getResponseBytesSent()
                && !exchange.getRequestMethod().equals(Methods.HEAD)
                && exchange.getStatusCode() != 304;
    }

    /** The port that it listens on. */
    public int port() {
        return ports.getFirst();
    }

    /** The port that it listens on with TLS, if it does. */
    public Optional<Integer> tlsPort() {
        return ports.stream().skip(1).findFirst();
    }

    @Override
    public void close() {
        undertow.stop();
        threads.shutdownNow();
    }
}
