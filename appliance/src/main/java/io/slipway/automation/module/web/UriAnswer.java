package io.slipway.automation.module.web;

import io.slipway.automation.module.NodeText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answered, or why it didn't.
 *
 * @param status negative when there was no answer
 * @param reason the words after the status, or curl's complaint
 * @param url after redirects
 * @param headers of the last answer, by lower-case name; several of one name are joined by commas
 * @param cookies of all answers
 */
record UriAnswer(
        int status,
        String reason,
        String url,
        Map<String, String> headers,
        Map<String, String> cookies,
        byte[] content) {

    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILENAME = Pattern.compile("filename=\"?([^\";]+)", Pattern.CASE_INSENSITIVE);
    private static final List<String> JSON = List.of("json", "javascript");

    /** Python's words for what leads in a circle. */
    private static final String LOOP = """
            The HTTP server returned a redirect error that would lead to an infinite loop.
            The last 30x error message was:
            """;

    /** Of {@code HEADERS \n STATUS URL NUL EXIT-STATUS NUL CONTENT}, where the exit status may be {@code loop}. */
    static UriAnswer parse(byte[] said) {
        int first = indexOf(said, 0);
        int second = indexOf(said, first + 1);
        String head = NodeText.decode(Arrays.copyOfRange(said, 0, first));
        String exit = NodeText.decode(Arrays.copyOfRange(said, first + 1, second));
        byte[] content = Arrays.copyOfRange(said, Math.min(second + 1, said.length), said.length);
        String[] lines = head.split("\r?\n");
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> cookies = new LinkedHashMap<>();
        String reason = "";
        for (String line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            int colon = line.indexOf(':');
            if (line.startsWith("HTTP/")) {
                headers.clear();
                String[] words = line.split(" ", 3);
                reason = words.length > 2 ? words[2].strip() : "";
            } else if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                headers.merge(name, value, (a, b) -> a + ", " + b);
                if (name.equals("set-cookie")) {
                    cookie(value, cookies);
                }
            }
        }
        String[] last = lines[lines.length - 1].split(" ", 2);
        if (exit.equals("loop")) {
            reason = LOOP + reason;
        } else if (!exit.equals("0")) {
            String why = Arrays.stream(lines)
                    .filter(line -> line.startsWith("curl: "))
                    .reduce("the node's curl ended with status " + exit, (a, b) -> b);
            return new UriAnswer(-1, "Request failed: " + why, "", Map.of(), Map.of(), new byte[0]);
        }
        int status = last[0].matches("\\d+") ? Integer.parseInt(last[0]) : 0;
        return new UriAnswer(
                status == 0 ? 200 : status, reason, last.length > 1 ? last[1] : "", headers, cookies, content);
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return bytes.length;
    }

    private static void cookie(String header, Map<String, String> cookies) {
        String pair = header.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (equals > 0) {
            cookies.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
    }

    boolean refused() {
        return status >= 300;
    }

    /** Whether the content's type says that it is JSON. */
    boolean isJson() {
        String type = headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
        String sub = type.substring(type.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        return JSON.contains(sub.substring(sub.indexOf('+') + 1));
    }

    String text() {
        Matcher charset = CHARSET.matcher(headers.getOrDefault("content-type", ""));
        Charset named = StandardCharsets.UTF_8;
        if (charset.find()
                && Charset.availableCharsets().containsKey(charset.group(1).toUpperCase(Locale.ROOT))) {
            named = Charset.forName(charset.group(1));
        }
        return new String(content, named);
    }

    /** What the server calls the content, if it does. */
    Optional<String> fileName() {
        Matcher name = FILENAME.matcher(headers.getOrDefault("content-disposition", ""));
        String path = url.replaceFirst("^[a-z+]+://[^/?#]*", "").replaceFirst("[?#].*$", "");
        String base = name.find() ? name.group(1) : path;
        return Optional.of(base.substring(base.lastIndexOf('/') + 1)).filter(text -> !text.isEmpty());
    }
}
