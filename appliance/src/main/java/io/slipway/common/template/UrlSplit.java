package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A URL taken apart as Python's {@code urlsplit} does it: never refusing, only looking for separators. */
final class UrlSplit {

    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);

    private UrlSplit() {}

    /** One component, or all of them when none is named. */
    static @Nullable Object component(String url, String name) {
        Map<@Nullable Object, @Nullable Object> all = split(url);
        if (name.isEmpty()) {
            return all;
        }
        if (!all.containsKey(name)) {
            throw TemplateException.of("urlsplit: unknown URL component: " + name);
        }
        return all.get(name);
    }

    static Map<@Nullable Object, @Nullable Object> split(String url) {
        String rest = url.replaceAll("[\\t\\r\\n]", "").replaceAll("^[\\x00-\\x20]+", "");
        String scheme = "";
        Matcher matcher = SCHEME.matcher(rest);
        if (matcher.matches()) {
            scheme = matcher.group(1).toLowerCase(Locale.ROOT);
            rest = matcher.group(2);
        }
        String place = "";
        if (rest.startsWith("//")) {
            int end = firstOf(rest, "/?#", 2);
            place = rest.substring(2, end);
            rest = rest.substring(end);
        }
        int hash = rest.indexOf('#');
        String fragment = hash < 0 ? "" : rest.substring(hash + 1);
        rest = hash < 0 ? rest : rest.substring(0, hash);
        int mark = rest.indexOf('?');

        Map<@Nullable Object, @Nullable Object> parts = new LinkedHashMap<>();
        int at = place.lastIndexOf('@');
        String login = at < 0 ? null : place.substring(0, at);
        String host = place.substring(at + 1);
        parts.put("fragment", fragment);
        parts.put("hostname", hostName(host));
        parts.put("netloc", place);
        parts.put("password", login == null || !login.contains(":") ? null : login.substring(login.indexOf(':') + 1));
        parts.put("path", mark < 0 ? rest : rest.substring(0, mark));
        parts.put("port", port(host));
        parts.put("query", mark < 0 ? "" : rest.substring(mark + 1));
        parts.put("scheme", scheme);
        parts.put("username", login == null ? null : login.split(":", 2)[0]);
        return parts;
    }

    private static int firstOf(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static @Nullable String hostName(String host) {
        String name;
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            name = host.substring(1, close < 0 ? host.length() : close);
        } else {
            name = host.split(":", 2)[0];
        }
        return name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object port(String host) {
        String after = host.startsWith("[") ? host.substring(host.indexOf(']') + 1) : host;
        int colon = after.indexOf(':');
        if (colon < 0 || colon == after.length() - 1) {
            return null;
        }
        Object port = PythonNumbers.parseInt(after.substring(colon + 1), 10);
        if (!(port instanceof Long number) || number < 0 || number > 65535) {
            throw TemplateException.of("port is not a number from 0 to 65535: " + after.substring(colon + 1));
        }
        return number;
    }
}
