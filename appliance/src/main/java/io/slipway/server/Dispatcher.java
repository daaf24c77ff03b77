package io.slipway.server;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** Finds the route of a request, and turns its answer into HTTP. */
final class Dispatcher implements HttpHandler {

    /** What comes with a request that nobody reads; more than this ends the connection. A manifest that comes too early must fit. */
    private static final long IGNORED_BODY = 8 * 1024 * 1024;

    /** For a client that goes on sending what nobody reads. */
    private static final IoCallback HANG_UP = new IoCallback() {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            IoUtils.safeClose(exchange.getConnection());
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
            IoUtils.safeClose(exchange.getConnection());
        }
    };

    /** For what no route takes. */
    private static final Route NOWHERE = new Route("/", new Route.Handler() {
        @Override
        public Response handle(Request request) {
            return Response.notFound(request.path());
        }

        @Override
        public boolean takes(String method) {
            return true;
        }

        @Override
        public Optional<Response> handleAtOnce(Request request) {
            return Optional.of(handle(request));
        }
    });

    private final List<Route> routes;
    private final Executor threads;
    private final Consumer<Problem> failures;
    private final Duration patience;
    private final ContentSender sender = new ContentSender(new SmallFiles());

    /**
     * @param failures is told why a request was answered with 500
     * @param patience with a client that is silent in the middle of what it sends
     */
    Dispatcher(List<Route> routes, Executor threads, Consumer<Problem> failures, Duration patience) {
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.path().length())
                        .reversed())
                .toList();
        this.threads = threads;
        this.failures = failures;
        this.patience = patience;
    }

    /** On one of the few threads that all connections share. */
    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.setMaxEntitySize(IGNORED_BODY);
        if (exchange.isHttp10() && exchange.isPersistent()) {
            exchange.addResponseCommitListener(Dispatcher::promiseToStay);
        }
        String path = exchange.getRequestPath();
        Route route = route(path);
        Request request = request(exchange, route, path);
        String coding = exchange.getRequestHeaders().getFirst(Headers.TRANSFER_ENCODING);
        if (coding == null) {
            if (!answeredAtOnce(exchange, route, request)) {
                exchange.dispatch(threads, () -> send(exchange, request, handled(route, request)));
            }
        } else if (coding.strip().equalsIgnoreCase("chunked")) {
            exchange.dispatch(threads, () -> answerChunks(exchange, route, request));
        } else {
            exchange.setPersistent(false);
            send(exchange, Response.text(501, "no transfer coding but 'chunked' is possible here\n"));
        }
    }

    /** Somebody who speaks HTTP/1.0 must hear that the connection stays (RFC 9112 appendix C.2.2). */
    private static void promiseToStay(HttpServerExchange exchange) {
        if (exchange.isPersistent()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, "keep-alive");
        }
    }

    /** Undertow would take chunks that nobody reads for ever. */
    private void answerChunks(HttpServerExchange exchange, Route route, Request request) {
        Response answer = handled(route, request);
        if (HttpContinue.requiresContinueResponse(exchange)) {
            exchange.putAttachment(BodyStream.LEFT, true);
        } else {
            BodyStream.hearOut(exchange, patience);
        }
        if (exchange.getAttachment(BodyStream.LEFT) == null) {
            send(exchange, request, answer);
        } else if (request.method().equals("HEAD")) {
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        } else {
            send(
                    exchange,
                    request,
                    answer instanceof Response.Content
                            ? Response.text(413, "nobody wants what comes with this\n")
                            : answer);
        }
    }

    private Route route(String path) {
        for (Route each : routes) {
            if (each.matches(path)) {
                return each;
            }
        }
        return NOWHERE;
    }

    private Request request(HttpServerExchange exchange, Route route, String path) {
        HeaderMap headers = exchange.getRequestHeaders();
        return new Request(
                exchange.getRequestMethod().toString(),
                path,
                route.rest(path),
                name -> Optional.ofNullable(headers.getFirst(name)),
                name -> values(exchange.getQueryParameters().get(name)),
                () -> BodyStream.of(exchange, patience),
                exchange.getSourceAddress().getHostString(),
                exchange.isSecure());
    }

    private static List<String> values(@Nullable Collection<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    private boolean answeredAtOnce(HttpServerExchange exchange, Route route, Request request) {
        Optional<Response> ready =
                route.handler().takes(request.method()) ? route.handler().handleAtOnce(request) : Optional.empty();
        return ready.isPresent() && sentAtOnce(exchange, request, ready.get());
    }

    private boolean sentAtOnce(HttpServerExchange exchange, Request request, Response answer) {
        return switch (answer) {
            case Response.Content content -> sender.sendAtOnce(exchange, request, content);
            case Response.Body body -> {
                send(exchange, body);
                yield true;
            }
            case Response.With with -> {
                announce(exchange, with);
                boolean sent = sentAtOnce(exchange, request, with.answer());
                if (!sent) {
                    exchange.getResponseHeaders().clear();
                }
                yield sent;
            }
        };
    }

    private void send(HttpServerExchange exchange, Request request, Response answer) {
        switch (answer) {
            case Response.Body body -> send(exchange, body);
            case Response.Content content -> send(exchange, request, content);
            case Response.With with -> {
                announce(exchange, with);
                send(exchange, request, with.answer());
            }
        }
    }

    private static void announce(HttpServerExchange exchange, Response.With with) {
        for (Response.Header header : with.headers()) {
            exchange.getResponseHeaders().add(HttpString.tryFromString(header.name()), header.value());
        }
    }

    private Response handled(Route route, Request request) {
        if (!route.handler().takes(request.method())) {
            return new Response.With(
                    List.of(new Response.Header("Allow", "GET, HEAD")),
                    Response.text(405, "only GET and HEAD are possible here\n"));
        }
        try {
            return route.handler().handle(request);
        } catch (ProblemException e) {
            e.problems().forEach(failures);
            return route.handler().broken();
        } catch (RuntimeException e) {
            failures.accept(mistake(request, e));
            return route.handler().broken();
        }
    }

    /** Nobody else would answer the client. */
    private static Problem mistake(Request request, RuntimeException e) {
        return Problem.of("'" + request.path() + "' cannot be answered")
                .because("this is a mistake in Slipway: " + e
                        + Arrays.stream(e.getStackTrace())
                                .limit(1)
                                .map(where -> " at " + where)
                                .collect(Collectors.joining()))
                .hint("please report it together with the request");
    }

    private static void send(HttpServerExchange exchange, Response.Body body) {
        exchange.setStatusCode(body.status());
        if (!body.type().isEmpty()) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, body.type());
        }
        if (body.status() != 204) {
            exchange.getResponseHeaders()
                    .put(Headers.CONTENT_LENGTH, body.content().remaining());
        }
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange();
        } else {
            boolean left = exchange.getAttachment(BodyStream.LEFT) != null;
            exchange.setPersistent(exchange.isPersistent() && !left);
            exchange.getResponseSender().send(body.content().duplicate(), left ? HANG_UP : IoCallback.END_EXCHANGE);
        }
    }

    private void send(HttpServerExchange exchange, Request request, Response.Content content) {
        try {
            sender.send(exchange, request, content);
        } catch (IOException e) {
            failures.accept(
                    Problem.of("'" + request.path() + "' cannot be sent").because(IoReason.withFile(e)));
            exchange.getResponseHeaders().clear();
            send(exchange, Response.text(500, "the server cannot read this file: its log says why\n"));
        }
    }
}
