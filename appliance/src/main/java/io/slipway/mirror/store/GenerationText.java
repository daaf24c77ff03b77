package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
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
 * keep SHA256 SIZE PATH
 * end
 * </pre>
 */
final class GenerationText {

    private static final String MAGIC = "slipway-generation 1";
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
        generation.served().forEach((path, entry) -> line(text, "serve", path, entry));
        generation.kept().forEach((path, entry) -> line(text, "keep", path, entry));
        return text.append("end\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String verb, String path, Generation.Entry entry) {
        text.append(verb)
                .append(' ')
                .append(entry.digest().hex())
                .append(' ')
                .append(entry.size())
                .append(' ')
                .append(oneLine(path))
                .append('\n');
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
        return STAMP.format(generation.created()) + "-" + Digest.of(text).hex().substring(0, 16);
    }

    /** When the generation of this id was made. */
    static Optional<Instant> created(String id) {
        try {
            return Optional.of(STAMP.parse(id.substring(0, Math.max(0, id.indexOf('-'))), Instant::from));
        } catch (DateTimeException notAnId) {
            return Optional.empty();
        }
    }

    static Generation read(String source, byte[] content) {
        return new Reader(source).read(new String(content, StandardCharsets.UTF_8));
    }

    private static final class Reader {

        private final String source;
        private final SortedMap<String, String> notes = new TreeMap<>();
        private final SortedMap<String, Generation.Entry> served = new TreeMap<>();
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
            return new Generation(name, when, notes, served, kept);
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
                case "serve" -> entry(rest, served);
                case "keep" -> entry(rest, kept);
                case "end" -> ended = true;
                default -> throw new IllegalArgumentException("unknown word '" + words[0] + "'");
            }
        }

        private static void entry(String text, SortedMap<String, Generation.Entry> into) {
            String[] fields = text.split(" ", 3);
            require(fields.length == 3, "a digest, a size and a path belong here");
            into.put(fields[2], new Generation.Entry(new Digest(fields[0]), Long.parseLong(fields[1])));
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
