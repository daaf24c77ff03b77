package io.slipway.automation.module.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of an {@code authorized_keys} file, as sshd(8) describes it.
 *
 * @param options by name, in order; an option without a value has {@code null}
 * @param type such as {@code ssh-ed25519}
 * @param key in Base64: what makes two lines mean the same key
 */
record AuthorizedKey(Map<String, @Nullable String> options, String type, String key, String comment) {

    private static final Set<String> TYPES = Set.of(
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
            "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp256-cert-v01@openssh.com",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp384-cert-v01@openssh.com",
            "ecdsa-sha2-nistp521",
            "ecdsa-sha2-nistp521-cert-v01@openssh.com",
            "sk-ssh-ed25519@openssh.com",
            "sk-ssh-ed25519-cert-v01@openssh.com",
            "ssh-ed25519",
            "ssh-ed25519-cert-v01@openssh.com",
            "ssh-dss",
            "ssh-dss-cert-v01@openssh.com",
            "ssh-rsa",
            "ssh-rsa-cert-v01@openssh.com",
            "rsa-sha2-256",
            "rsa-sha2-256-cert-v01@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-512-cert-v01@openssh.com",
            "ssh-xmss@openssh.com",
            "ssh-xmss-cert-v01@openssh.com");

    /** Empty for comments, blank lines and what isn't a key. */
    static Optional<AuthorizedKey> parse(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.getFirst().startsWith("#")) {
            return Optional.empty();
        }
        for (int i = 0; i + 1 < words.size(); i++) {
            if (TYPES.contains(words.get(i))) {
                return Optional.of(new AuthorizedKey(
                        options(String.join(" ", words.subList(0, i))),
                        words.get(i),
                        words.get(i + 1),
                        String.join(" ", words.subList(i + 2, words.size()))));
            }
        }
        return Optional.empty();
    }

    /** Splits at commas outside quotes. */
    static Map<String, @Nullable String> options(String text) {
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (!part.isBlank()) {
                options.put(
                        equals < 0 ? part : part.substring(0, equals), equals < 0 ? null : part.substring(equals + 1));
            }
        }
        return options;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && (i == 0 || text.charAt(i - 1) != '\\');
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    AuthorizedKey withOptions(String text) {
        return new AuthorizedKey(options(text), type, key, comment);
    }

    AuthorizedKey withComment(String text) {
        return new AuthorizedKey(options, type, key, text);
    }

    boolean sameLine(AuthorizedKey other) {
        return type.equals(other.type)
                && key.equals(other.key)
                && comment.equals(other.comment)
                && Objects.equals(options, other.options);
    }

    String line() {
        List<String> written = new ArrayList<>();
        options.forEach((name, value) -> written.add(value == null ? name : name + "=" + value));
        String text = (written.isEmpty() ? "" : String.join(",", written) + " ") + type + " " + key;
        return comment.isEmpty() ? text : text + " " + comment;
    }
}
