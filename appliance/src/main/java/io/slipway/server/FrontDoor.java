package io.slipway.server;

import io.slipway.common.Problem;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The appliance's HTTP server. Closing it stops it at once; a client in the middle of a file goes on with a range elsewhere. */
public final class FrontDoor implements AutoCloseable {

    private static final int IDLE_MILLIS = 120_000;
    private static final int HEADERS_MILLIS = 15_000;

    private final Undertow undertow;
    private final ExecutorService threads;

    private final int port;

    private FrontDoor(Undertow undertow, ExecutorService threads) {
        this.undertow = undertow;
        this.threads = threads;
        this.port = ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

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

    /** @param address port 0 takes a free one */
    public static FrontDoor open(InetSocketAddress address, List<Route> routes, Listener listener) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Undertow undertow = Undertow.builder()
                .addHttpListener(address.getPort(), address.getHostString())
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEADERS_MILLIS)
                .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
                .setHandler(logged(new Dispatcher(routes, threads, listener::failed), listener))
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            threads.shutdownNow();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ServerException(
                    Problem.of("cannot listen on " + ListenAddress.of(address))
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
                Duration.ofNanos(System.nanoTime() - exchange.getRequestStartTime()));
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        undertow.stop();
        threads.shutdownNow();
    }
}
