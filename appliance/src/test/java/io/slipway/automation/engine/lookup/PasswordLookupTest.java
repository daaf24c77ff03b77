package io.slipway.automation.engine.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordLookupTest {

    @TempDir
    Path folder;

    private final Random random = new Random(5);

    @Test
    void aPasswordIsMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        String password = ask("secrets/db length=32 chars=ascii_lowercase,digits");
        assertTrue(password.matches("[a-z0-9]{32}"), password);
        Path file = folder.resolve("secrets/db");
        assertEquals(password + "\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals(password, ask("secrets/db length=8"));
        assertEquals(List.of("db"), names(file.getParent()));
    }

    @Test
    void aHashIsTheSameEachTimeBecauseItsSaltIsKept() throws IOException {
        String plain = ask("db");
        String hash = ask("db encrypt=sha256_crypt");
        String content = Files.readString(folder.resolve("db"));
        assertTrue(content.matches("\\Q" + plain + "\\E salt=[./0-9A-Za-z]{16}\n"), content);
        assertEquals(hash, ask("db encrypt=sha256_crypt"));
        assertEquals(plain, ask("db"));
    }

    @Test
    void aFileThatAnsibleWroteIsUnderstood() throws IOException {
        Files.writeString(folder.resolve("db"), "secret salt=abcdefghijklmnopqrstuu ident=2b\n");
        assertEquals("secret", ask("db"));
        assertEquals("$2b$12$abcdefghijklmnopqrstuuT1Iwu6o8Wx7BoOyIMHfgVJq6JO/IJhW", ask("db encrypt=bcrypt"));
    }

    @Test
    void aSeedGivesAnsiblesPasswordAndDevNullKeepsNothing() {
        assertEquals("c7DItoFPgf-l", ask("/dev/null seed=node1 length=12"));
        assertNotEquals(ask("/dev/null"), ask("/dev/null"));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void optionsCanBeGivenByName() {
        Object password = new PasswordLookup(random)
                .find(
                        List.of("a file"),
                        Map.of("length", 5L, "chars", List.of("x", "\"")),
                        new FakeSurroundings(folder))
                .getFirst();
        assertEquals("xxxxx", password);
        assertTrue(Files.exists(folder.resolve("a file")));
    }

    @Test
    void manyHostsThatAskAtOnceGetTheSame() throws InterruptedException {
        PasswordLookup lookup = new PasswordLookup(random);
        Set<Object> answers = ConcurrentHashMap.newKeySet();
        List<Thread> hosts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            PasswordLookup asking = i % 2 == 0 ? lookup : new PasswordLookup(random);
            hosts.add(Thread.ofVirtual()
                    .start(() -> answers.addAll(asking.find(List.of("db"), Map.of(), new FakeSurroundings(folder)))));
        }
        for (Thread host : hosts) {
            host.join();
        }
        assertEquals(1, answers.size(), answers::toString);
    }

    @Test
    void mistakesAreRefused() {
        for (String term : List.of(
                "db lenght=3",
                "db length=x",
                "db length=3 more",
                "db encrypt=rot13",
                "db chars='\"'",
                "db length=99999999")) {
            assertThrows(TemplateException.class, () -> ask(term), term);
        }
        assertFalse(Files.exists(folder.resolve("db")));
    }

    private String ask(String term) {
        return (String) new PasswordLookup(random)
                .find(List.of(term), Map.of(), new FakeSurroundings(folder))
                .getFirst();
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
