package io.slipway.server;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Finds the route of a request, and turns its answer into HTTP. */
final class Dispatcher implements HttpHandler {

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final List<Route> routes;
    private final Executor threads;
    private final Consumer<Problem> failures;

    /** @param failures is told why a request was answered with 500 */
    Dispatcher(List<Route> routes, Executor threads, Consumer<Problem> failures) {
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.path().length())
                        .reversed())
                .toList();
        this.threads = threads;
        this.failures = failures;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.dispatch(threads, () -> answer(exchange));
    }

    private void answer(HttpServerExchange exchange) {
        Request request = request(exchange);
        Optional<Route> route =
                routes.stream().filter(each -> each.matches(request.path())).findFirst();
        if (route.isEmpty()) {
            send(exchange, request, Response.notFound(request.path()));
        } else if (!METHODS.contains(request.method())) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            send(exchange, request, Response.text(405, "only GET and HEAD are possible here\n"));
        } else {
            send(exchange, request, handled(route.get(), request));
        }
    }

    private Response handled(Route route, Request request) {
        try {
            return route.handler()
                    .handle(new Request(
                            request.method(), request.path(), route.rest(request.path()), request.headers()));
        } catch (ProblemException e) {
            e.problems().forEach(failures);
            return Response.text(500, "the server cannot answer this: its log says why\n");
        }
    }

    private static Request request(HttpServerExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), values.getFirst());
        }
        return new Request(exchange.getRequestMethod().toString(), exchange.getRequestPath(), "", headers);
    }

    private void send(HttpServerExchange exchange, Request request, Response response) {
        switch (response) {
            case Response.Body body -> {
                exchange.setStatusCode(body.status());
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, body.type());
                exchange.getResponseHeaders()
                        .put(Headers.CONTENT_LENGTH, body.content().remaining());
                if (request.method().equals("HEAD")) {
                    exchange.endExchange();
                } else {
                    exchange.getResponseSender().send(body.content().duplicate());
                }
            }
            case Response.Content content -> send(exchange, request, content);
        }
    }

    private void send(HttpServerExchange exchange, Request request, Response.Content content) {
        try {
            new ContentSender(exchange, request).send(content);
        } catch (IOException e) {
            failures.accept(
                    Problem.of("'" + request.path() + "' cannot be sent").because(IoReason.withFile(e)));
            exchange.getResponseHeaders().clear();
            send(exchange, request, Response.text(500, "the server cannot read this file: its log says why\n"));
        }
    }
}
