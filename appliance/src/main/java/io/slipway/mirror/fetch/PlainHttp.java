package io.slipway.mirror.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 where nothing stands between: no TLS, no proxy, and nothing to send. Whoever wants a body takes it from the socket in its own
 * thread. The JDK's client hands every piece from one thread to the next, which takes longer than to check it and to write it to the
 * disk, and to set it up takes longer than a sync with nothing new (docs/adr/0010).
 */
final class PlainHttp implements AutoCloseable {

    private static final int PORT = 80;

    private final Duration connect;
    private final ScheduledExecutorService timer;
    private final Map<String, Deque<PlainConnection>> idle = new ConcurrentHashMap<>();
    private final Set<PlainConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param connect how long it may take to reach a server */
    PlainHttp(Duration connect, ScheduledExecutorService timer) {
        this.connect = connect;
        this.timer = timer;
    }

    /** Whether a request is of the kind that this can send, if no proxy wants to have it. */
    static boolean canSend(HttpRequest request) {
        return "http".equals(request.uri().getScheme())
                && Set.of("GET", "HEAD").contains(request.method())
                && request.bodyPublisher()
                        .map(body -> body.contentLength() == 0)
                        .orElse(true);
    }

    /** A server may have closed a connection that was kept: then the next one, or a new one, is asked. */
    Http.Reply send(HttpRequest request) throws IOException {
        URI uri = request.uri();
        Deque<PlainConnection> kept =
                idle.computeIfAbsent(String.valueOf(uri.getRawAuthority()), server -> new ConcurrentLinkedDeque<>());
        for (PlainConnection next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
            try {
                return exchange(next, request, kept);
            } catch (IOException e) {
                if (next.heardSomething()) {
                    throw e;
                }
            }
        }
        PlainConnection fresh = PlainConnection.to(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort(), connect);
        open.add(fresh);
        return exchange(fresh, request, kept);
    }

    private Http.Reply exchange(PlainConnection connection, HttpRequest request, Deque<PlainConnection> kept)
            throws IOException {
        if (closed) {
            connection.close();
            throw new IOException("it was closed meanwhile");
        }
        @Nullable
        ScheduledFuture<?> alarm = request.timeout()
                .map(patience -> timer.schedule(connection::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS))
                .orElse(null);
        boolean answered = false;
        try {
            PlainHead head = connection.ask(request);
            PlainBody body = new PlainBody(connection, head, request.method(), whole -> done(connection, whole, kept));
            answered = true;
            return new Http.Reply(request.uri(), head.status(), head.headers(), body);
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
            if (!answered) {
                done(connection, false, kept);
            }
        }
    }

    private void done(PlainConnection connection, boolean canGoOn, Deque<PlainConnection> kept) {
        if (canGoOn && !closed) {
            kept.addFirst(connection);
        } else {
            open.remove(connection);
            connection.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(PlainConnection::close);
    }
}
