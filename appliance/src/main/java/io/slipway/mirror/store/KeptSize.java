package io.slipway.mirror.store;

import io.slipway.common.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How much a store holds, kept in a small file: to count millions of files for a number on a chart would take minutes. A process
 * that is killed, or whose disk is full, may leave out what it did last; each collection of garbage sees every file anyway and puts the count right.
 */
public final class KeptSize {

    private final Path file;
    private final BriefLock turn;

    KeptSize(Path directory) {
        this.file = directory.resolve("size");
        this.turn = new BriefLock(directory.resolve("size.lock"));
    }

    /**
     * Whole files of the store.
     *
     * @param bytes of their contents
     */
    public record Amount(long files, long bytes) {

        static final Amount NONE = new Amount(0, 0);

        Amount plus(long moreFiles, long moreBytes) {
            return new Amount(Math.max(0, files + moreFiles), Math.max(0, bytes + moreBytes));
        }
    }

    Amount read() {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ");
            return words.length == 2 ? new Amount(Long.parseLong(words[0]), Long.parseLong(words[1])) : Amount.NONE;
        } catch (NoSuchFileException | NumberFormatException neverCounted) {
            return Amount.NONE;
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be read", file, e);
        }
    }

    /** Something came, or went. */
    void add(long files, long bytes) {
        if (files != 0 || bytes != 0) {
            change(() -> read().plus(files, bytes));
        }
    }

    /** Everything was seen; what came and went since {@code before} was read still counts. */
    void correct(Amount before, Amount seen) {
        change(() -> {
            Amount now = read();
            return seen.plus(now.files() - before.files(), now.bytes() - before.bytes());
        });
    }

    private void change(BriefLock.Change<Amount> sum) {
        try {
            turn.alone(() -> {
                Amount next = sum.make();
                if (next.equals(read())) {
                    return next;
                }
                DurableFile.write(file, (next.files() + " " + next.bytes() + "\n").getBytes(StandardCharsets.US_ASCII));
                return next;
            });
        } catch (IOException diskIsFull) {
            // a chart is no reason to fail: the next collection counts anew
        }
    }
}
