package io.slipway.automation.module.mysql;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How an account shows who it is.
 *
 * @param hash as {@code mysql.user} has it; empty if the server is to make one
 * @param clear what a plugin makes its hash of; empty if there is none
 */
record Authentication(String plugin, String hash, String clear) {

    static final String NATIVE = "mysql_native_password";

    /** What a task says, if it says anything. */
    static Optional<Authentication> of(Arguments a) {
        Optional<String> password = a.filled("password");
        if (password.isPresent()) {
            String hash = a.flag("encrypted") ? password.get() : hash(password.get());
            if (!hash.matches("\\*[0-9A-Fa-f]{40}")) {
                throw new ModuleFailure(
                        "encrypted was specified however it does not appear to be a valid hash expecting: *SHA1(SHA1(your_password))");
            }
            return Optional.of(new Authentication(NATIVE, hash, ""));
        }
        return a.filled("plugin")
                .map(plugin -> new Authentication(
                        plugin,
                        a.text("plugin_hash_string").orElse(""),
                        a.text("plugin_auth_string").orElse("")));
    }

    /** As {@code mysql_native_password} keeps one. */
    private static String hash(String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().withUpperCase().formatHex(sha1.digest(once));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether an account has it already. A hash that only the server can make is never known to be the same. */
    boolean isAlready(String hasPlugin, String hasHash) {
        if (plugin.equals(NATIVE)) {
            return hasHash.equals(hash);
        }
        return hasPlugin.equals(plugin)
                && (hash.isEmpty() || hash.equals(hasHash))
                && (clear.isEmpty() || clear.equals(hasHash));
    }

    /** What follows the account in {@code CREATE USER} and {@code ALTER USER}. */
    String clause() {
        String with = " IDENTIFIED WITH " + Sql.plain("the name of a plugin", plugin);
        if (!hash.isEmpty()) {
            return with + " AS " + Sql.text(hash);
        }
        // MariaDB's plugin for PAM takes the name of a service, and has a word of its own for it
        return clear.isEmpty() ? with : with + (plugin.equals("pam") ? " USING " : " BY ") + Sql.text(clear);
    }
}
