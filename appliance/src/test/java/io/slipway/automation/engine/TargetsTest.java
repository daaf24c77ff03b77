package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.slipway.automation.transport.Target;
import io.slipway.common.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

    @TempDir
    Path folder;

    private Target reached(String variables, String play) {
        Stage stage = new Stage(folder).host("a", variables);
        stage.play("- hosts: all\n  gather_facts: false\n" + play.indent(2) + "  tasks:\n    - sh: say hi\n");
        return stage.connector.runs.getFirst().target();
    }

    @Test
    void everyConnectionVariableCounts() {
        Target.Ssh target = (Target.Ssh) reached("""
                ansible_host: 10.0.0.1
                ansible_port: "{{ 2200 + 22 }}"
                ansible_user: admin
                ansible_password: secret
                ansible_ssh_private_key_file: /keys/id
                ansible_ssh_common_args: -o ProxyJump=bastion
                ansible_ssh_extra_args: -o Compression=yes
                ansible_host_key_checking: false
                ansible_timeout: 3
                ansible_ssh_retries: 4
                """, "remote_user: loses\nport: 1\n");
        assertEquals(
                new Target.Ssh(
                        "a",
                        "10.0.0.1",
                        2222,
                        "admin",
                        List.of(Path.of("/keys/id")),
                        new Secret("secret"),
                        List.of(),
                        false,
                        Duration.ofSeconds(3),
                        4,
                        "-o ProxyJump=bastion -o Compression=yes"),
                target);
    }

    @Test
    void theOldNamesStillWork() {
        Target.Ssh target = (Target.Ssh)
                reached("{ansible_ssh_host: h, ansible_ssh_port: 23, ansible_ssh_user: u, ansible_ssh_pass: p}", "");
        assertEquals("h", target.address());
        assertEquals(23, target.port());
        assertEquals("u", target.user());
        assertEquals(new Secret("p"), target.password());
    }

    @Test
    void theOldNameCountsWhereBothAreGivenAsInAnsible() {
        Target.Ssh target = (Target.Ssh) reached(
                "{ansible_ssh_host: h, ansible_host: i, ansible_ssh_user: u, ansible_user: v, ansible_port: 2}", "");
        assertEquals("h", target.address());
        assertEquals("u", target.user());
        assertEquals(2, target.port());
    }

    @Test
    void eachKindOfSshOptionsHasItsVariableThatWinsOverTheCommandLine() {
        assertEquals("-4 -o A=b -v", options("{}"));
        assertEquals("-6 -o A=b -v", options("ansible_ssh_args: '-6'"));
        assertEquals("-4 -o A=host -v", options("ansible_ssh_common_args: '-o A=host'"));
        assertEquals("-4 -o A=b -q", options("ansible_ssh_extra_args: '-q'"));
        assertEquals(
                "1 2 3", options("{ansible_ssh_extra_args: '3', ansible_ssh_args: '1', ansible_ssh_common_args: '2'}"));
    }

    private String options(String variables) {
        Stage stage = new Stage(folder).host("a", variables).ssh(new SshWords("-4", "-o A=b", "-v"));
        stage.play("- hosts: all\n  gather_facts: false\n  tasks:\n    - sh: say hi\n");
        return ((Target.Ssh) stage.connector.runs.getFirst().target()).sshArguments();
    }

    @Test
    void keywordsCountWhereVariablesSayNothing() {
        Target.Ssh target = (Target.Ssh) reached("{who: me}", "remote_user: \"{{ who }}\"\nport: 2022\n");
        assertEquals("a", target.address());
        assertEquals("me", target.user());
        assertEquals(2022, target.port());
        assertNull(target.password());
    }

    @Test
    void localIsThisMachine() {
        assertEquals(new Target.Local("a"), reached("{ansible_connection: local}", ""));
        assertEquals(new Target.Local("a"), reached("{}", "connection: local\n"));
        assertEquals(new Target.Local("a"), reached("{c: local}", "connection: \"{{ c }}\"\n"));
        Stage implicit = new Stage(folder);
        implicit.play("- hosts: localhost\n  gather_facts: false\n  tasks:\n    - sh: say hi\n");
        assertEquals(
                new Target.Local("localhost"),
                implicit.connector.runs.getFirst().target());
    }

    @Test
    void whatCannotBeIsSaid() {
        assertEquals(
                """
                TASK [sh]
                failed: [a] the connection 'winrm' of a is not supported (use ssh or local)
                failed: [b] 'ssh' is not a port, for host b
                """,
                new Stage(folder)
                        .host("a", "ansible_connection: winrm")
                        .host("b", "ansible_port: ssh")
                        .tasks("""
                - sh: say hi
                """));
    }
}
