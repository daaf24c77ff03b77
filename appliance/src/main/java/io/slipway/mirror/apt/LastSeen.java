package io.slipway.mirror.apt;

import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.fetch.Validators;
import io.slipway.mirror.store.Generation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a mirror's last generation knows of its upstreams: their files, and what to recognize them by. */
public final class LastSeen {

    private final Optional<Generation> generation;

    private LastSeen(Optional<Generation> generation) {
        this.generation = generation;
    }

    /** @param generation nothing if there is none yet */
    public static LastSeen in(Optional<Generation> generation) {
        return new LastSeen(generation);
    }

    /** The notes of a generation from which the next sync will know all this. */
    public static Map<String, String> notes(
            AptSource source, Release release, Map<String, Validators> validatorsByName) {
        Map<String, String> notes = new TreeMap<>();
        release.date().ifPresent(date -> notes.put(dateNote(source), date.toString()));
        validatorsByName.forEach((name, validators) -> note(notes, UpstreamSuite.keptAs(source, name), validators));
        return notes;
    }

    /** Notes validators of a file by the name under which the generation keeps it. */
    public static void note(Map<String, String> notes, String keptAs, Validators validators) {
        if (isLine(validators.etag())) {
            notes.put("etag:" + encoded(keptAs), validators.etag());
        }
        if (isLine(validators.lastModified())) {
            notes.put("modified:" + encoded(keptAs), validators.lastModified());
        }
    }

    private static boolean isLine(String text) {
        return !text.isEmpty() && text.length() < 1000 && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** A file that the generation keeps. */
    public Optional<Generation.Entry> file(String keptAs) {
        return generation.map(found -> found.kept().get(keptAs));
    }

    public Validators validators(String keptAs) {
        return new Validators(
                text("etag:" + encoded(keptAs)).orElse(""),
                text("modified:" + encoded(keptAs)).orElse(""));
    }

    /** When the suite that was taken the last time had been made. */
    Optional<Instant> date(AptSource source) {
        return text(dateNote(source)).map(Instant::parse);
    }

    private Optional<String> text(String note) {
        return generation.map(found -> found.notes().get(note));
    }

    private static String dateNote(AptSource source) {
        return "date:" + source.label().replace(' ', '#');
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
