package io.slipway.mirror.oci.transfer;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.OciException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A blob that is what its descriptor says when its end is reached; before that, nobody knows. */
public final class Verified extends FilterInputStream {

    private final Descriptor expected;
    private final MessageDigest hasher;
    private long came;

    public Verified(InputStream in, Descriptor expected) {
        super(in);
        this.expected = expected;
        this.hasher = expected.digest().hasher();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            requireAll();
            return count;
        }
        came += count;
        if (came > expected.size()) {
            throw wrong("it is longer than " + expected.size() + " bytes");
        }
        hasher.update(buffer, offset, count);
        return count;
    }

    private void requireAll() {
        if (came != expected.size()) {
            throw wrong("it has " + came + " bytes instead of " + expected.size());
        }
        var actual = expected.digest().of(hasher);
        if (!actual.equals(expected.digest())) {
            throw wrong("its digest is " + actual);
        }
    }

    private OciException wrong(String why) {
        return new OciException(Problem.of("the blob " + expected.digest() + " is not what its digest says")
                .because(why));
    }
}
