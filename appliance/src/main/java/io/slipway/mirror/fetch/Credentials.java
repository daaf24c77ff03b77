package io.slipway.mirror.fetch;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and passwords for archives and proxies, in the format of apt_auth.conf(5): {@code machine [scheme://]host[:port][/path]
 * login NAME password WORD}. A proxy is a host like any other, asked over {@code http}. An entry without a scheme holds
 * for {@code https} alone, so that no password goes over an open line by accident.
 */
public final class Credentials {

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final String file;
    private final List<Entry> entries;

    private Credentials(String file, List<Entry> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
    }

    private record Entry(String scheme, String host, int port, String path, String login, Secret password) {

        boolean fits(URI uri) {
            int asked = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return scheme.equals(uri.getScheme())
                    && host.equalsIgnoreCase(String.valueOf(uri.getHost()))
                    && (port < 0 || port == asked)
                    && uri.getPath().startsWith(path);
        }
    }

    public static Credentials none() {
        return new Credentials("auth.conf", List.of());
    }

    /** Those in a file, which need not exist; but if it does, nobody but its owner may read it. */
    public static Credentials in(Path file) {
        if (!Files.exists(file)) {
            return new Credentials(file.toString(), List.of());
        }
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            if (granted.stream().anyMatch(FOR_OTHERS::contains)) {
                throw wrong(Problem.of("others than its owner can read the passwords in this file")
                        .at(Position.in(file.toString()))
                        .hint("chmod 600 " + file));
            }
            return new Credentials(file.toString(), parse(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            throw new FetchException(
                    Problem.of("'" + file + "' cannot be read").because(IoReason.of(e)), FetchException.Again.NEVER, e);
        }
    }

    private record Word(String text, Position at) {}

    private static List<Entry> parse(String source, String text) {
        List<Word> words = new ArrayList<>();
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            Matcher matcher = WORD.matcher(each.strip().startsWith("#") ? "" : each);
            while (matcher.find()) {
                words.add(new Word(matcher.group(), new Position(source, line, matcher.start() + 1)));
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            Word word = words.get(i);
            if (!word.text().equals("machine")) {
                throw wrong(Problem.of("'machine' is expected here").at(word.at()));
            }
            String machine = value(words, i);
            String login = "";
            String password = "";
            int next = i + 2;
            for (; next < words.size() && !words.get(next).text().equals("machine"); next += 2) {
                switch (words.get(next).text()) {
                    case "login" -> login = value(words, next);
                    case "password" -> password = value(words, next);
                    default ->
                        throw wrong(Problem.of("only 'login' and 'password' are expected here")
                                .at(words.get(next).at()));
                }
            }
            entries.add(entry(machine, login, password, words.get(i + 1).at()));
            i = next;
        }
        return entries;
    }

    private static String value(List<Word> words, int of) {
        if (of + 1 >= words.size()) {
            throw wrong(Problem.of("after '" + words.get(of).text() + "' something is missing")
                    .at(words.get(of).at()));
        }
        return words.get(of + 1).text();
    }

    private static Entry entry(String machine, String login, String password, Position at) {
        Matcher parts = Pattern.compile("(?:([a-z]+)://)?([^/:]+)(?::([0-9]{1,5}))?(/.*)?")
                .matcher(machine);
        if (!parts.matches()) {
            throw wrong(Problem.of("'" + machine + "' is not '[scheme://]host[:port][/path]'")
                    .at(at));
        }
        return new Entry(
                parts.group(1) == null ? "https" : parts.group(1),
                parts.group(2),
                parts.group(3) == null ? -1 : Integer.parseInt(parts.group(3)),
                parts.group(4) == null ? "" : parts.group(4),
                login,
                new Secret(password));
    }

    private static FetchException wrong(Problem problem) {
        return new FetchException(problem, FetchException.Again.NEVER, null);
    }

    /** The value of an {@code Authorization} header (RFC 7617) for what this host alone may see. */
    public Optional<String> authorization(URI uri) {
        return entries.stream()
                .filter(entry -> entry.fits(uri))
                .findFirst()
                .map(entry -> entry.login() + ":" + entry.password().reveal())
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** What to do when a server wants a password, or another one. */
    String advice(URI uri) {
        String scheme = "https".equals(uri.getScheme()) ? "" : uri.getScheme() + "://";
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return "give a line 'machine " + scheme + uri.getHost() + port + " login NAME password WORD' in " + file
                + ", readable by its owner alone";
    }
}
