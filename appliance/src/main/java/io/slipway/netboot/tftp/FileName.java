package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name that a client asks for, made harmless: parts joined by single slashes, none of them empty, {@code .} or {@code ..}, no control
 * characters.
 */
final class FileName {

    private static final int LONGEST = 1024;
    private static final String BYTE_OF_SOME_ROMS = "\u00ff";

    private FileName() {}

    /**
     * Nothing for a name that leads upwards or is no text. Backslashes are slashes, slashes at the start are passed over, and so is the byte
     * 0xff that some ROMs append.
     *
     * @param asked bytes as ISO 8859-1
     */
    static Optional<String> clean(String asked) {
        String name = asked.endsWith(BYTE_OF_SOME_ROMS) ? asked.substring(0, asked.length() - 1) : asked;
        List<String> parts = new ArrayList<>();
        for (String part : utf8(name).replace('\\', '/').split("/")) {
            if (part.equals("..") || part.chars().anyMatch(Character::isISOControl)) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String clean = String.join("/", parts);
        return clean.isEmpty() || clean.length() > LONGEST ? Optional.empty() : Optional.of(clean);
    }

    /** What somebody sent, as it can be printed. */
    static String shown(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Nothing, which is no name, for what is not UTF-8. */
    private static String utf8(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}
