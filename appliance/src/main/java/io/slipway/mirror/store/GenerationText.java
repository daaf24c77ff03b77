package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A generation as a file: one fact per line, so that {@code grep} and {@code diff} can read it.
 *
 * <pre>
 * slipway-generation 1
 * name demo
 * created 2026-11-22T08:00:00Z
 * note KEY VALUE
 * serve SHA256 SIZE PATH
 * serve SHA256 SIZE@SECONDS PATH
 * keep SHA256 SIZE PATH
 * end
 * </pre>
 *
 * <p>The lines of a verb are sorted by path. {@code SECONDS}, of Unix time, say since when the path has that content, if that is not
 * since this generation.
 */
final class GenerationText {

    private static final String MAGIC = "slipway-generation 1";
    private static final String SERVED = "\nserve ";

    /** So much of the beginning and of the end of a file nearly always holds all but what is served. */
    private static final int OUTLINE = 1 << 15;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private GenerationText() {}

    static byte[] write(Generation generation) {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        text.append("name ").append(generation.name()).append('\n');
        text.append("created ").append(generation.created()).append('\n');
        generation
                .notes()
                .forEach((key, value) -> text.append("note ")
                        .append(noBlank(key))
                        .append(' ')
                        .append(oneLine(value))
                        .append('\n'));
        generation
                .served()
                .forEach((path, entry) ->
                        line(text, "serve", path, entry, generation.since().get(path)));
        generation.kept().forEach((path, entry) -> line(text, "keep", path, entry, null));
        return text.append("end\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(
            StringBuilder text, String verb, String path, Generation.Entry entry, @Nullable Instant since) {
        text.append(verb).append(' ').append(entry.digest().hex()).append(' ').append(entry.size());
        if (since != null) {
            text.append('@').append(since.getEpochSecond());
        }
        text.append(' ').append(oneLine(path)).append('\n');
    }

    /**
     * What a line says of a path.
     *
     * @param since null if the generation's own date is meant
     */
    record Line(
            String path, Generation.Entry entry, @Nullable Instant since) {

        /** @param text of a line, behind its verb */
        static Line parse(String text) {
            int first = text.indexOf(' ');
            int second = text.indexOf(' ', first + 1);
            if (first < 0 || second < 0) {
                throw new IllegalArgumentException("a digest, a size and a path belong here");
            }
            int at = text.lastIndexOf('@', second);
            long size = Long.parseLong(text, first + 1, at < 0 ? second : at, 10);
            Instant since = at < 0 ? null : Instant.ofEpochSecond(Long.parseLong(text, at + 1, second, 10));
            return new Line(
                    text.substring(second + 1),
                    new Generation.Entry(new Digest(text.substring(0, first)), size),
                    since);
        }
    }

    private static String oneLine(String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("control characters cannot stand in a generation: " + value);
        }
        return value;
    }

    private static String noBlank(String key) {
        if (key.isEmpty() || key.contains(" ")) {
            throw new IllegalArgumentException("a note's key has no blanks: '" + key + "'");
        }
        return oneLine(key);
    }

    /** The name of the generation's file: sorts by age, and proves the content. */
    static String id(Generation generation, byte[] text) {
        return STAMP.format(generation.created()) + "-" + proof(text);
    }

    /** Whether the id proves this content. */
    static boolean proves(String id, byte[] text) {
        return id.substring(id.indexOf('-') + 1).equals(proof(text));
    }

    private static String proof(byte[] text) {
        return Digest.of(text).hex().substring(0, 16);
    }

    /** When the generation of this id was made. */
    static Optional<Instant> created(String id) {
        try {
            return Optional.of(STAMP.parse(id.substring(0, Math.max(0, id.indexOf('-'))), Instant::from));
        } catch (DateTimeException notAnId) {
            return Optional.empty();
        }
    }

    /** A generation without what it serves: only the beginning and the end of the file are read, which need not be proven. */
    static Generation outline(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            String head = "";
            for (int length = OUTLINE; !head.contains(SERVED) && head.length() < channel.size(); length *= 2) {
                head = part(channel, 0, length);
            }
            String tail = "";
            for (int length = OUTLINE; !tail.contains(SERVED) && tail.length() < channel.size(); length *= 2) {
                tail = part(channel, Math.max(0, channel.size() - length), length);
            }
            if (!head.contains(SERVED)) {
                return read(file.toString(), head.getBytes(StandardCharsets.ISO_8859_1));
            }
            String kept = tail.substring(tail.indexOf('\n', tail.lastIndexOf(SERVED) + 1));
            String outline = head.substring(0, head.indexOf(SERVED)) + kept;
            return read(file.toString(), outline.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** As text of one character for each byte. */
    private static String part(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, channel.size() - from));
        int count;
        do {
            count = channel.read(bytes, from + bytes.position());
        } while (count > 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    static Generation read(String source, byte[] content) {
        return new Reader(source).read(new String(content, StandardCharsets.UTF_8));
    }

    private static final class Reader {

        private final String source;
        private final SortedMap<String, String> notes = new TreeMap<>();
        private final SortedMap<String, Generation.Entry> served = new TreeMap<>();
        private final SortedMap<String, Instant> since = new TreeMap<>();
        private final SortedMap<String, Generation.Entry> kept = new TreeMap<>();
        private String name = "";
        private @Nullable Instant created;
        private boolean ended;

        Reader(String source) {
            this.source = source;
        }

        Generation read(String text) {
            int number = 0;
            for (String line : (Iterable<String>) text.lines()::iterator) {
                number++;
                try {
                    accept(number, line);
                } catch (IllegalArgumentException | DateTimeException e) {
                    throw damaged(number, String.valueOf(e.getMessage()));
                }
            }
            Instant when = created;
            if (!ended || when == null || !Generation.isName(name)) {
                throw damaged(number, "it is incomplete");
            }
            return new Generation(name, when, notes, served, since, kept);
        }

        private void accept(int number, String line) {
            if (number == 1) {
                require(line.equals(MAGIC), "it does not start with '" + MAGIC + "'");
                return;
            }
            require(!ended, "there is text after its end");
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "name" -> name = rest;
                case "created" -> created = Instant.parse(rest);
                case "note" -> {
                    String[] note = rest.split(" ", 2);
                    notes.put(note[0], note.length > 1 ? note[1] : "");
                }
                case "serve" -> {
                    Line entry = Line.parse(rest);
                    served.put(entry.path(), entry.entry());
                    if (entry.since() != null) {
                        since.put(entry.path(), entry.since());
                    }
                }
                case "keep" -> {
                    Line entry = Line.parse(rest);
                    kept.put(entry.path(), entry.entry());
                }
                case "end" -> ended = true;
                default -> throw new IllegalArgumentException("unknown word '" + words[0] + "'");
            }
        }

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new IllegalArgumentException(otherwise);
            }
        }

        private StoreException damaged(int line, String why) {
            return new StoreException(
                    Problem.of("this generation is damaged")
                            .at(new Position(source, line, 0))
                            .because(why)
                            .hint("run 'slipway sync' to make a new one"),
                    null);
        }
    }
}
