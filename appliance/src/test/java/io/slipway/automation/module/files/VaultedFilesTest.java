package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultPassword;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is encrypted here arrives on the node as what it holds. */
class VaultedFilesTest {

    private static final Vault.Key KEY = new Vault.Key("default", VaultPassword.of(new Secret("correct horse")));

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        on.controller.vault(new Vault(List.of(KEY), false));
    }

    private static String encrypted(String text) {
        return new String(
                Vault.encrypt(text.getBytes(StandardCharsets.UTF_8), KEY, "default", new SecureRandom()),
                StandardCharsets.UTF_8);
    }

    @Test
    void copyDecryptsAFile() {
        on.source("files", "key.pem", encrypted("the key\n"));
        on.converges(new CopyModule(), "src", "key.pem", "dest", on.at("key.pem"), "mode", "0600");
        assertEquals("the key\n", on.read("key.pem"));
    }

    @Test
    void copyDecryptsWithinFolders() {
        on.source("files", "tree/a", encrypted("secret\n"));
        on.source("files", "tree/b", "open\n");
        on.calls.run(new CopyModule(), "src", "tree/", "dest", on.at("tree"));
        assertEquals("secret\n", on.read("tree/a"));
        assertEquals("open\n", on.read("tree/b"));
    }

    @Test
    void copyLeavesItEncryptedWhenToldSo() {
        String text = encrypted("the key\n");
        on.source("files", "key.pem", text);
        on.calls.run(new CopyModule(), "src", "key.pem", "dest", on.at("key.pem"), "decrypt", false);
        assertEquals(text, on.read("key.pem"));
    }

    @Test
    void withoutThePasswordNothingIsSent() {
        on.controller.vault(Vault.LOCKED);
        on.source("files", "key.pem", encrypted("the key\n"));
        ModuleFailure refused = assertThrows(
                ModuleFailure.class, () -> on.calls.run(new CopyModule(), "src", "key.pem", "dest", on.at("key.pem")));
        assertEquals(
                "Attempting to decrypt but no vault secrets found",
                refused.problem().what());
        assertTrue(String.valueOf(refused.problem().where()).endsWith("key.pem"));
    }

    @Test
    void aTemplateMayBeEncrypted() {
        on.controller.set("name", "dgx01");
        on.source("templates", "t.j2", encrypted("host {{ name }}\n"));
        on.converges(new TemplateModule(Clock.systemUTC()), "src", "t.j2", "dest", on.at("t"));
        assertEquals("host dgx01\n", on.read("t"));
    }

    @Test
    void aScriptMayBeEncrypted() {
        on.source("files", "s.sh", encrypted("#!/bin/sh\necho ran $1\n"));
        assertEquals(
                "ran well\n",
                on.calls.run(new ScriptModule(), "cmd", "s.sh well").values().get("stdout"));
    }

    @Test
    void fragmentsMayBeEncrypted() {
        on.source("files", "parts/1", "one\n");
        on.source("files", "parts/2", encrypted("two\n"));
        on.calls.run(new AssembleModule(), "src", "parts", "dest", on.at("whole"), "remote_src", false);
        assertEquals("one\ntwo\n", on.read("whole"));
    }
}
