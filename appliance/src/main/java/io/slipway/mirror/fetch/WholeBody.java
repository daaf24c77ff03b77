package io.slipway.mirror.fetch;

import io.slipway.mirror.fetch.FetchException.Again;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;

/** What an answer brings, of which nobody knows the digest: all that it promised, and no more than is wanted of anybody. */
final class WholeBody extends FilterInputStream {

    private final URI uri;
    private final long limit;
    private final long promised;
    private long came;

    /** @param limit in bytes */
    WholeBody(URI uri, Http.Reply reply, long limit) {
        super(reply.body());
        this.uri = uri;
        this.limit = limit;
        this.promised = reply.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        came += Math.max(count, 0);
        if (came > limit) {
            throw FetchException.of(uri, "the answer is longer than " + limit + " bytes", Again.NEVER, null);
        }
        if (count < 0 && promised >= 0 && came != promised) {
            throw FetchException.of(
                    uri, "the answer broke off after " + came + " of " + promised + " bytes", Again.PATIENTLY, null);
        }
        return count;
    }
}
