package io.slipway.automation.module.mysql;

import io.slipway.automation.module.shell.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an account's connection must be like.
 *
 * @param words by their names, such as {@code SUBJECT}; {@code SSL} and {@code X509} have no value; none at all for any connection
 */
record Requirements(NavigableMap<String, String> words) {

    private static final Pattern SHOWN = Pattern.compile("(?s).*\\bREQUIRE (.*?)(?: WITH | PASSWORD | ACCOUNT |$).*");
    private static final List<String> OF_CERTIFICATES = List.of("CIPHER", "ISSUER", "SUBJECT");

    /** What a task says. */
    static Requirements of(Map<String, @Nullable Object> said) {
        NavigableMap<String, String> words = new TreeMap<>();
        said.forEach((word, value) -> words.put(
                Sql.plain("a requirement", word.toUpperCase(Locale.ROOT)), value == null ? "" : String.valueOf(value)));
        if (words.isEmpty()) {
            return new Requirements(words);
        }
        if (OF_CERTIFICATES.stream().anyMatch(words::containsKey)) {
            words.keySet().removeAll(List.of("SSL", "X509"));
            return new Requirements(words);
        }
        return new Requirements(new TreeMap<>(Map.of(words.containsKey("X509") ? "X509" : "SSL", "")));
    }

    /** @param account as {@code SHOW CREATE USER} has it */
    static Requirements shown(String account) {
        NavigableMap<String, String> words = new TreeMap<>();
        Matcher shown = SHOWN.matcher(account);
        if (shown.matches() && !shown.group(1).equals("NONE")) {
            List<String> parts = Words.split(shown.group(1));
            if (parts.size() == 1) {
                words.put(parts.getFirst(), "");
            }
            for (int i = 0; i + 1 < parts.size(); i += 2) {
                words.put(parts.get(i), parts.get(i + 1));
            }
        }
        return new Requirements(words);
    }

    String clause() {
        return " REQUIRE "
                + (words.isEmpty()
                        ? "NONE"
                        : words.entrySet().stream()
                                .map(each -> each.getKey()
                                        + (each.getValue().isEmpty() ? "" : " " + Sql.text(each.getValue())))
                                .collect(Collectors.joining(" AND ")));
    }
}
