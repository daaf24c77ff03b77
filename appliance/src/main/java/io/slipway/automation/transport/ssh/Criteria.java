package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.SshOptions.Setting;
import io.slipway.common.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a {@code Host} or {@code Match} line means the host in question. As with ssh, {@code Match exec} runs its command by the
 * user's own wish, once for each host and each reading, and only if what stands before it on the line holds.
 */
final class Criteria {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param value empty for those that take none */
    private record Criterion(Position place, String name, boolean negated, String value) {}

    private final SshUser me;
    private final SshOptions options;
    private final String original;
    private final String host;
    private final boolean last;
    private boolean finalWanted;

    /**
     * @param original as the inventory names it
     * @param host the same, or in the last reading what it turned out to be
     * @param last whether this is the second reading, for {@code Match final}
     */
    Criteria(SshUser me, SshOptions options, String original, String host, boolean last) {
        this.me = me;
        this.options = options;
        this.original = original;
        this.host = host;
        this.last = last;
    }

    /** Whether anything asked for a second reading. */
    boolean finalWanted() {
        return finalWanted;
    }

    boolean matchesHost(List<String> patterns) {
        return Patterns.anyMatches(host, patterns);
    }

    /** The host's name as far as it is decided. */
    String hostName() {
        return options.setting("HostName")
                .map(setting -> tokens(host).expand(setting, setting.value(), "h"))
                .orElse(host);
    }

    /** @param may whether it could apply at all; if not, it is only looked at for mistakes */
    boolean matches(ConfigLine line, boolean may) {
        boolean result = may;
        List<Criterion> all = criteria(line);
        for (Criterion criterion : all) {
            result = result && holds(line, criterion) != criterion.negated();
        }
        return result;
    }

    private List<Criterion> criteria(ConfigLine line) {
        List<Criterion> criteria = new ArrayList<>();
        Scanner words = new Scanner(line.rest());
        while (words.more()) {
            Position place = line.restPlace().plus(0, words.at());
            String word = words.next();
            boolean negated = word.startsWith("!");
            String name = word.substring(negated ? 1 : 0).toLowerCase(Locale.ROOT);
            switch (name) {
                case "all", "canonical", "final" -> criteria.add(new Criterion(place, name, negated, ""));
                case "host", "originalhost", "user", "localuser", "exec", "tagged" -> {
                    String value = words.more() ? words.next() : "";
                    if (value.isEmpty()) {
                        throw options.failure(place, "Match " + name + " lacks its value", "", "");
                    }
                    criteria.add(new Criterion(place, name, negated, value));
                }
                default ->
                    throw options.failure(
                            place,
                            "'" + name + "' is no criterion for Match",
                            "",
                            "all, canonical, final, exec, host, localuser, originalhost, tagged or user");
            }
        }
        long others = criteria.stream()
                .filter(criterion -> !criterion.name().equals("canonical")
                        && !criterion.name().equals("final"))
                .count();
        boolean alone =
                criteria.stream().noneMatch(criterion -> criterion.name().equals("all")) || others == 1;
        if (criteria.isEmpty() || !alone) {
            throw options.failure(line.place(), "Match all stands alone", "", "");
        }
        return criteria;
    }

    private boolean holds(ConfigLine line, Criterion criterion) {
        List<String> patterns = List.of(criterion.value().split(","));
        return switch (criterion.name()) {
            case "all" -> true;
            case "canonical" -> last && canonical();
            case "final" -> {
                finalWanted = true;
                yield last;
            }
            case "host" -> Patterns.anyMatches(hostName().toLowerCase(Locale.ROOT), patterns);
            case "originalhost" -> Patterns.anyMatches(original.toLowerCase(Locale.ROOT), patterns);
            case "user" -> Patterns.anyMatches(options.text("User").orElse(me.name()), patterns);
            case "localuser" -> Patterns.anyMatches(me.name(), patterns);
            case "tagged" -> Patterns.anyMatches(options.text("Tag").orElse(""), patterns);
            default -> succeeds(line, criterion);
        };
    }

    private boolean canonical() {
        return options.text("CanonicalizeHostname")
                .map(value -> !value.equals("no"))
                .orElse(false);
    }

    private boolean succeeds(ConfigLine line, Criterion criterion) {
        Setting setting = new Setting(line.place(), "Match exec", List.of(criterion.value()), criterion.value());
        String command = tokens(hostName()).everything(setting, criterion.value());
        try {
            return Programs.succeeds(command, PATIENCE);
        } catch (IOException e) {
            throw options.failure(criterion.place(), "Match exec failed", String.valueOf(e.getMessage()), "");
        }
    }

    private Tokens tokens(String address) {
        return new Tokens(
                me,
                options,
                original,
                address,
                options.port().orElse(22),
                options.text("User").orElse(me.name()),
                options.text("HostKeyAlias").orElse(""),
                options.text("ProxyJump").orElse(""));
    }

    /** Words are separated by blanks or an equals sign; double quotes group; a hash ends the line. */
    private static final class Scanner {

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        int at() {
            return at;
        }

        boolean more() {
            while (at < text.length() && separates(text.charAt(at))) {
                at++;
            }
            return at < text.length() && text.charAt(at) != '#';
        }

        String next() {
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            while (at < text.length() && (quoted || !separates(text.charAt(at)))) {
                char c = text.charAt(at++);
                if (c == '"') {
                    quoted = !quoted;
                } else {
                    word.append(c);
                }
            }
            return word.toString();
        }

        private static boolean separates(char c) {
            return c == ' ' || c == '\t' || c == '=';
        }
    }
}
