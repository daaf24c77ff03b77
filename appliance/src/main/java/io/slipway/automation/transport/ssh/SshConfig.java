package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.ssh.ConfigLine.UnclosedQuote;
import io.slipway.automation.transport.ssh.ConfigLine.Word;
import io.slipway.automation.transport.ssh.SshOptions.Setting;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files of ssh_config(5) for one host, and adds what they say about it to its options. */
final class SshConfig {

    private static final int DEPTH = 16;

    /** OpenSSH knows no limit; nobody writes more, and an endless file must not fill the memory. */
    private static final long LARGEST = 16 << 20;

    private final SshUser me;
    private final SshOptions options;
    private final Criteria criteria;
    private List<String> ignored = List.of();

    private SshConfig(SshUser me, SshOptions options, Criteria criteria) {
        this.me = me;
        this.options = options;
        this.criteria = criteria;
    }

    /**
     * @param options those of the command line, which come first
     * @param file instead of the user's and the system's; {@code null} for these
     * @param original the host as the inventory names it
     * @throws TransportException for lines that ssh refuses as well
     */
    static void apply(SshUser me, SshOptions options, @Nullable String file, String original) {
        Criteria first = new Criteria(me, options, original, original, false);
        new SshConfig(me, options, first).readAll(file);
        boolean canonical = options.text("CanonicalizeHostname")
                .map(value -> value.equals("yes") || value.equals("always"))
                .orElse(false);
        if (first.finalWanted() || canonical) {
            Criteria last = new Criteria(me, options, original, first.hostName().toLowerCase(Locale.ROOT), true);
            new SshConfig(me, options, last).readAll(file);
        }
    }

    private void readAll(@Nullable String file) {
        if (file != null) {
            if (!file.equals("none")) {
                Path path = Path.of(me.tilde(file));
                if (!Files.exists(path)) {
                    throw options.failure((Position) null, "-F " + file + " cannot be read", "no such file", "");
                }
                read(path, me.folder(), true, 0);
            }
            return;
        }
        Path own = me.folder().resolve("config");
        if (Files.exists(own)) {
            ensureOwn(own);
            read(own, me.folder(), true, 0);
        }
        Path all = me.system().resolve("ssh_config");
        if (Files.exists(all)) {
            read(all, me.system(), true, 0);
        }
    }

    /** What others may write could make this user run their programs. */
    private void ensureOwn(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            int owner = (Integer) Files.getAttribute(file, "unix:uid");
            boolean others = permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
            if (others || (owner != 0 && owner != SshUser.number())) {
                throw options.failure(
                        Position.in(file.toString()),
                        "others may write ssh's configuration",
                        "ssh refuses that, too",
                        "chmod 600 " + file);
            }
        } catch (IOException e) {
            throw options.failure(Position.in(file.toString()), "cannot be looked at", IoReason.of(e), "");
        }
    }

    /** @param may whether anything in it can apply: not when it is included from a part for other hosts */
    private void read(Path file, Path folder, boolean may, int depth) {
        if (depth > DEPTH) {
            throw options.failure(
                    Position.in(file.toString()), "files include each other more than " + DEPTH + " deep", "", "");
        }
        boolean active = may;
        int number = 0;
        for (String text : lines(file)) {
            number++;
            ConfigLine line = ConfigLine.read(text, new Position(file.toString(), number, 1))
                    .orElse(null);
            if (line == null) {
                continue;
            }
            if (line.rest().isEmpty()) {
                throw options.failure(line.place(), line.keyword() + " lacks its value", "", "");
            }
            switch (line.keyword().toLowerCase(Locale.ROOT)) {
                case "host" -> active = criteria.matchesHost(texts(words(line))) && may;
                case "match" -> active = criteria.matches(line, may);
                case "include" -> {
                    for (Word pattern : words(line)) {
                        for (Path included : included(pattern, folder)) {
                            read(included, folder, active, depth + 1);
                        }
                    }
                }
                default -> set(line, active);
            }
        }
    }

    private List<String> lines(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw options.failure(Position.in(file.toString()), "is too large for ssh's configuration", "", "");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw options.failure(Position.in(file.toString()), "cannot be read", IoReason.of(e), "");
        }
    }

    private void set(ConfigLine line, boolean active) {
        String key = OptionNames.key(line.keyword());
        if (!OptionNames.known(key)) {
            if (ignored.stream().anyMatch(pattern -> Patterns.matches(key, pattern.toLowerCase(Locale.ROOT)))) {
                return;
            }
            throw options.failure(
                    line.place(),
                    "the ssh option '" + line.keyword() + "' is unknown",
                    "",
                    OptionNames.hint(line.keyword()));
        }
        if (!active) {
            return;
        }
        Setting setting = setting(line, options);
        if (key.equals("ignoreunknown")) {
            ignored = ignored.isEmpty() ? List.of(setting.value().split(",")) : ignored;
        }
        options.add(setting);
    }

    /** Options that hold a command, or many words, take the rest of the line as it stands. */
    static Setting setting(ConfigLine line, SshOptions options) {
        String text = line.rest();
        String key = OptionNames.key(line.keyword());
        if (!OptionNames.honoured(key) || key.equals("proxycommand")) {
            return new Setting(line.place(), line.keyword(), List.of(text), text);
        }
        if (key.equals("proxyjump")) {
            String hops = text.replaceFirst("#.*", "").strip();
            return new Setting(line.place(), line.keyword(), List.of(hops), hops);
        }
        List<Word> words = words(line, options);
        boolean many = key.equals("userknownhostsfile") || key.equals("globalknownhostsfile");
        if (words.size() > 1 && !many) {
            throw options.failure(
                    words.get(1).place(), line.keyword() + " takes one value", "", "quote a value with blanks");
        }
        if (words.isEmpty() || words.getFirst().text().isEmpty()) {
            throw options.failure(line.place(), line.keyword() + " lacks its value", "", "");
        }
        return new Setting(line.place(), line.keyword(), texts(words), text);
    }

    private List<Word> words(ConfigLine line) {
        return words(line, options);
    }

    private static List<Word> words(ConfigLine line, SshOptions options) {
        try {
            return line.words();
        } catch (UnclosedQuote e) {
            throw options.failure(e.place, "a quote is not closed", "", "");
        }
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    private List<Path> included(Word pattern, Path folder) {
        String written = me.tilde(pattern.text());
        Path path = folder.resolve(written);
        try {
            return Globs.files(path);
        } catch (IOException e) {
            throw options.failure(pattern.place(), "cannot look for " + written, IoReason.of(e), "");
        }
    }
}
