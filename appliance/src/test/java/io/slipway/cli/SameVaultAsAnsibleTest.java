package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's {@code ansible-vault} and Slipway read each other's files, and playbooks and inventories that hold encrypted values. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SameVaultAsAnsibleTest {

    private static final String TEXT = "secret: sesame {{ ü }}\n";

    @TempDir
    Path folder;

    private Slipway slipway;
    private Path file;
    private String one;
    private String two;

    @BeforeEach
    void start() throws IOException {
        slipway = new Slipway(folder.resolve("home"));
        file = Files.writeString(folder.resolve("secrets.yml"), TEXT);
        one = password("one");
        two = password("two");
    }

    private String password(String name) throws IOException {
        Path password = Files.writeString(folder.resolve(name), name + " pässword\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return password.toString();
    }

    private String ansible(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("ANSIBLE_CONFIG");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> out + command);
        return out;
    }

    private String slipway(String... arguments) {
        Slipway.Said said = slipway.run(arguments);
        assertEquals(0, said.status(), said.all());
        return said.out();
    }

    @Test
    void ansibleReadsWhatSlipwayWrote() throws Exception {
        slipway("vault", "encrypt", "--vault-id", one, file.toString());
        assertEquals(TEXT, ansible("ansible-vault", "view", "--vault-id", one, file.toString()));
        slipway("vault", "rekey", "--vault-id", one, "--new-vault-id", "pod@" + two, file.toString());
        assertEquals(TEXT, ansible("ansible-vault", "decrypt", "--output", "-", "--vault-id", two, file.toString()));
    }

    @Test
    void slipwayReadsWhatAnsibleWrote() throws Exception {
        ansible("ansible-vault", "encrypt", "--vault-id", "pod@" + one, file.toString());
        slipway("vault", "rekey", "--vault-id", one, "--new-vault-password-file", two, file.toString());
        ansible("ansible-vault", "rekey", "--vault-id", two, "--new-vault-id", "pod@" + one, file.toString());
        slipway("vault", "decrypt", "--vault-id", one, file.toString());
        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void bothRunAPlaybookWithTheOthersValues() throws Exception {
        Path block = folder.resolve("block");
        String[] encrypt = {"encrypt_string", "--vault-id", "pod@" + one, "--name", "theirs", "{{ x }}"};
        String theirs = ansible("ansible-vault", encrypt);
        slipway("vault", "encrypt_string", "--vault-id", "pod@" + one, "-n", "ours", "sesame", "--output", "" + block);
        slipway("vault", "encrypt", "--vault-id", two, file.toString());
        Path playbook = Files.writeString(folder.resolve("site.yml"), """
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  vars_files: [vars.yml, secrets.yml]
                  tasks:
                    - debug: {msg: "{{ theirs }} {{ ours }} {{ theirs is vault_encrypted }} {{ 'a' | vault('p', 's') }}"}
                    - debug: {msg: "length {{ lookup('unvault', 'secrets.yml') | length }}"}
                """);
        Files.writeString(folder.resolve("vars.yml"), theirs + "\n" + Files.readString(block) + "\n");
        String[] options = {"--vault-id", one, "--vault-password-file", two, playbook.toString()};
        String wanted = ansible("ansible-playbook", options);
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options));
        String got = slipway(arguments.toArray(String[]::new));
        assertTrue(wanted.contains("{{ x }} sesame True $ANSIBLE_VAULT;1.2;AES256;filter_default"), wanted);
        assertEquals(wanted, got);
    }

    @Test
    void bothShowAnInventoryAlike() throws Exception {
        String block = ansible("ansible-vault", "encrypt_string", "--vault-id", one, "--name", "iv", "x");
        Path inventory = Files.writeString(
                folder.resolve("hosts.yml"), "all:\n  vars:\n" + block.indent(4) + "  hosts: {a: }\n");
        for (String form : List.of("--list", "--yaml --list", "--graph --vars", "--host a")) {
            List<String> options = new ArrayList<>(List.of(form.split(" ")));
            options.addAll(List.of("-i", inventory.toString(), "--vault-id", one));
            String wanted = ansible("ansible-inventory", options.toArray(String[]::new));
            options.addFirst("inventory");
            assertEquals(wanted, slipway(options.toArray(String[]::new)), form);
        }
    }
}
