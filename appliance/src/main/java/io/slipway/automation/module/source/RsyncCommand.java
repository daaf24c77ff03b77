package io.slipway.automation.module.source;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words after {@code rsync}, from the arguments of {@code synchronize}.
 *
 * @param rsh how to reach the other machine; empty when none is needed
 * @param rsyncPath the command there; empty for the usual one
 * @param links folders, as whole paths, whose files are linked instead of sent; {@code rsync} is verbose then, since it tells of a
 *     file that only became a link in no other way
 * @param source where {@code rsync} reads: a path or {@code user@host:path}
 */
record RsyncCommand(
        Arguments arguments, boolean check, String rsh, String rsyncPath, List<String> links, End source, End target) {

    /** Stands before what was changed in {@code rsync}'s output. */
    static final String MARK = "<<CHANGED>>";

    /** What the far shell leaves as it is; of {@code rsync} before 3.2.4 all else has to be kept from it. */
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./~*?\\[\\]-]*");

    /** One end of the transfer: a place on the other machine, or a path on this one, whose {@code ~} the shell expands. */
    record End(String text, boolean far) {

        /** Whether {@code rsync} itself would look for it behind a shell. */
        boolean needsShell() {
            return !isUrl() && (far || text.matches("(?s)[^/]*:.*"));
        }

        boolean isUrl() {
            return text.startsWith("rsync://");
        }
    }

    /** Words of the command line: as the result shows them, and for {@code sh}. */
    private record Word(String shown, String forShell) {

        static Word flag(String flag) {
            return new Word(flag, Script.quote(flag));
        }

        static Word option(String name, String value) {
            return new Word(name + Words.shown(List.of(value)), Script.quote(name + value));
        }

        /** Written as on a command line, with quotes where they are needed. */
        static Word written(String text) {
            return new Word(text, Script.words(Words.split(text)));
        }

        static Word folder(String option, String folder) {
            return new Word(option + "=" + folder, option + " " + Words.expanding(folder));
        }

        static Word end(End end) {
            return new Word(
                    Words.shown(List.of(end.text())),
                    end.far() ? Script.quote(end.text()) : Words.expanding(end.text()));
        }
    }

    /** Words of {@code sh}. */
    String forShell() {
        return words(rsh).map(Word::forShell).collect(Collectors.joining(" "));
    }

    /**
     * As the result tells it.
     *
     * @param rshThere as {@link #rsh}, with the program's whole path
     */
    String shown(String rsync, String rshThere) {
        return rsync + " " + words(rshThere).map(Word::shown).collect(Collectors.joining(" "));
    }

    private Stream<Word> words(String remoteShell) {
        List<Word> words = new ArrayList<>();
        flags().forEach(flag -> words.add(Word.flag(flag)));
        List<String> own = arguments.strings("rsync_opts").stream()
                .filter(option -> !option.isBlank())
                .toList();
        if (!remoteShell.isEmpty() && own.stream().noneMatch(option -> option.contains("--rsh"))) {
            words.add(Word.option("--rsh=", remoteShell));
        }
        if (!rsyncPath.isEmpty()) {
            words.add(Word.option("--rsync-path=", rsyncPath));
        }
        own.forEach(option -> words.add(Word.written(option)));
        if (arguments.flag("partial")) {
            words.add(Word.flag("--partial"));
        }
        if (!links.isEmpty()) {
            words.add(Word.flag("-H"));
            words.add(Word.flag("-vv"));
            links.forEach(folder -> words.add(Word.folder("--link-dest", folder)));
        }
        if (Stream.of(source, target)
                .anyMatch(end -> end.far() && !PLAIN.matcher(end.text()).matches())) {
            words.add(Word.flag("--protect-args"));
        }
        words.add(Word.option("--out-format=", MARK + "%i %n%L"));
        words.add(Word.end(source));
        words.add(Word.end(target));
        return words.stream();
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (arguments.flag("delay_updates")) {
            flags.addAll(List.of("--delay-updates", "-F"));
        }
        when(flags, arguments.flag("compress"), "--compress");
        long timeout = arguments.number("rsync_timeout");
        when(flags, timeout != 0, "--timeout=" + timeout);
        when(flags, check, "--dry-run");
        when(flags, arguments.flag("delete"), "--delete-after");
        when(flags, arguments.flag("existing_only"), "--existing");
        when(flags, arguments.flag("checksum"), "--checksum");
        when(flags, arguments.flag("copy_links"), "--copy-links");
        boolean archive = arguments.flag("archive");
        when(flags, archive, "--archive");
        for (String kept : List.of("recursive", "links", "perms", "times", "owner", "group")) {
            arguments
                    .choice(kept)
                    .filter(wanted -> wanted != archive)
                    .ifPresent(wanted -> flags.add((wanted ? "--" : "--no-") + kept));
        }
        when(flags, arguments.flag("dirs"), "--dirs");
        return flags;
    }

    private static void when(List<String> flags, boolean wanted, String flag) {
        if (wanted) {
            flags.add(flag);
        }
    }

    /** Whether something was moved, by what {@code rsync} said. */
    boolean changed(String output) {
        return links.isEmpty() ? output.contains(MARK) : !output.contains(MARK + ".");
    }

    static Map<String, Object> told(String output) {
        String clean = output.replace(MARK, "");
        return Map.of(
                "msg",
                clean,
                "stdout_lines",
                clean.lines().filter(line -> !line.isEmpty()).toList());
    }
}
