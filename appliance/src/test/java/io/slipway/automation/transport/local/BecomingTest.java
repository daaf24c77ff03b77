package io.slipway.automation.transport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions that programs such as {@code su} ask before they start a shell, put by scripts that stand in for them. */
@Timeout(60)
class BecomingTest {

    @TempDir
    Path dir;

    private final LocalConnector connector = new LocalConnector("me", new Random(3));
    private Connection connection;

    @BeforeEach
    void connect() {
        connection = connector.connect(new Target.Local("node1"));
    }

    @AfterEach
    void end() {
        connector.close();
    }

    /** @param body is to end with {@code start}, which starts the command line that follows {@code -c} */
    private Exchange through(String body, @Nullable String password) throws IOException {
        Path su = dir.resolve("su it");
        Files.writeString(su, "#!/bin/sh\nstart() { shift \"$(($# - 1))\"; exec /bin/sh -c \"$1\"; }\n" + body);
        Files.setPosixFilePermissions(su, PosixFilePermissions.fromString("rwxr-xr-x"));
        Secret secret = password == null ? null : new Secret(password);
        return Exchange.of("printf in").as(new Become("su", "other", secret, "", "'" + su + "'"));
    }

    private void refuses(Exchange exchange, String why) {
        TransportException refused = assertThrows(TransportException.class, () -> connection.run(exchange));
        assertEquals(Kind.BECOME_FAILED, refused.kind());
        assertTrue(
                refused.getMessage().startsWith("cannot become other on node1: " + why),
                () -> refused.getMessage() + "\nlacks: " + why);
        assertFalse(refused.getMessage().contains("sesame"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Password: ",
                "Password:",
                "Mot de passe : ",
                "other's Password:",
                "パスワード： ",
                "密码：",
                "Пароль: ",
                "ססמה: ",
                "[ldap] Secret word of other: "
            })
    void answersInAnyLanguage(String question) throws IOException {
        String asks = "printf '%s' \"" + question
                + "\" >&2; IFS= read -r said; [ \"$said\" = 'op en sesame' ] || exit 1; start \"$@\"";
        assertEquals("in", connection.run(through(asks, "op en sesame")).out());
        assertEquals("in", connection.run(through(asks, "op en sesame")).out());
    }

    @Test
    void keepsThePasswordThatNobodyAsksFor() throws IOException {
        assertEquals(
                "in",
                connection
                        .run(through("echo 'Welcome: all' >&2; start \"$@\"", "sesame"))
                        .out());
    }

    @Test
    void saysThatNoPasswordIsThere() throws IOException {
        refuses(
                through("printf 'Password: ' >&2; read -r said; start \"$@\"", null),
                "su wants a password, and none is given for other");
    }

    @Test
    void saysThatThePasswordIsWrongInTheWordsOfTheNode() throws IOException {
        refuses(
                through(
                        "printf 'Contraseña: ' >&2; read -r said; echo 'su: Fallo de autenticación' >&2; exit 1",
                        "sesame"),
                "su does not accept the become password: su: Fallo de autenticación (check ansible_become_password,"
                        + " or --ask-become-pass; su wants the password of other, and a locked account has none)");
        refuses(
                through("printf 'Password: ' >&2; read -r said; printf 'Password: ' >&2; read -r said", "sesame"),
                "su does not accept the become password (check");
    }

    @Test
    void answersOneQuestionOnly() throws IOException {
        refuses(
                through(
                        "printf 'Password: ' >&2; read -r said; printf 'Verification code: ' >&2; read -r said",
                        "sesame"),
                "su asks for more than the become password: Verification code: (");
    }

    @Test
    void saysWhatStandsInTheWay() throws IOException {
        refuses(
                through("echo 'This account is currently not available.'>&2; exit 1", null),
                "other has a login shell that lets nobody in: This account is currently not available.");
        refuses(
                through("echo 'su: user other does not exist or the user entry does not contain all'>&2; exit 1", null),
                "the node has no user 'other'");
        refuses(
                through(
                        "printf 'Password: ' >&2; read -r s; echo 'Your account has expired; please contact'>&2; exit 1",
                        "sesame"),
                "Your account has expired; please contact");
        refuses(
                through(
                        "printf 'Password: ' >&2; read -r s; echo 'You are required to change your password'>&2; exit 1",
                        "sesame"),
                "the password of other must be changed first: You are");
        refuses(through("echo 'su: Permission denied'>&2; exit 1", null), "su: Permission denied (PAM on the node");
        refuses(through("exit 1", null), "su ended with exit code 1");
        refuses(through("exec nothing-like-it", null), "the node has no su (install su there");
    }
}
