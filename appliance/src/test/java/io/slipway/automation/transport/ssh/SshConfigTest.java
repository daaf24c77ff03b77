package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files of ssh's configuration come to; how they are read is compared with ssh itself in {@link SshConfigScenarioTest}. */
class SshConfigTest {

    @TempDir
    Path home;

    private Path config = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        Files.createDirectories(home.resolve("etc"));
        config = home.resolve(".ssh/config");
    }

    private void says(String text) throws IOException {
        Files.writeString(config, text);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    private Way to(String host, @Nullable String user, @Nullable Integer port, String arguments) {
        Target.Ssh target = new Target.Ssh(
                "node1", host, port, user, List.of(), null, List.of(), true, Duration.ofSeconds(10), arguments);
        return Way.to(
                target, new SshUser(home, "me", Map.of("SSH_AUTH_SOCK", "/run/agent", "K", "k1"), home.resolve("etc")));
    }

    private Way to(String host) {
        return to(host, null, null, "");
    }

    private String refused(String host) {
        return assertThrows(TransportException.class, () -> to(host)).getMessage();
    }

    @Test
    void fillsInWhatTheInventoryLeavesOpen() throws IOException {
        says("""
                Host db*
                  HostName %h.example
                  User op
                  Port 2222
                  IdentityFile ~/.ssh/%r-%n
                  CertificateFile ${K}-cert.pub
                  IdentitiesOnly yes
                  IdentityAgent none
                  HostKeyAlias DB
                  ServerAliveInterval 1m
                  StrictHostKeyChecking accept-new
                  UserKnownHostsFile ~/known /etc/known
                  PasswordAuthentication no
                """);
        Way way = to("db1");
        assertEquals("db1.example", way.target().address());
        assertEquals("op", way.target().user());
        assertEquals(2222, way.target().port());
        assertEquals(List.of(home.resolve(".ssh/op-db1")), way.keys().files());
        assertEquals(
                List.of(Path.of("k1-cert.pub").toAbsolutePath()), way.keys().certificates());
        assertTrue(way.keys().only());
        assertEquals(Optional.empty(), way.keys().agent());
        assertEquals("db", way.hostKeys().name());
        assertEquals(HostKeyCheck.Unknown.LEARN, way.hostKeys().unknown());
        assertEquals(
                List.of(home.resolve("known"), Path.of("/etc/known")),
                way.hostKeys().own());
        assertEquals(Duration.ofMinutes(1), way.rhythm().interval());
        assertEquals(List.of("publickey", "keyboard-interactive"), way.authentications());
        assertEquals(Optional.of(Path.of("/run/agent")), to("other").keys().agent());
    }

    @Test
    void countsAfterArgumentsAndInventory() throws IOException {
        says("User fromfile\nPort 3\nConnectTimeout 99\nHostName elsewhere\n");
        Way given = to("a", "op", 2, "-o HostName=there");
        assertEquals("op", given.target().user());
        assertEquals(2, given.target().port());
        assertEquals("there", given.target().address());
        assertEquals(Duration.ofSeconds(10), given.target().connectTimeout(), "Ansible always names one");
    }

    @Test
    void countsBeforeTheSystems() throws IOException {
        says("Host a\n  User own\n");
        Files.writeString(home.resolve("etc/ssh_config"), "Include more.d/*\nUser all\n");
        Files.createDirectories(home.resolve("etc/more.d"));
        Files.writeString(home.resolve("etc/more.d/x"), "Port 4\n");
        assertEquals("own", to("a").target().user());
        assertEquals("all", to("b").target().user());
        assertEquals(4, to("b").target().port());
        assertEquals(22, to("b", null, null, "-F none").target().port());
        Path third = Files.writeString(home.resolve("third"), "Port 5\n");
        Way way = to("b", null, null, "-F " + third + " -J hop");
        assertEquals(5, way.target().port());
        assertEquals("me", way.target().user());
        Target.Ssh hop = way.via().orElseThrow();
        assertEquals(
                5, Way.to(hop, new SshUser(home, "me", Map.of(), home)).target().port());
    }

    @Test
    void findsJumpHostsInTheConfigurationToo() throws IOException {
        says("""
                Host inner
                  ProxyJump gate
                Host gate
                  HostName 192.0.2.1
                  User keeper
                  Port 2022
                  ProxyCommand ssh -W [%h]:%p -l %r outer
                Host outer
                  ProxyCommand nc "%h" %p # all of it
                """);
        SshUser me = new SshUser(home, "me", Map.of(), home.resolve("etc"));
        Way gate = Way.to(to("inner").via().orElseThrow(), me);
        assertEquals(
                new Way.Destination("gate", "192.0.2.1", 2022, "keeper", null, Duration.ofSeconds(10), 0),
                gate.target());
        Way outer = Way.to(gate.via().orElseThrow(), me);
        assertEquals("keeper", outer.target().user());
        assertEquals(new Route.Command("nc \"outer\" 22 # all of it"), outer.route());
    }

    @Test
    void runsWhatMatchExecNames() throws IOException {
        says("Match host a exec \"test %h = a.example\"\n  User first\nMatch exec \"test %n = a\"\n  User second\n");
        assertEquals("second", to("a").target().user());
        assertEquals("me", to("b").target().user());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    Bogus x               | 2:3: cannot connect to node1: the ssh option 'Bogus' is unknown
                    IdentiyFile x         | did you mean 'IdentityFile'?
                    User "a               | 2:8: cannot connect to node1: a quote is not closed
                    User a b              | 2:10: cannot connect to node1: User takes one value
                    User                  | 2:3: cannot connect to node1: User lacks its value
                    Port 70000            | 2:3: cannot connect to node1: Port=70000 is not a number between 1 and 65535
                    Match nonsense x      | 2:9: cannot connect to node1: 'nonsense' is no criterion for Match
                    Match user            | 2:9: cannot connect to node1: Match user lacks its value
                    Match all user x      | 2:3: cannot connect to node1: Match all stands alone
                    HostName %p           | 2:3: cannot connect to node1: '%p' means nothing in HostName '%p'
                    IdentityFile ${NO}/x  | 2:3: cannot connect to node1: '${NO}/x' names a variable that is not in the environment
                    IdentityFile ${NO     | names a variable that is not in the environment
                    AddressFamily inet5   | any, inet or inet6
                    IdentitiesOnly maybe  | 2:3: cannot connect to node1: IdentitiesOnly is not 'maybe'
                    ServerAliveInterval x | 2:3: cannot connect to node1: ServerAliveInterval=x is not a time
                    Include ~/.ssh/config | files include each other more than 16 deep
                    """)
    void saysWhereItIsWrong(String line, String expected) throws IOException {
        says("# a comment\n  " + line + "\n");
        String message = refused("a");
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith(config.toString()), message);
    }

    @Test
    void isNotToBeWrittenByOthers() throws IOException {
        says("User a\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));
        assertTrue(refused("a").contains("chmod 600 " + config));
    }

    @Test
    void survivesRubbish() throws IOException {
        says("Host " + "*a".repeat(20_000) + "\n  User b\n\0\0\0 x\n");
        assertTrue(refused("a".repeat(200)).contains(":3:"));
    }
}
