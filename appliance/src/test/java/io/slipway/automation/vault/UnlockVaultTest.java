package io.slipway.automation.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.crypto.vault.VaultPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnlockVaultTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final List<String> prompts = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();

    private List<Vault.Key> keys(boolean fresh, String... identities) {
        List<VaultIdentity> all =
                List.of(identities).stream().map(VaultIdentity::parse).toList();
        return new UnlockVault("default", this::answer, warnings::add).keys(all, fresh);
    }

    private Optional<Secret> answer(String prompt) {
        prompts.add(prompt);
        return Optional.ofNullable(answers.poll()).map(Secret::new);
    }

    private String file(String name, String content, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file.toString();
    }

    private static Vault.Key key(String id, String password) {
        return new Vault.Key(id, VaultPassword.of(new Secret(password)));
    }

    @ParameterizedTest
    @CsvSource({"file,'',file", "dev@file,dev,file", "dev@a@b,dev,a@b", "@file,'',file", "dev@prompt,dev,prompt"})
    void anIdentityIsALabelAndASource(String text, String label, String source) {
        assertEquals(new VaultIdentity(label, source), VaultIdentity.parse(text));
    }

    @Test
    void filesGivePasswordsInTheirOrder() throws IOException {
        String one = file("one", "  first\n", "rw-------");
        String two = file("two", "second\r\n\r\n", "rw-------");
        assertEquals(List.of(key("dev", "first"), key("default", "second")), keys(false, "dev@" + one, two));
        assertEquals(List.of(), warnings);
    }

    @Test
    void aFileThatEverybodyReadsIsWarnedOf() throws IOException {
        keys(false, file("open", "x", "rw-r--r--"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("can be read by everybody"));
        assertFalse(warnings.getFirst().contains("x\n"));
    }

    @Test
    void aProgramPrintsThePassword() throws IOException {
        String script = file("get.sh", "#!/bin/sh\necho \" from a program $*\"\n", "rwx------");
        assertEquals(List.of(key("dev", " from a program ")), keys(false, "dev@" + script));
    }

    @Test
    void aClientIsToldTheLabel() throws IOException {
        String script = file("keyring-client.sh", "#!/bin/sh\necho \"$*\"\n", "rwx------");
        assertEquals(List.of(key("dev", "--vault-id dev")), keys(false, "dev@" + script));
    }

    @Test
    void aClientThatDoesNotKnowTheLabelSaysSo() throws IOException {
        String script = file("keyring-client", "#!/bin/sh\nexit 2\n", "rwx------");
        VaultException refused = assertThrows(VaultException.class, () -> keys(false, "dev@" + script));
        assertTrue(refused.problem().what().endsWith("did not find a secret for vault-id=dev"));
    }

    @Test
    void aFailingProgramGivesNoPassword() throws IOException {
        String script = file("get", "#!/bin/sh\necho half\nexit 3\n", "rwx------");
        VaultException refused = assertThrows(VaultException.class, () -> keys(false, script));
        assertTrue(refused.problem().what().endsWith("returned non-zero (3)"));
    }

    @Test
    void anExecutableFileThatIsNoProgramIsNotRun() throws IOException {
        String script = file("password", "touch " + folder + "/ran\n", "rwx------");
        VaultException refused = assertThrows(VaultException.class, () -> keys(false, script));
        assertTrue(refused.problem().what().contains("remove the executable bit"));
        assertFalse(refused.getMessage().contains("touch"));
        assertFalse(Files.exists(folder.resolve("ran")));
    }

    @Test
    void aPasswordFileMayItselfBeEncryptedForAnEarlierPassword() throws IOException {
        String first = file("first", "one", "rw-------");
        byte[] inner = Vault.encrypt(
                "two\n".getBytes(StandardCharsets.UTF_8), key("default", "one"), "default", new SecureRandom());
        String second = file("second", new String(inner, StandardCharsets.US_ASCII), "rw-------");
        assertEquals(List.of(key("default", "one"), key("dev", "two")), keys(false, first, "dev@" + second));
    }

    @Test
    void aMissingFileIsAnErrorOnlyWhenNothingElseGivesAPassword() throws IOException {
        String good = file("good", "x", "rw-------");
        String missing = folder.resolve("missing").toString();
        assertEquals(List.of(key("default", "x")), keys(false, missing, good));
        assertEquals(
                List.of("Error in vault password file loading (default): The vault password file " + missing
                        + " was not found"),
                warnings);
        assertThrows(VaultException.class, () -> keys(false, missing));
    }

    @ParameterizedTest
    @CsvSource({"''", "' \n'"})
    void anEmptyFileIsRefused(String content) throws IOException {
        String empty = file("empty", content, "rw-------");
        VaultException refused = assertThrows(VaultException.class, () -> keys(false, empty));
        assertTrue(refused.problem().what().startsWith("Invalid vault password was provided from file"));
    }

    @Test
    void asksInAnsiblesWords() {
        answers.addAll(List.of("a ", "b"));
        assertEquals(List.of(key("dev", "a"), key("default", "b")), keys(false, "dev@prompt", "prompt_ask_vault_pass"));
        assertEquals(List.of("Vault password (dev): ", "Vault password: "), prompts);
    }

    @Test
    void aNewPasswordIsConfirmed() {
        answers.addAll(List.of("a", "a", "b", "c"));
        assertEquals(List.of(key("dev", "a")), keys(true, "dev@prompt"));
        assertEquals(List.of("New vault password (dev): ", "Confirm new vault password (dev): "), prompts);
        VaultException refused = assertThrows(VaultException.class, () -> keys(true, "prompt_ask_vault_pass"));
        assertEquals("Passwords do not match", refused.problem().what());
    }

    @Test
    void withoutATerminalThereIsAWayOut() {
        VaultException refused = assertThrows(VaultException.class, () -> keys(false, "prompt"));
        assertTrue(refused.problem().hint().contains("--vault-password-file"));
    }
}
