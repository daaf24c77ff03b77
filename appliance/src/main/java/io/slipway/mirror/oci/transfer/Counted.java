package io.slipway.mirror.oci.transfer;

import io.slipway.common.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how much was read. */
final class Counted extends FilterInputStream {

    private final Progress.Step step;

    Counted(InputStream in, Progress.Step step) {
        super(in);
        this.step = step;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        step.advance(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        step.advance(Math.max(count, 0));
        return count;
    }
}
