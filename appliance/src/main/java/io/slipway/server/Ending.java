package io.slipway.server;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.xnio.IoUtils;

/**
 * Ends what was answered. A body that nobody read is taken along after its answer if it is little, for many clients listen only when they
 * have sent everything; of more the connection ends. Undertow by itself takes whatever comes, on a thread that other connections need.
 */
final class Ending implements IoCallback {

    private final Executor threads;
    private final Duration patience;

    private final IoCallback finish = new IoCallback() {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            finish(exchange);
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
            hangUp(exchange);
        }
    };

    /** @param patience with a client that goes on sending what nobody reads */
    Ending(Executor threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /** Lets the answer say what becomes of the connection; to be called before there is one. */
    static void announce(HttpServerExchange exchange) {
        if (exchange.isHttp10() || !exchange.isRequestComplete()) {
            exchange.addResponseCommitListener(Ending::sayWhatComesNext);
        }
    }

    private static void sayWhatComesNext(HttpServerExchange exchange) {
        if (!exchange.isRequestComplete() && !endsSoon(exchange)) {
            exchange.setPersistent(false);
        }
        if (exchange.isHttp10() && exchange.isPersistent()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, Headers.KEEP_ALIVE.toString());
        }
    }

    private static boolean endsSoon(HttpServerExchange exchange) {
        return exchange.getAttachment(BodyStream.LEFT) == null
                && !exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)
                && exchange.getRequestContentLength() <= BodyStream.HEARD_OUT;
    }

    /** Ends an answer that has no body, or none yet. */
    void withoutBody(HttpServerExchange exchange) {
        exchange.getResponseSender().close(finish);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        sender.close(finish);
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
        hangUp(exchange);
    }

    /** Once all of the answer is on its way. */
    void finish(HttpServerExchange exchange) {
        if (exchange.isRequestComplete()) {
            exchange.endExchange();
        } else if (exchange.getAttachment(BodyStream.LEFT) != null) {
            hangUp(exchange);
        } else {
            exchange.dispatch(threads, () -> takeTheRest(exchange));
        }
    }

    private void takeTheRest(HttpServerExchange exchange) {
        if (!BodyStream.takeRest(exchange, patience)) {
            hangUp(exchange);
        }
    }

    private static void hangUp(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
    }
}
