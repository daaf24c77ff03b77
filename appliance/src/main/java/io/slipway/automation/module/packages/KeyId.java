package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import io.slipway.common.crypto.Fingerprint;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A key as tasks name it: by its fingerprint, or by the last 16 or 8 digits of that.
 *
 * @param hex upper-case digits
 */
record KeyId(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9A-F]{8}|[0-9A-F]{16,}");

    static KeyId parse(String written) {
        String upper = written.strip().toUpperCase(Locale.ROOT);
        String hex = upper.startsWith("0X") ? upper.substring(2) : upper;
        if (!FORM.matcher(hex).matches()) {
            throw new ModuleFailure(Problem.of("Invalid key_id")
                            .because("'" + written + "' is no key's name")
                            .hint("give the fingerprint, or its last 16 or 8 digits, without blanks"))
                    .with("id", written);
        }
        return new KeyId(hex);
    }

    /** The name that tools show by default. */
    static KeyId of(Fingerprint key) {
        return new KeyId(key.hex().substring(key.hex().length() - 16));
    }

    String shortId() {
        return hex.substring(hex.length() - 8);
    }

    /** At most 16 digits: what keys are compared by. */
    String fingerprint() {
        return hex.substring(Math.max(0, hex.length() - 16));
    }

    boolean names(Fingerprint key) {
        return key.hex().endsWith(fingerprint());
    }

    /** As lists of keys show a key. */
    String shown(Fingerprint key) {
        String hexOfKey = key.hex();
        return hexOfKey.substring(hexOfKey.length() - fingerprint().length());
    }
}
