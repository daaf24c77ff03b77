package io.slipway.automation.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnsibleConfigTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private AnsibleConfig config(String text) throws IOException {
        Files.writeString(folder.resolve("ansible.cfg"), text);
        return config(Map.of("HOME", "/home/eve"));
    }

    private AnsibleConfig config(Map<String, String> environment) {
        return AnsibleConfig.find(folder, environment, warnings::add);
    }

    @Test
    void readsWhatPeopleSet() throws IOException {
        AnsibleConfig config = config("""
                # comment
                [defaults]
                inventory = hosts, /etc/more,~/own
                roles_path = ./roles/galaxy:~/roles:$HOME/x:${NONE}/y   ; a comment
                forks: 25
                library = ./library
                host_key_checking=False
                timeout = 60
                gathering = smart
                vault_password_file = "secret file"
                [privilege_escalation]
                become = yes
                become_user = root
                [ssh_connection]
                ssh_args = -o ControlMaster=auto
                  -o ControlPersist=60s
                ssh_common_args = -J bastion
                retries = 2
                """);
        assertEquals(List.of(folder + "/hosts", "/etc/more", "/home/eve/own"), config.inventory());
        assertEquals(
                List.of(
                        folder.resolve("./roles/galaxy"),
                        Path.of("/home/eve/roles"),
                        Path.of("/home/eve/x"),
                        folder.resolve("${NONE}/y")),
                config.rolesPath());
        assertEquals(List.of(folder.resolve("./library")), config.library());
        assertEquals(Optional.of(25), config.forks());
        assertFalse(config.hostKeyChecking());
        assertEquals(Optional.of(60), config.timeout());
        assertEquals(2, config.connectRetries());
        assertEquals("smart", config.gathering());
        assertEquals(Optional.of(folder.resolve("secret file")), config.vaultPasswordFile());
        assertTrue(config.become());
        assertEquals(Optional.of("root"), config.becomeUser());
        assertEquals("-o ControlMaster=auto -o ControlPersist=60s", config.sshArguments());
        assertEquals("-J bastion", config.sshCommonArguments());
        assertEquals("", config.sshExtraArguments());
    }

    @Test
    void theEnvironmentWins() throws IOException {
        config("[defaults]\nforks = 25\nremote_user = a\n");
        AnsibleConfig config =
                config(Map.of("ANSIBLE_FORKS", "3", "ANSIBLE_INVENTORY", "x,", "ANSIBLE_SSH_RETRIES", "5"));
        assertEquals(5, config.connectRetries());
        assertEquals(Optional.of(3), config.forks());
        assertEquals(Optional.of("a"), config.remoteUser());
        assertEquals(List.of(folder + "/x"), config.inventory());
    }

    @Test
    void aNamedFileGoesBeforeTheOneInTheWorkingDirectory() throws IOException {
        config("[defaults]\nforks = 25\n");
        Path other = Files.writeString(folder.resolve("other.cfg"), "[defaults]\nforks = 7\n");
        AnsibleConfig config = config(Map.of("ANSIBLE_CONFIG", other.toString()));
        assertEquals(Optional.of(7), config.forks());
        assertEquals(Optional.of(other), config.file());
    }

    @Test
    void whatAnybodyCouldHaveWrittenIsLeftOut() throws IOException {
        config("[defaults]\nforks = 25\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(Optional.empty(), config(Map.of()).forks());
        assertTrue(warnings.getFirst().contains("world writable"));
    }

    @Test
    void withoutAFileThereAreDefaults() {
        AnsibleConfig config = config(Map.of("ANSIBLE_CONFIG", "/nonexistent", "HOME", folder.toString()));
        assertTrue(config.hostKeyChecking());
        assertEquals("implicit", config.gathering());
        assertEquals(folder.resolve(".ansible/roles"), config.rolesPath().getFirst());
    }

    @Test
    void everyMalformedLineIsReported() throws IOException {
        List<Problem> problems = assertThrows(
                        ConfigException.class, () -> config("early = 1\n[defaults]\nnonsense\nforks = 1\nforks = 2\n"))
                .problems();
        assertEquals(
                List.of(":1:1", ":3:1", ":5:1"),
                problems.stream()
                        .map(p -> String.valueOf(p.where()).replace(folder + "/ansible.cfg", ""))
                        .toList());
    }

    @Test
    void valuesOfTheWrongKindAreRefusedWhereTheyStand() throws IOException {
        AnsibleConfig config = config("[defaults]\nforks = many\nhost_key_checking = perhaps\ngathering = smrt\n");
        assertEquals(
                folder + "/ansible.cfg:2:1",
                String.valueOf(assertThrows(ConfigException.class, config::forks)
                        .problem()
                        .where()));
        assertThrows(ConfigException.class, config::hostKeyChecking);
        assertEquals(
                "did you mean 'smart'?",
                assertThrows(ConfigException.class, config::gathering).problem().hint());
    }
}
