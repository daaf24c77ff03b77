package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.SshOptions.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What {@code ~}, variables of the environment and the percent signs of ssh_config(5), "TOKENS", stand for.
 *
 * @param original the host as the inventory names it
 * @param address what it is reached by
 * @param alias the name under which its key is known, if another
 */
record Tokens(
        SshUser me,
        SshOptions options,
        String original,
        String address,
        int port,
        String user,
        String alias,
        String jump) {

    private static final String IN_PATHS = "CdhijkLlnpru";

    /** A file; relative to the present folder, as ssh has it. */
    Path path(Setting setting, String written) {
        return Path.of(expand(setting, variables(setting, me.tilde(written)), IN_PATHS))
                .toAbsolutePath()
                .normalize();
    }

    /** For {@code Match exec} and the like. */
    String everything(Setting setting, String written) {
        return expand(setting, written, IN_PATHS);
    }

    private String variables(Setting setting, String written) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        int open = written.indexOf("${");
        while (open >= 0) {
            int close = written.indexOf('}', open);
            String name = close < 0 ? "" : written.substring(open + 2, close);
            String value = me.environment().get(name);
            if (value == null) {
                throw options.failure(setting, "'" + written + "' names a variable that is not in the environment", "");
            }
            text.append(written, at, open).append(value);
            at = close + 1;
            open = written.indexOf("${", at);
        }
        return text.append(written, at, written.length()).toString();
    }

    /** @param allowed the letters that mean something for this option */
    String expand(Setting setting, String text, String allowed) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                expanded.append(c);
                continue;
            }
            char token = ++i < text.length() ? text.charAt(i) : ' ';
            if (token == '%') {
                expanded.append('%');
            } else if (allowed.indexOf(token) >= 0) {
                expanded.append(meaning(setting, token));
            } else {
                throw options.failure(
                        setting,
                        "'%" + token + "' means nothing in " + setting.name() + " '" + text + "'",
                        "%% stands for a percent sign");
            }
        }
        return expanded.toString();
    }

    private String meaning(Setting setting, char token) {
        try {
            return switch (token) {
                case 'd' -> me.home().toString();
                case 'h' -> address;
                case 'n' -> original;
                case 'k' -> alias.isEmpty() ? original : alias;
                case 'p' -> Integer.toString(port);
                case 'r' -> user;
                case 'u' -> me.name();
                case 'i' -> Integer.toString(SshUser.number());
                case 'j' -> jump;
                case 'l' -> SshUser.machine();
                case 'L' -> SshUser.machine().replaceFirst("\\..*", "");
                case 'C' -> digest(SshUser.machine() + address + port + user + jump);
                default -> throw new IllegalArgumentException("no token: " + token);
            };
        } catch (IOException e) {
            throw options.failure(setting.place(), "cannot find out what %" + token + " is", e.toString(), "");
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
