package io.slipway.mirror.fetch;

import io.slipway.common.Progress;
import io.slipway.mirror.fetch.FetchException.Again;
import io.slipway.mirror.store.StagedBlob;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.WrongContent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;

/**
 * One file on its way into the store. Goes on in the middle where a connection broke (RFC 9110 section 14), if the server says that
 * it is still the same file; whether it was is for the digest to say.
 */
final class Download {

    private final Http http;
    private final BlockingQueue<ByteBuffer> buffers;
    private final StoreWriter store;
    private final URI uri;
    private final Wanted file;
    private final Progress.Step step;
    private Validators before = Validators.NONE;

    /** @param buffers one for each download that may be under way; what is done with a file before and afterwards needs none */
    Download(
            Http http, BlockingQueue<ByteBuffer> buffers, StoreWriter store, URI uri, Wanted file, Progress.Step step) {
        this.http = http;
        this.buffers = buffers;
        this.store = store;
        this.uri = uri;
        this.file = file;
        this.step = step;
    }

    /** One attempt. */
    Wanted run() throws IOException, InterruptedException {
        try (StagedBlob staged = store.stage(file.content())) {
            if (store.has(file.content())) {
                step.advance(file.content().size());
                return file;
            }
            step.advance(staged.size());
            if (staged.size() < file.content().size()) {
                ByteBuffer buffer = buffers.take();
                try {
                    receive(staged, buffer);
                } finally {
                    buffers.add(buffer);
                }
            }
            staged.commitSoon();
            return file;
        } catch (WrongContent e) {
            throw FetchException.garbled(uri, e);
        }
    }

    private void receive(StagedBlob staged, ByteBuffer buffer) throws IOException, InterruptedException {
        Http.Reply reply = http.get(uri, request -> {
            if (staged.size() > 0) {
                request.header("Range", "bytes=" + staged.size() + "-");
                before.onlyIfTheSame(request);
            }
        });
        long promised;
        try (Body body = reply.body()) {
            HttpHeaders headers = reply.headers();
            boolean continued = reply.status() == 206 && startsAt(headers, staged.size());
            if (reply.status() == 416 || (reply.status() == 206 && !continued)) {
                staged.restart();
                throw FetchException.of(
                        uri, "the server cannot go on in the middle of the file", Again.PATIENTLY, null);
            }
            if (!continued) {
                http.requireOk(uri, reply);
                staged.restart();
            }
            before = Validators.of(headers);
            promised = staged.size()
                    + headers.firstValueAsLong("Content-Length")
                            .orElse(file.content().size() - staged.size());
            for (int n = body.read(buffer.clear()); n >= 0; n = body.read(buffer.clear())) {
                staged.write(buffer.flip());
                step.advance(n);
            }
        }
        if (staged.size() < promised) {
            throw FetchException.of(
                    uri,
                    "the answer broke off after " + staged.size() + " of " + promised + " bytes",
                    Again.PATIENTLY,
                    null);
        }
    }

    private static boolean startsAt(HttpHeaders headers, long offset) {
        return headers.firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + offset + "-"))
                .isPresent();
    }
}
