package io.slipway.automation.engine;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.crypto.vault.VaultPassword;
import io.slipway.common.template.Arguments;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code vault} and {@code unvault}, which take a password of their own, and the test {@code vault_encrypted}. */
final class VaultFilters {

    private static final int SALT_BYTES = 32;
    private static final String ID = "filter_default";

    private VaultFilters() {}

    /** @param random for salts; must not be guessable */
    static void addTo(TemplateEngine.Builder engine, Vault vault, RandomGenerator random) {
        engine.filter(
                "vault",
                "secret salt? vaultid? wrap_object?",
                (value, arguments, context) -> encrypted(text(value, "Can only vault strings"), arguments, random));
        engine.filter(
                "unvault",
                "secret vaultid?",
                (value, arguments, context) ->
                        decrypted(text(value, "Vault should be in the form of a string"), arguments));
        engine.test("vault_encrypted", (value, arguments, context) -> value instanceof String text && vault.gave(text));
    }

    private static String text(@Nullable Object value, String rule) {
        return switch (value) {
            case String text -> text;
            case Undefined undefined -> throw undefined.failure();
            case null, default -> throw TemplateException.of(rule);
        };
    }

    private static String encrypted(String plain, Arguments arguments, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        if (arguments.text("salt") == null) {
            random.nextBytes(salt);
        } else {
            salt = arguments.string("salt").getBytes(StandardCharsets.UTF_8);
        }
        if (salt.length == 0) {
            throw TemplateException.of("Unable to encrypt: Empty or invalid salt passed to encrypt()");
        }
        try {
            byte[] text = Vault.encrypt(
                    plain.getBytes(StandardCharsets.UTF_8), password(arguments), arguments.text("vaultid", ID), salt);
            return new String(text, StandardCharsets.UTF_8);
        } catch (VaultException e) {
            throw unable("encrypt", e);
        }
    }

    private static String decrypted(String text, Arguments arguments) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (!Vault.isEncrypted(content)) {
            return text;
        }
        Vault.Key key = new Vault.Key(arguments.text("vaultid", ID), password(arguments));
        try {
            return new Vault(List.of(key), false).text(text, Position.in("the value of 'unvault'"));
        } catch (VaultException e) {
            throw unable("decrypt", e);
        }
    }

    private static VaultPassword password(Arguments arguments) {
        return VaultPassword.of(new Secret(arguments.string("secret")));
    }

    private static TemplateException unable(String what, VaultException e) {
        return new TemplateException(
                Problem.of("Unable to " + what + ": " + e.problem().what()), e);
    }
}
