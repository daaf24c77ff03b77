package io.slipway.netboot.ignition;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Contents within a URL (RFC 2397).
 *
 * @param compression {@code gzip} or empty, as a config says it beside the URL
 */
record DataUrl(String url, String compression) {

    private static final String TOKEN = "[!#$%&'*+.0-9A-Z^_`a-z{|}~-]";
    private static final Pattern TYPE = Pattern.compile("(?:[xX]-" + TOKEN
            + "*+|(?:text|image|audio|video|application|message|multipart)" + TOKEN + "*+)/" + TOKEN + "*+");
    private static final Pattern PARAMETER =
            Pattern.compile(";" + TOKEN + "++=(?:\"(?:[^\"\\\\]|\\\\.){0,200}+\"|" + TOKEN + "++)");
    private static final String BASE64 = ";base64,";
    private static final String NOT_IN_DATA = " <>#\"{}|\\^[]`";
    private static final String AS_IT_IS = "-_.!~*'()";

    /** Why it holds nothing that can be read; empty when it does. */
    static Optional<String> mistake(String url) {
        int at = "data:".length();
        Matcher type = TYPE.matcher(url).region(at, url.length());
        at = type.lookingAt() ? type.end() : at;
        Matcher parameter = PARAMETER.matcher(url).region(at, url.length());
        while (parameter.lookingAt()) {
            at = parameter.end();
            parameter.region(at, url.length());
        }
        if (url.startsWith(BASE64, at)) {
            return base64(url.substring(at + BASE64.length()));
        }
        return url.startsWith(",", at)
                ? escaped(url.substring(at + 1))
                : Optional.of("a comma must come before the data");
    }

    private static Optional<String> base64(String data) {
        try {
            Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            return Optional.of("its data is not base64");
        }
        return data.length() % 4 == 0 ? Optional.empty() : Optional.of("its base64 is cut off");
    }

    private static Optional<String> escaped(String data) {
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c <= 0x1f || c >= 0x7f || NOT_IN_DATA.indexOf(c) >= 0) {
                return Optional.of("'" + c + "' must be written '%"
                        + HexFormat.of().withUpperCase().toHexDigits((byte) c) + "'");
            }
            if (c == '%'
                    && !data.substring(i + 1, Math.min(data.length(), i + 3)).matches("[0-9A-Fa-f]{2}")) {
                return Optional.of("'%' must be followed by two hexadecimal digits");
            }
        }
        return Optional.empty();
    }

    /**
     * The shortest of three ways to write the contents.
     *
     * @param compress whether they may be compressed
     */
    static DataUrl of(byte[] contents, boolean compress) {
        String plain = "," + escape(contents);
        String base64 = BASE64 + Base64.getEncoder().encodeToString(contents);
        String shorter = base64.length() < plain.length() ? base64 : plain;
        String zipped = BASE64 + Base64.getEncoder().encodeToString(gzip(contents));
        return compress && zipped.length() + "gzip".length() < shorter.length()
                ? new DataUrl("data:" + zipped, "gzip")
                : new DataUrl("data:" + shorter, "");
    }

    private static String escape(byte[] contents) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : contents) {
            char c = (char) (b & 0xff);
            boolean plain = (c < 0x7f && Character.isLetterOrDigit(c)) || AS_IT_IS.indexOf(c) >= 0;
            escaped.append(
                    plain
                            ? String.valueOf(c)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return escaped.toString();
    }

    private static byte[] gzip(byte[] contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Best(bytes)) {
            gzip.write(contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
