package io.slipway.common.crypto;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the cleartext signature framework (RFC 4880 section 7), such as {@code InRelease}.
 *
 * <p>Stricter than the RFC, as apt is: nothing may stand before or after the signed message, so that no reader can take unsigned
 * text for signed text.
 *
 * @param lines the signed lines, one character per byte, without dash-escapes and trailing blanks
 * @param signature the armoured signature
 */
record ClearSigned(List<String> lines, String signature) {

    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    ClearSigned {
        lines = List.copyOf(lines);
    }

    static ClearSigned parse(String source, byte[] message) {
        List<String> all =
                new String(message, StandardCharsets.ISO_8859_1).lines().toList();
        if (all.isEmpty() || !all.getFirst().stripTrailing().equals(BEGIN)) {
            throw malformed(source, 1, "it does not start with " + BEGIN);
        }
        int at = 1;
        while (at < all.size() && !all.get(at).isBlank()) {
            if (!all.get(at).startsWith("Hash:")) {
                throw malformed(source, at + 1, "only 'Hash:' may stand in its header");
            }
            at++;
        }
        List<String> signed = new ArrayList<>();
        for (at++; at < all.size() && !all.get(at).stripTrailing().equals(SIGNATURE); at++) {
            signed.add(unescape(source, at + 1, all.get(at)));
        }
        int start = at;
        while (at < all.size() && !all.get(at).stripTrailing().equals(END)) {
            at++;
        }
        if (at >= all.size()) {
            throw malformed(source, all.size(), "it ends before " + END);
        }
        for (int after = at + 1; after < all.size(); after++) {
            if (!all.get(after).isBlank()) {
                throw malformed(source, after + 1, "there is text after the signature");
            }
        }
        return new ClearSigned(signed, String.join("\n", all.subList(start, at + 1)) + "\n");
    }

    private static String unescape(String source, int line, String text) {
        String content = text;
        if (text.startsWith("- ")) {
            content = text.substring(2);
        } else if (text.startsWith("-")) {
            throw malformed(source, line, "a line that starts with '-' is not escaped");
        }
        return stripBlanks(content);
    }

    static String stripBlanks(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** What the signature is made over: lines ended by CR LF, the last one by nothing. */
    byte[] canonical() {
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    String content() {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static CryptoException malformed(String source, int line, String why) {
        return new CryptoException(Problem.of("this is not a signed message")
                .at(new Position(source, line, 0))
                .because(why));
    }
}
