package io.slipway.automation.transport.ssh;

import io.slipway.common.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What known_hosts files say about a host; format as in sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". Lines that cannot be understood say nothing.
 */
record KnownHosts(List<Entry> entries) {

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Pattern LISTED = Pattern.compile("(?m)^[ \\t]*[a-z].*$");

    /** OpenSSH's PROTOCOL.krl. */
    private static final String BINARY = "SSHKRL\n";

    enum Standing {
        TRUSTED,
        /** What it signs is trusted. */
        AUTHORITY,
        REVOKED
    }

    /**
     * @param place the file and line
     * @param hosts patterns separated by commas, or one hash
     * @param type such as {@code ssh-ed25519}
     * @param blob the public key in SSH's wire format
     */
    record Entry(Position place, Standing standing, String hosts, String type, byte[] blob) {

        boolean isFor(String name) {
            if (hosts.startsWith("|1|")) {
                return hashMatches(name);
            }
            return Patterns.anyMatches(
                    name, List.of(hosts.toLowerCase(Locale.ROOT).split(",")));
        }

        private boolean hashMatches(String name) {
            String[] parts = hosts.split("\\|");
            if (parts.length != 4) {
                return false;
            }
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
                byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
                return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                return false;
            }
        }

        String fingerprint() {
            return KnownHosts.fingerprint(blob);
        }
    }

    /**
     * Reads files in order; those that do not exist count as empty.
     *
     * @throws IOException when a file exists but cannot be read
     */
    static KnownHosts read(List<Path> files) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8), entries);
            }
        }
        return new KnownHosts(List.copyOf(entries));
    }

    /**
     * The same, and no key counts that one of these files lists, as {@code RevokedHostKeys} names them: a public key on each line.
     *
     * @throws IOException when one is not there, cannot be read, or is of the binary kind
     */
    KnownHosts without(List<Path> revoked) throws IOException {
        List<Entry> all = new ArrayList<>(entries);
        for (Path file : revoked) {
            String keys = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (keys.startsWith(BINARY)) {
                throw new IOException(file + " is a binary list (KRL), and Slipway reads public keys, one on a line");
            }
            parse(file.toString(), LISTED.matcher(keys).replaceAll("@revoked * $0"), all);
        }
        return new KnownHosts(List.copyOf(all));
    }

    static KnownHosts parse(String source, String text) {
        List<Entry> entries = new ArrayList<>();
        parse(source, text, entries);
        return new KnownHosts(List.copyOf(entries));
    }

    private static void parse(String source, String text, List<Entry> entries) {
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            List<String> words = List.of(BLANKS.split(line.strip()));
            Standing standing = Standing.TRUSTED;
            if (words.getFirst().startsWith("@")) {
                switch (words.getFirst()) {
                    case "@revoked" -> standing = Standing.REVOKED;
                    case "@cert-authority" -> standing = Standing.AUTHORITY;
                    default -> {
                        continue;
                    }
                }
                words = words.subList(1, words.size());
            }
            if (words.size() < 3 || words.getFirst().startsWith("#")) {
                continue;
            }
            Position place = new Position(source, number, 0);
            byte[] blob = decode(words.get(2));
            if (blob.length > 0) {
                entries.add(new Entry(place, standing, words.get(0), words.get(1), blob));
            }
        }
    }

    /** Nothing, for what is not base64. */
    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The name under which a host is written: plain for port 22, {@code [host]:port} for any other. */
    static String nameOf(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return port == 22 ? name : "[" + name + "]:" + port;
    }

    List<Entry> about(String name) {
        return entries.stream().filter(entry -> entry.isFor(name)).toList();
    }

    /** {@code SHA256:…} as OpenSSH prints it. */
    static String fingerprint(byte[] blob) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
