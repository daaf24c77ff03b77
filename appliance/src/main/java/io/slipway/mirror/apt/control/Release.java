package io.slipway.mirror.apt.control;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code Release} file of a suite: what it is, and the size and digest of every index in it. Only SHA-256 counts.
 *
 * @param fields all but the lists of files, by name in lower case
 * @param files by path, relative to the directory that the Release file stands in
 */
public record Release(Map<String, String> fields, SortedMap<String, IndexFile> files) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ANY_DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy H:mm:ss [z][Z]", Locale.ENGLISH);

    /** @param size in bytes */
    public record IndexFile(long size, Digest sha256) {}

    /** @param source what to call it in an error */
    public static Release parse(String source, String text) {
        List<Stanza> stanzas = ControlReader.readAll(source, text);
        if (stanzas.size() != 1) {
            throw new ControlException(Problem.of("this is not a Release file")
                    .at(Position.in(source))
                    .because("it has " + stanzas.size() + " paragraphs instead of one"));
        }
        Map<String, String> fields = new LinkedHashMap<>(stanzas.getFirst().fields());
        String list = Optional.ofNullable(fields.remove("sha256"))
                .orElseThrow(
                        () -> NoSha256.of("this Release file has", fields.containsKey("sha512"), Position.in(source)));
        for (String name : List.of("date", "valid-until")) {
            if (fields.containsKey(name)
                    && instant(fields.getOrDefault(name, "")).isEmpty()) {
                throw new ControlException(Problem.of("'" + fields.get(name) + "' is not a date")
                        .at(Position.in(source))
                        .because("nobody can say whether this Release file is the newest, as its " + name
                                + " has to tell"));
            }
        }
        fields.remove("md5sum");
        fields.remove("sha1");
        fields.remove("sha512");
        return new Release(fields, files(source, list));
    }

    private static SortedMap<String, IndexFile> files(String source, String list) {
        SortedMap<String, IndexFile> files = new TreeMap<>();
        for (String line : list.split("\n")) {
            String[] words = line.strip().split("\\s+", 3);
            if (words.length == 3 && Digest.isHex(words[0]) && words[1].matches("[0-9]{1,15}")) {
                String path = ArchivePath.checked(words[2], Position.in(source));
                files.put(path, new IndexFile(Long.parseLong(words[1]), new Digest(words[0])));
            } else if (!line.isBlank()) {
                throw new ControlException(Problem.of("this is not 'digest size path': '" + line.strip() + "'")
                        .at(Position.in(source)));
            }
        }
        return files;
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The words of a field such as {@code Architectures}. */
    public List<String> words(String name) {
        return field(name)
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.split("\\s+")))
                .orElse(List.of());
    }

    /** When it was made. */
    public Optional<Instant> date() {
        return field("Date").flatMap(Release::instant);
    }

    /** After which it must not be believed any more. */
    public Optional<Instant> validUntil() {
        return field("Valid-Until").flatMap(Release::instant);
    }

    public boolean acquireByHash() {
        return field("Acquire-By-Hash").filter("yes"::equals).isPresent();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, ANY_DATE).toInstant());
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    /** A date as Release files have it. */
    public static String date(Instant instant) {
        return DATE.format(instant);
    }

    /** The file's text. Field names come out in the case in which they were put in. */
    public String text() {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        text.append("SHA256:\n");
        files.forEach((path, file) -> text.append(' ')
                .append(file.sha256().hex())
                .append(' ')
                .append(file.size())
                .append(' ')
                .append(path)
                .append('\n'));
        return text.toString();
    }
}
