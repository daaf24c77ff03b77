package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The textual encoding of RFC 7468. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    private Pem() {}

    static String write(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    /**
     * The first block of one of these types.
     *
     * @param what what is looked for, for the message
     */
    static byte[] read(byte[] content, String what, String... types) {
        Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            if (java.util.List.of(types).contains(block.group(1))) {
                try {
                    return Base64.getMimeDecoder().decode(block.group(2));
                } catch (IllegalArgumentException e) {
                    throw new CryptoException(Problem.of("the " + what + " is not valid base64"), e);
                }
            }
        }
        throw new CryptoException(Problem.of("there is no " + what + " in PEM format in it"));
    }

    /** What the first line says, if it is one that begins a block. */
    static Optional<String> firstType(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher begin = Pattern.compile("-----BEGIN (.+)-----").matcher(text);
        return begin.lookingAt() ? Optional.of(begin.group(1)) : Optional.empty();
    }
}
