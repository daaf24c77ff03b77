package io.slipway.mirror.oci.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.registry.RepositoryName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final RepositoryName APP = RepositoryName.parse("team/app").orElseThrow();
    private static final Tokens.Content CI =
            new Tokens.Content("ci", List.of(new Scope(APP, Set.of(Guard.Right.PULL, Guard.Right.PUSH))));

    @TempDir
    Path keys;

    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final Tokens tokens = new Tokens(new byte[32], () -> now);

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void tokenSaysWhatWasPutIntoItAndNothingElse() {
        Tokens.Content read = tokens.read(tokens.issue(CI)).orElseThrow();
        assertEquals("ci", read.user());
        assertTrue(read.grants(APP, Guard.Right.PULL) && read.grants(APP, Guard.Right.PUSH));
        assertFalse(read.grants(APP, Guard.Right.DELETE));
        assertFalse(read.grants(RepositoryName.parse("team/app2").orElseThrow(), Guard.Right.PULL));
    }

    @Test
    void tokenEnds() {
        String token = tokens.issue(CI);
        now = now.plus(Tokens.LIFE).minusSeconds(1);
        assertTrue(tokens.read(token).isPresent());
        now = now.plusSeconds(1);
        assertEquals(Optional.empty(), tokens.read(token));
    }

    @Test
    void whatWasNotIssuedHereIsNotBelieved() {
        String token = tokens.issue(CI);
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        String more = part(claims.replace("\"ci\"", "\"root\""));
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        for (String hostile : List.of(
                "",
                ".",
                "..",
                "...",
                "nonsense",
                parts[0],
                parts[0] + ".",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + more + "." + parts[2],
                part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2] + ".x",
                parts[0] + "." + parts[1] + "." + parts[2].substring(1),
                parts[0] + "." + parts[1] + "." + parts[2] + "=",
                token + "A",
                token + "\u0000",
                token.toUpperCase(java.util.Locale.ROOT),
                parts[0] + "." + "A".repeat(100_000) + "." + parts[2],
                new Tokens(otherKey, () -> now).issue(CI))) {
            assertEquals(Optional.empty(), tokens.read(hostile), hostile);
        }
    }

    @Test
    void keyIsMadeOnceForItsOwnerAlone() throws Exception {
        String token =
                Tokens.openOrCreate(keys, InstantSource.system(), new Random(1)).issue(CI);
        assertTrue(Tokens.openOrCreate(keys, InstantSource.system(), new Random(2))
                .read(token)
                .isPresent());
        Path file = keys.resolve("token.key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        for (String damaged : List.of("", "nonsense", "00")) {
            Files.writeString(file, damaged);
            assertThrows(ServeException.class, () -> Tokens.openOrCreate(keys, InstantSource.system(), new Random(1)));
        }
    }

    @Test
    void scopesAsClientsWriteThem() {
        assertEquals("repository:team/app:pull,push", scope("repository:team/app:push,pull"));
        assertEquals("repository:team/app:pull,push,delete", scope("repository:team/app:*"));
        assertEquals("repository:host:5000/app:pull", scope("repository:host:5000/app:pull"));
        assertEquals("repository:team/app:pull", scope("repository(plugin):team/app:pull,unknown"));
        for (String none :
                List.of("", "repository", "repository::pull", "registry:catalog:*", "repository:../x:pull")) {
            assertEquals(Optional.empty(), Scope.parse(none), none);
        }
    }

    private static String scope(String text) {
        return Scope.parse(text).orElseThrow().toString();
    }
}
