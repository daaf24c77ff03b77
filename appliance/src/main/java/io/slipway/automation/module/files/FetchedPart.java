package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What had come of a large file of a node when the connection broke. It stays beside the file's place on this side, readable by its owner
 * alone, until the next fetch to that place, which continues it if both sides agree on the checksum of it.
 */
final class FetchedPart {

    /** What is smaller is fetched again, and leaves nothing. */
    private static final long LARGE = 64 << 20;

    private static final String SUM_OF_BEGINNING = """
            case $p in /*) q=$p;; *) q=./$p;; esac
            e=$(head -c "$n" -- "$q" | sha1sum) || exit 1
            printf %s "${e%% *}"
            """;

    private final Path path;

    private FetchedPart(Path path) {
        this.path = path;
    }

    static FetchedPart of(Path dest) {
        String name = String.valueOf(dest.getFileName());
        return new FetchedPart(
                dest.resolveSibling(".slipway.part-" + Hash.hex("SHA-1", name.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Makes of {@code temporary}, which is empty, the beginning of what is to come.
     *
     * @return of how many bytes; zero if there is no part, or it is of something else
     */
    long take(Path temporary, ModuleCall call, FoundPath found) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        if (!isOwn(temporary) || !begins(call, found)) {
            drop();
            return 0;
        }
        Files.move(path, temporary, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Files.size(temporary);
    }

    /** Whoever may write into the folder could wait for a file of his to be filled with secrets. */
    private boolean isOwn(Path made) throws IOException {
        Map<String, Object> its = Files.readAttributes(path, "unix:isRegularFile,nlink,uid", LinkOption.NOFOLLOW_LINKS);
        return Boolean.TRUE.equals(its.get("isRegularFile"))
                && Integer.valueOf(1).equals(its.get("nlink"))
                && Files.getAttribute(made, "unix:uid").equals(its.get("uid"));
    }

    private boolean begins(ModuleCall call, FoundPath found) throws IOException {
        Payload.FileContent came = Payload.FileContent.of(path);
        long size = found.target().orElseThrow().size();
        if (size < LARGE || came.size() > size) {
            return false;
        }
        Script ask = Script.of(SUM_OF_BEGINNING).set("p", found.path()).set("n", Long.toString(came.size()));
        return call.node().run(ask).out().equals(Hash.hex("SHA-1", came));
    }

    /** What has come stays, if it is of something large. */
    void keep(Path temporary, FoundPath found) throws IOException {
        if (found.target().orElseThrow().size() >= LARGE && Files.size(temporary) > 0) {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void drop() throws IOException {
        Files.deleteIfExists(path);
    }
}
