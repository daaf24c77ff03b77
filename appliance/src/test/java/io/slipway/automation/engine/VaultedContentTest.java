package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultPassword;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted files and values, wherever a playbook has them. */
class VaultedContentTest {

    private static final Vault.Key KEY = new Vault.Key("default", VaultPassword.of(new Secret("correct horse")));
    private static final Vault OPEN = new Vault(List.of(KEY), false);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(folder, "a").vault(OPEN);
    }

    private static String encrypted(String text) {
        return new String(
                Vault.encrypt(text.getBytes(StandardCharsets.UTF_8), KEY, "default", new SecureRandom()),
                StandardCharsets.UTF_8);
    }

    private static String inline(String name, String text) {
        return name + ": !vault |\n" + encrypted(text).indent(2);
    }

    @Test
    void aValueIsFinalTextWhereverItIsUsed() {
        stage.file("vars.yml", inline("secret", "a {{ b }}") + "deep: {list: [\"{{ secret }}\"]}\n");
        assertEquals("""
                TASK [include_vars]
                ok: [a]
                TASK [debug]
                ok: [a] a {{ b }}
                TASK [debug]
                ok: [a] <a {{ b }}>
                TASK [debug]
                ok: [a] {'list': ['a {{ b }}']}
                """, stage.tasks("""
                - include_vars: vars.yml
                - debug: {msg: "{{ secret }}"}
                - debug: {msg: "<{{ secret }}>"}
                - debug: {msg: "{{ deep }}"}
                """));
    }

    @Test
    void aValueThatCannotBeOpenedFailsOnlyWhereItIsUsed() {
        stage.vault(Vault.LOCKED).file("vars.yml", inline("secret", "x") + "plain: fine\n");
        String text = stage.play("""
                - hosts: all
                  gather_facts: false
                  vars_files: [vars.yml]
                  tasks:
                    - debug: {msg: "{{ plain }}"}
                    - debug: {msg: "{{ secret | default('no') }}"}
                """);
        assertTrue(text.contains("ok: [a] fine"), text);
        assertTrue(text.contains("vars.yml:1:9: Attempting to decrypt but no vault secrets found"), text);
        assertEquals(RunOutcome.FAILED, stage.outcome());
    }

    @Test
    void playbooksTasksRolesAndVariablesMayBeEncryptedWhole() {
        stage.file("vars.yml", encrypted("one: 1\n"))
                .file("more.yml", encrypted("two: 2\n"))
                .file("tasks.yml", encrypted("- debug: {msg: \"tasks {{ one }} {{ two }}\"}\n"))
                .file("roles/r/defaults/main.yml", encrypted("three: 3\n"))
                .file("roles/r/vars/main.yml", encrypted("four: 4\n"))
                .file("roles/r/tasks/main.yml", encrypted("- debug: {msg: \"role {{ three }} {{ four }}\"}\n"));
        String text = stage.play(encrypted("""
                - hosts: all
                  gather_facts: false
                  vars_files: [vars.yml]
                  tasks:
                    - include_vars: more.yml
                    - include_tasks: tasks.yml
                    - include_role: {name: r}
                """));
        assertTrue(text.contains("tasks 1 2"), text);
        assertTrue(text.contains("role 3 4"), text);
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void anEncryptedFileWithoutAPasswordIsAnErrorWithItsName() {
        stage.vault(Vault.LOCKED).file("tasks.yml", encrypted("- debug:\n"));
        String text = stage.play("""
                - hosts: all
                  tasks:
                    - import_tasks: tasks.yml
                """);
        assertTrue(text.contains("Attempting to decrypt but no vault secrets found"), text);
        assertTrue(text.contains("tasks.yml"), text);
        assertEquals(RunOutcome.ERROR, stage.outcome());
    }

    @Test
    void namesOfImportsAndKeywordsMayBeEncrypted() {
        stage.file("tasks.yml", "- debug: {msg: imported}\n").file("name.yml", inline("which", "tasks"));
        String text = stage.play("""
                - hosts: all
                  gather_facts: false
                  vars_files: [name.yml]
                  tasks:
                    - import_tasks: "{{ which }}.yml"
                """);
        assertTrue(text.contains("imported"), text);
    }

    @Test
    void lookupsOpenFiles() {
        stage.file("files/secret", encrypted("line\n\n")).file("templates/t.j2", encrypted("{{ 6 * 7 }}"));
        String text = stage.tasks("""
                - debug: {msg: "<{{ lookup('file', 'secret') }}>"}
                - debug: {msg: "<{{ lookup('unvault', 'secret') }}>"}
                - debug: {msg: "<{{ lookup('template', 't.j2') }}>"}
                """);
        assertTrue(text.contains("<line>"), text);
        assertTrue(text.contains("<line\n\n>"), text);
        assertTrue(text.contains("<42>"), text);
    }

    /** The encrypted text is ansible-core's for the same password and salt. */
    @Test
    void filtersEncryptAndDecryptWithAPasswordOfTheirOwn() {
        stage.file("vars.yml", inline("secret", "x"));
        String text = stage.tasks("""
                - include_vars: vars.yml
                - debug: {msg: "{{ 'x' | vault('pw', 'salt') }}"}
                - debug: {msg: "{{ 'x' | vault('pw') | unvault('pw') }} {{ 'plain' | unvault('pw') }}"}
                - debug: {msg: "{{ secret is vault_encrypted }} {{ 'x' is vault_encrypted }}"}
                - debug: {msg: "{{ 'x' | vault('pw') | unvault('other') }}"}
                """);
        assertTrue(text.contains("$ANSIBLE_VAULT;1.2;AES256;filter_default\n37333631366337340a3635"), text);
        assertTrue(text.contains("x plain"), text);
        assertTrue(text.contains("True False"), text);
        assertTrue(text.contains("Unable to decrypt: Decryption failed"), text);
    }
}
