package io.slipway.mirror.store;

import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one generation serves, for those who ask for a path at a time: they need not wait until all of it is understood. Nothing but
 * its text is kept in memory, which is sorted.
 */
public final class PublishedPaths {

    private static final String CREATED = "created ";
    private static final String NOTE = "note ";
    private static final String SERVE = "serve ";
    private static final String KEEP = "keep ";
    private static final String END = "end";

    private final byte[] text;
    private final Instant created;

    private PublishedPaths(byte[] text, Instant created) {
        this.text = text;
        this.created = created;
    }

    /**
     * What stands under a path.
     *
     * @param since when it came to stand there
     */
    public record Found(Generation.Entry entry, Instant since) {}

    /** @param text whole, as its id says */
    static PublishedPaths in(String source, byte[] text) {
        int at = 0;
        while (at < text.length) {
            String line = line(text, at);
            if (line.startsWith(CREATED)) {
                return new PublishedPaths(text, Instant.parse(line.substring(CREATED.length())));
            }
            at = nextLine(text, at);
        }
        throw new StoreException(
                Problem.of("the generation '" + source + "' is damaged").because("it does not say when it was made"),
                null);
    }

    /** Whether a note of this name was taken when it was made. */
    public boolean hasNote(String key) {
        for (int at = 0; at < text.length; at = nextLine(text, at)) {
            String line = line(text, at);
            if (line.startsWith(NOTE + key + " ")) {
                return true;
            }
            if (line.startsWith(SERVE) || line.startsWith(KEEP)) {
                return false;
            }
        }
        return false;
    }

    public Optional<Found> find(String path) {
        int from = 0;
        int to = text.length;
        while (from < to) {
            int begin = lineAround((from + to) >>> 1);
            String line = line(text, begin);
            GenerationText.@Nullable Line entry =
                    line.startsWith(SERVE) ? GenerationText.Line.parse(line.substring(SERVE.length())) : null;
            int order = entry == null ? besideServed(line) : entry.path().compareTo(path);
            if (entry != null && order == 0) {
                return Optional.of(new Found(entry.entry(), entry.since() == null ? created : entry.since()));
            }
            if (order < 0) {
                from = nextLine(text, begin);
            } else {
                to = begin;
            }
        }
        return Optional.empty();
    }

    /** Whether a line that serves nothing stands before those that do, or after. */
    private static int besideServed(String line) {
        return line.startsWith(KEEP) || line.equals(END) ? 1 : -1;
    }

    private int lineAround(int at) {
        int begin = at;
        while (begin > 0 && text[begin - 1] != '\n') {
            begin--;
        }
        return begin;
    }

    private static int nextLine(byte[] text, int at) {
        int next = at;
        while (next < text.length && text[next] != '\n') {
            next++;
        }
        return Math.min(next + 1, text.length);
    }

    private static String line(byte[] text, int begin) {
        int end = begin;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return new String(text, begin, end - begin, StandardCharsets.UTF_8);
    }
}
