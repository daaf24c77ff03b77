package io.slipway.netboot.ignition;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Ignition takes for a URL (Go's {@code net/url}), which is more than {@link java.net.URI} takes.
 *
 * @param scheme in small letters; empty when there is none
 * @param opaque what follows the scheme, without query and fragment
 */
record Url(String scheme, String opaque, String query) {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+):");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._:~!$&'()*+,;=%@-]*+");
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[^\\]\\s]*+\\]|[A-Za-z0-9._~!$&'()*+,;=<>\"-]*+|[^\\x00-\\x7f]++)*+(?::[0-9]*+)?");

    static Optional<Url> parse(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f) || text.startsWith(":")) {
            return Optional.empty();
        }
        int hash = text.indexOf('#');
        String whole = hash < 0 ? text : text.substring(0, hash);
        if (hash >= 0 && BAD_ESCAPE.matcher(text.substring(hash)).find()) {
            return Optional.empty();
        }
        Matcher scheme = SCHEME.matcher(whole);
        boolean schemed = scheme.lookingAt();
        String rest = schemed ? whole.substring(scheme.end()) : whole;
        int mark = rest.indexOf('?');
        String opaque = mark < 0 ? rest : rest.substring(0, mark);
        if (!valid(opaque, schemed)) {
            return Optional.empty();
        }
        String name = schemed ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
        return Optional.of(new Url(name, opaque, mark < 0 ? "" : rest.substring(mark + 1)));
    }

    private static boolean valid(String rest, boolean schemed) {
        if (!rest.startsWith("/")) {
            return schemed
                    || (!rest.split("/", 2)[0].contains(":")
                            && !BAD_ESCAPE.matcher(rest).find());
        }
        String path = rest;
        if (rest.startsWith("//")) {
            int end = rest.indexOf('/', 2);
            String authority = rest.substring(2, end < 0 ? rest.length() : end);
            int at = authority.lastIndexOf('@');
            if (!HOST.matcher(authority.substring(at + 1)).matches()
                    || (at >= 0 && !USER.matcher(authority.substring(0, at)).matches())) {
                return false;
            }
            path = end < 0 ? "" : rest.substring(end);
        }
        return !BAD_ESCAPE.matcher(path).find();
    }

    /** Whether the query has this key, without a value. */
    boolean asksForEmpty(String key) {
        for (String pair : query.split("&", -1)) {
            if (pair.equals(key) || pair.equals(key + "=")) {
                return true;
            }
        }
        return false;
    }
}
