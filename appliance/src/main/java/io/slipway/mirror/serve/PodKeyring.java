package io.slipway.mirror.serve;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.Keyring;
import io.slipway.server.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The keys that sign for the pod. A rotation counts at once: at every request it looks whether the file is still the same. */
final class PodKeyring {

    private static final String TYPE = "application/pgp-keys";

    private final Path file;
    private volatile @Nullable Loaded loaded;

    /** @param file in armour */
    PodKeyring(Path file) {
        this.file = file;
    }

    private record Seen(@Nullable Object file, FileTime modified) {}

    private record Loaded(Seen seen, Response binary, Response armoured) {}

    /** What {@code Signed-By} takes as a file. */
    Response binary() {
        return current().binary();
    }

    Response armoured() {
        return current().armoured();
    }

    private Loaded current() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Seen seen = new Seen(now.fileKey(), now.lastModifiedTime());
            Loaded known = loaded;
            if (known == null || !known.seen().equals(seen)) {
                known = load(seen);
                loaded = known;
            }
            return known;
        } catch (IOException e) {
            throw new CryptoException(
                    Problem.of("the public keys '" + file + "' cannot be read").because(IoReason.of(e, file)), e);
        }
    }

    private Loaded load(Seen seen) throws IOException {
        byte[] armour = Files.readAllBytes(file);
        byte[] binary = Keyring.parse(file.toString(), armour).encoded();
        Instant since = seen.modified().toInstant();
        return new Loaded(seen, Response.bytes(binary, TYPE, since), Response.bytes(armour, TYPE, since));
    }
}
