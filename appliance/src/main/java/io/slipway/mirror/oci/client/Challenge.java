package io.slipway.mirror.oci.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the ways in that a server offers in {@code WWW-Authenticate} (RFC 9110 section 11.6.1). Registries write it as they like:
 * values with and without quotes, several ways in one line or in several, blanks anywhere.
 *
 * @param scheme in small letters
 * @param parameters names in small letters
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Set<String> SCHEMES = Set.of("basic", "bearer", "digest", "negotiate", "ntlm");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    static Optional<Challenge> find(String scheme, List<String> headers) {
        return parse(headers).stream()
                .filter(each -> each.scheme().equals(scheme))
                .findFirst();
    }

    static List<Challenge> parse(List<String> headers) {
        return headers.stream()
                .flatMap(header -> new Reader(header).read().stream())
                .toList();
    }

    private static final class Reader {

        private final String text;
        private final List<Challenge> found = new ArrayList<>();
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private String scheme = "";
        private String last = "";
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Challenge> read() {
            while (skipSeparators()) {
                String word = word("=, \t");
                skipBlanks();
                if (at < text.length() && text.charAt(at) == '=' && !word.isEmpty()) {
                    at++;
                    skipBlanks();
                    last = word.toLowerCase(Locale.ROOT);
                    parameters.put(last, value());
                } else if (isRestOfValue(word)) {
                    parameters.merge(last, word, (before, rest) -> before + "," + rest);
                } else {
                    finish();
                    scheme = word.toLowerCase(Locale.ROOT);
                }
                if (word.isEmpty()) {
                    at++;
                }
            }
            finish();
            return found;
        }

        /** A value without quotes may have a comma in it, as in {@code scope=repository:a:pull,push}. */
        private boolean isRestOfValue(String word) {
            return !last.isEmpty() && !SCHEMES.contains(word.toLowerCase(Locale.ROOT));
        }

        private void finish() {
            if (!scheme.isEmpty()) {
                found.add(new Challenge(scheme, parameters));
            }
            parameters.clear();
            last = "";
        }

        private boolean skipSeparators() {
            while (at < text.length() && ", \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length();
        }

        private void skipBlanks() {
            while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String word(String end) {
            int begin = at;
            while (at < text.length() && end.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(begin, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return word(", \t");
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
