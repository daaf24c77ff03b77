package io.slipway.mirror.fetch;

import io.slipway.mirror.fetch.FetchException.Again;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A file that is read while it comes. What broke off is asked for again from there, at the address where it was asked for first. */
final class ResumedStream extends InputStream {

    private final Http http;
    private final Persistence persistence;
    private final URI uri;
    private final long size;
    private Validators before = Validators.NONE;
    private @Nullable InputStream body;
    private long came;

    ResumedStream(Http http, Persistence persistence, URI uri, long from, long size) {
        this.http = http;
        this.persistence = persistence;
        this.uri = uri;
        this.came = from;
        this.size = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (came >= size) {
            return -1;
        }
        return persistence.get(uri, () -> {
            InputStream from = body;
            if (from == null) {
                from = connect();
                body = from;
            }
            try {
                int count = from.read(buffer, offset, (int) Math.min(length, size - came));
                if (count < 0) {
                    throw new IOException("the answer broke off after " + came + " of " + size + " bytes");
                }
                came += count;
                return count;
            } catch (IOException e) {
                close();
                throw e;
            }
        });
    }

    private InputStream connect() throws IOException, InterruptedException {
        Http.Reply reply = http.get(uri, request -> {
            if (came > 0) {
                request.header("Range", "bytes=" + came + "-");
                before.onlyIfTheSame(request);
            }
        });
        try {
            if (came > 0 && reply.status() == 206 && startsHere(reply)) {
                return reply.body();
            }
            http.requireOk(uri, reply);
            before = Validators.of(reply.headers());
            reply.body().skipNBytes(came);
            return reply.body();
        } catch (IOException | FetchException e) {
            reply.body().close();
            throw e;
        }
    }

    private boolean startsHere(Http.Reply reply) {
        boolean here = reply.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + came + "-"))
                .isPresent();
        if (!here) {
            throw FetchException.of(uri, "the server cannot go on in the middle of the file", Again.NEVER, null);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
