package io.slipway.common.crypto.vault;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * An encrypted text in its parts: {@code $ANSIBLE_VAULT;1.1;AES256}, or {@code ;1.2;AES256;ID}, and then in lines of 80 columns the
 * hexadecimal form of three hexadecimal lines: salt, HMAC-SHA256 and ciphertext.
 *
 * @param id the name of the password; empty when the text does not name one
 */
record VaultText(String id, byte[] salt, byte[] mac, byte[] ciphertext) {

    static final String MAGIC = "$ANSIBLE_VAULT;";

    private static final List<String> VERSIONS = List.of("1.1", "1.2");
    private static final String CIPHER = "AES256";
    private static final String UNNAMED = "default";
    private static final int COLUMNS = 80;
    private static final HexFormat HEX = HexFormat.of();

    /** Whether something claims to be such a text. */
    static boolean isOne(byte[] content) {
        int length = MAGIC.length();
        return content.length >= length && new String(content, 0, length, StandardCharsets.ISO_8859_1).equals(MAGIC);
    }

    /**
     * @param at where it stands
     * @throws VaultException when it is not such a text, or of a version or cipher that is not known
     */
    static VaultText parse(byte[] content, Position at) {
        int end = endOfLine(content);
        String[] header =
                new String(content, 0, end, StandardCharsets.UTF_8).strip().split(";", -1);
        if (!isOne(content) || header.length < 3) {
            throw malformed("it must begin with " + MAGIC + "1.1;AES256", at);
        }
        String version = header[1].strip();
        String cipher = header[2].strip();
        if (!VERSIONS.contains(version) || !cipher.equals(CIPHER)) {
            throw new VaultException(Problem.of("this vault is of version " + shown(version) + " with the cipher "
                            + shown(cipher) + ", which cannot be read")
                    .at(at)
                    .because("known are the versions " + String.join(" and ", VERSIONS) + " with " + CIPHER)
                    .hint(
                            version.equals("1.0")
                                    ? "decrypt it with the Ansible that wrote it, and encrypt it again"
                                    : ""));
        }
        byte[] inner = unhex(content, end, content.length, "the text", at);
        int first = lineFeed(inner, 0, at);
        int second = lineFeed(inner, first + 1, at);
        return new VaultText(
                header.length > 3 ? header[3].strip() : "",
                unhex(inner, 0, first, "the salt", at),
                unhex(inner, first + 1, second, "the HMAC", at),
                unhex(inner, second + 1, inner.length, "the ciphertext", at));
    }

    private static int endOfLine(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n' && content[end] != '\r') {
            end++;
        }
        return end;
    }

    private static int lineFeed(byte[] inner, int from, Position at) {
        for (int i = from; i < inner.length; i++) {
            if (inner[i] == '\n') {
                return i;
            }
        }
        throw malformed("it must hold a salt, an HMAC and a ciphertext", at);
    }

    /** Line ends between the digits do not count. */
    private static byte[] unhex(byte[] text, int from, int to, String what, Position at) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((to - from) / 2);
        int high = -1;
        for (int i = from; i < to; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                continue;
            }
            if (!HexFormat.isHexDigit(text[i])) {
                throw malformed(what + " holds something else than hexadecimal digits", at);
            }
            int digit = HexFormat.fromHexDigit(text[i]);
            if (high < 0) {
                high = digit;
            } else {
                bytes.write(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0) {
            throw malformed(what + " has an odd number of hexadecimal digits", at);
        }
        return bytes.toByteArray();
    }

    private static VaultException malformed(String why, Position at) {
        return new VaultException(
                Problem.of("this is not a well-formed vault").at(at).because(why));
    }

    /** Hostile text is not repeated at length. */
    private static String shown(String word) {
        return word.matches("[\\w.-]{1,20}") ? word : "'…'";
    }

    /** As a file holds it, with a line feed at its end. */
    byte[] format() {
        String inner = HEX.formatHex(salt) + "\n" + HEX.formatHex(mac) + "\n" + HEX.formatHex(ciphertext);
        String digits = HEX.formatHex(inner.getBytes(StandardCharsets.US_ASCII));
        boolean named = !id.isEmpty() && !id.equals(UNNAMED);
        StringBuilder text = new StringBuilder(MAGIC)
                .append(named ? "1.2;" : "1.1;")
                .append(CIPHER)
                .append(named ? ";" + id : "")
                .append('\n');
        for (int i = 0; i < digits.length(); i += COLUMNS) {
            text.append(digits, i, Math.min(i + COLUMNS, digits.length())).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
