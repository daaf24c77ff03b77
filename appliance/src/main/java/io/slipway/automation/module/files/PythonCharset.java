package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Encodings by the names that Python knows them by. */
final class PythonCharset {

    private PythonCharset() {}

    /** @param option which argument named it, for the error */
    static Charset of(String option, String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        try {
            return switch (plain) {
                case "latin-1", "latin", "l1" -> StandardCharsets.ISO_8859_1;
                case "utf-8-sig" -> throw new UnsupportedCharsetException(name);
                default -> Charset.forName(plain.replaceFirst("^utf-(16|32)-(le|be)$", "utf-$1$2"));
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ModuleFailure(Problem.of("unknown " + option + ": " + name), e);
        }
    }
}
