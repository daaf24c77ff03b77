package io.slipway.mirror.oci.pod;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StagedBlob;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the store calls contents that images call otherwise than by SHA-256. That turns out when such a content is there: until it is
 * published, what came stays in {@code staging} as well, so that a crash costs none of it.
 */
public final class OtherDigests {

    private final StoreWriter store;
    private final Map<OciDigest, Generation.Entry> known = new ConcurrentHashMap<>();
    private final Queue<Path> parts = new ConcurrentLinkedQueue<>();

    public OtherDigests(StoreWriter store) {
        this.store = store;
    }

    /** Learns from what was published before. */
    public OtherDigests knowing(Optional<Generation> before) {
        before.ifPresent(generation -> generation
                .served()
                .forEach((path, entry) -> OciDigest.parse(path.substring(path.lastIndexOf('/') + 1))
                        .filter(digest -> !digest.isSha256())
                        .ifPresent(digest -> known.put(digest, entry))));
        return this;
    }

    /** The content as the store knows it, if that is known. */
    public Optional<Generation.Entry> find(Descriptor descriptor) {
        return descriptor.digest().isSha256()
                ? Optional.of(ImagePaths.entry(descriptor))
                : Optional.ofNullable(known.get(descriptor.digest()));
    }

    public boolean has(Descriptor descriptor) {
        return find(descriptor).filter(store::has).isPresent();
    }

    /** Stores a small content whole, whose digest is known to be this one. */
    public Generation.Entry put(OciDigest digest, byte[] content) {
        Generation.Entry entry = store.put(content);
        if (!digest.isSha256()) {
            known.put(digest, entry);
        }
        return entry;
    }

    /**
     * Stores a blob; goes on where it broke off, also after a crash.
     *
     * @throws PodException if it is not what its digest says
     */
    public Generation.Entry put(Descriptor blob, BlobBytes content) {
        Path part = part(blob);
        try {
            parts.add(part);
            boolean begun = receive(part, blob, content);
            Optional<Digest> right = digestIfRight(part, blob.digest());
            if (right.isEmpty() && begun) {
                Files.delete(part);
                receive(part, blob, content);
                right = digestIfRight(part, blob.digest());
            }
            if (right.isEmpty()) {
                Files.delete(part);
                throw wrong(blob, "its content has another digest", null);
            }
            Generation.Entry entry = new Generation.Entry(right.get(), blob.size());
            keep(part, entry);
            known.put(blob.digest(), entry);
            return entry;
        } catch (IOException e) {
            throw wrong(blob, IoReason.of(e), e);
        }
    }

    /** How much of the disk it will take to store these blobs, in bytes: each is there twice until it is published. */
    public long room(Collection<Descriptor> blobs) {
        long sum = 0;
        for (Descriptor blob : blobs) {
            long more = room(blob);
            sum = more > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + more;
        }
        return sum;
    }

    private long room(Descriptor blob) {
        long twice = blob.size() > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * blob.size();
        try {
            return twice - Math.min(blob.size(), Files.size(part(blob)));
        } catch (IOException nothingThere) {
            return twice;
        }
    }

    private Path part(Descriptor blob) {
        return store.store().staging().resolve("sha512-" + blob.digest().hex() + ".part");
    }

    /** @return whether something of it was there before */
    private static boolean receive(Path part, Descriptor blob, BlobBytes content) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long before = out.size() > blob.size() ? 0 : out.size();
            out.truncate(before).position(before);
            if (before < blob.size()) {
                try (InputStream in = content.from(before)) {
                    byte[] buffer = new byte[1 << 16];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        if (out.position() + n > blob.size()) {
                            throw new IOException("it is longer than " + blob.size() + " bytes");
                        }
                        write(out, buffer, n);
                    }
                }
            }
            return before > 0;
        }
    }

    private static void write(FileChannel out, byte[] buffer, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static Optional<Digest> digestIfRight(Path part, OciDigest expected) throws IOException {
        MessageDigest theirs = expected.hasher();
        MessageDigest ours = Digest.sha256();
        try (InputStream in = Files.newInputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                theirs.update(buffer, 0, n);
                ours.update(buffer, 0, n);
            }
        }
        return expected.of(theirs).equals(expected) ? Optional.of(Digest.finish(ours)) : Optional.empty();
    }

    private void keep(Path part, Generation.Entry entry) throws IOException {
        try (StagedBlob staged = store.stage(entry);
                InputStream in = Files.newInputStream(part)) {
            if (store.has(entry)) {
                return;
            }
            staged.restart();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                staged.write(ByteBuffer.wrap(buffer, 0, n));
            }
            staged.commit();
        }
    }

    /** What came is published now. */
    public void published() {
        for (Path part : List.copyOf(parts)) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                throw new PodException(
                        Problem.of("the file '" + part + "' cannot be removed").because(IoReason.of(e)), e);
            }
        }
    }

    private static PodException wrong(Descriptor blob, String why, @Nullable Throwable cause) {
        return new PodException(
                Problem.of("the blob " + blob.digest() + " cannot be stored").because(why), cause);
    }
}
