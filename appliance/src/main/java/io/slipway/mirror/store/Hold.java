package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small file under {@code holds/} that keeps a content in the store, whatever else it means to its owner. Unlike what a
 * generation names, one comes and goes by itself, without the right to write.
 *
 * @param note the owner's, of one line
 */
public record Hold(Generation.Entry entry, String note) {

    public Hold {
        if (note.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a note is one line: " + note);
        }
    }

    /** @throws StoreException if it is not one: then it is not known what is needed */
    public static Hold parse(Path file, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        String[] words = text.split(" ", 3);
        if (!text.endsWith("\n") || words.length < 3 || !Digest.isHex(words[0]) || !words[1].matches("\\d{1,18}")) {
            throw new StoreException(
                    Problem.of("this file of the store is damaged")
                            .at(Position.in(file.toString()))
                            .because("it does not say which content it holds"),
                    null);
        }
        return new Hold(
                new Generation.Entry(new Digest(words[0]), Long.parseLong(words[1])),
                words[2].substring(0, words[2].length() - 1));
    }

    public byte[] text() {
        return (entry.digest().hex() + " " + entry.size() + " " + note + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
