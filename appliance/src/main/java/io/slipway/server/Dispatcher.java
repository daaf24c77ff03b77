package io.slipway.server;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
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

/** Finds the route of a request, and turns its answer into HTTP. */
final class Dispatcher implements HttpHandler {

    private final List<Route> routes;
    private final Executor threads;
    private final Consumer<Problem> failures;
    private final Duration patience;
    private final Ending ending;
    private final ContentSender sender;

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
        this.ending = new Ending(threads, patience);
        this.sender = new ContentSender(new SmallFiles(), ending);
    }

    /** On one of the few threads that all connections share. */
    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Ending.announce(exchange);
        String path = exchange.getRequestPath();
        Route route = route(path);
        if (route == null) {
            send(exchange, Response.notFound(path));
        } else if (!route.handler().takes(exchange.getRequestMethod().toString())) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            send(exchange, Response.text(405, "only GET and HEAD are possible here\n"));
        } else {
            Request request = request(exchange, route, path);
            if (!answeredAtOnce(exchange, route, request)) {
                exchange.dispatch(threads, () -> answer(exchange, route, request));
            }
        }
    }

    private @Nullable Route route(String path) {
        for (Route each : routes) {
            if (each.matches(path)) {
                return each;
            }
        }
        return null;
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
        Optional<Response> ready = route.handler().handleAtOnce(request);
        if (ready.isEmpty()) {
            return false;
        }
        return sentAtOnce(exchange, request, ready.get());
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
            case Response.Watched watched -> {
                watch(exchange, watched);
                send(exchange, request, watched.answer());
                yield true;
            }
        };
    }

    private void answer(HttpServerExchange exchange, Route route, Request request) {
        send(exchange, request, handled(route, request));
    }

    private void send(HttpServerExchange exchange, Request request, Response answer) {
        switch (answer) {
            case Response.Body body -> send(exchange, body);
            case Response.Content content -> send(exchange, request, content);
            case Response.With with -> {
                announce(exchange, with);
                send(exchange, request, with.answer());
            }
            case Response.Watched watched -> {
                watch(exchange, watched);
                send(exchange, request, watched.answer());
            }
        }
    }

    private static void watch(HttpServerExchange exchange, Response.Watched watched) {
        exchange.addExchangeCompleteListener((over, next) -> {
            watched.over().run();
            next.proceed();
        });
    }

    private static void announce(HttpServerExchange exchange, Response.With with) {
        for (Response.Header header : with.headers()) {
            exchange.getResponseHeaders().add(HttpString.tryFromString(header.name()), header.value());
        }
    }

    private Response handled(Route route, Request request) {
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

    private void send(HttpServerExchange exchange, Response.Body body) {
        exchange.setStatusCode(body.status());
        if (!body.type().isEmpty()) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, body.type());
        }
        if (body.status() != 204) {
            exchange.getResponseHeaders()
                    .put(Headers.CONTENT_LENGTH, body.content().remaining());
        }
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            ending.withoutBody(exchange);
        } else {
            exchange.getResponseSender().send(body.content().duplicate(), ending);
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
