package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.ssh.HostKeyCheck.Unknown;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ssh options in an inventory come to. */
class WayTest {

    @TempDir
    Path home;

    private SshUser me() {
        return new SshUser(home, "me", Map.of(), home.resolve("etc"));
    }

    private Way to(String arguments) {
        Target.Ssh target = new Target.Ssh(
                "node1",
                "192.0.2.7",
                22,
                "admin",
                List.of(),
                new Secret("x"),
                List.of(),
                true,
                Duration.ofSeconds(10),
                arguments);
        return Way.to(target, me());
    }

    @Test
    void takesTheUsersOwnKeysAndKnownHosts() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        Path key = Files.writeString(home.resolve(".ssh/id_rsa"), "");
        Way way = to("");
        assertEquals(List.of(key), way.keys().files());
        assertEquals(
                List.of(home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2")),
                way.hostKeys().own());
        assertEquals(
                List.of(home.resolve("etc/ssh_known_hosts"), home.resolve("etc/ssh_known_hosts2")),
                way.hostKeys().system());
        assertEquals(Unknown.REFUSE, way.hostKeys().unknown());
        assertTrue(way.via().isEmpty());
    }

    @Test
    void readsTheKeysOfNodesThatWereInstalledFromHereLast() {
        Path installed = home.resolve("state/known_hosts");
        Target.Ssh target = new Target.Ssh(
                "n", "192.0.2.7", 22, "me", List.of(), null, List.of(), true, Duration.ofSeconds(10), "");
        Way way = Way.to(target, new SshUser(home, "me", Map.of(), home.resolve("etc"), List.of(installed)));
        assertEquals(installed, way.hostKeys().system().getLast());
        assertFalse(way.hostKeys().own().contains(installed), "nothing is learnt into it");
    }

    @Test
    void honoursWhatPeopleWrite() {
        Way way =
                to("-o IdentityFile=~/a -i '/k/b c' -o \"UserKnownHostsFile /x /y\" -oStrictHostKeyChecking=accept-new"
                        + " -p 2222 -l op -o ConnectTimeout=3 -o ControlMaster=auto -o ControlPersist=60s -C -q -4");
        Way.Destination target = way.target();
        assertEquals(List.of(home.resolve("a"), Path.of("/k/b c")), way.keys().files());
        assertEquals(List.of(Path.of("/x"), Path.of("/y")), way.hostKeys().own());
        assertEquals(Unknown.LEARN, way.hostKeys().unknown());
        assertEquals(2222, target.port());
        assertEquals("op", target.user());
        assertEquals(Duration.ofSeconds(3), target.connectTimeout());
        assertEquals(new Route.Direct(Route.Family.INET, Optional.empty()), way.route());
    }

    @Test
    void letsTheFirstValueCount() {
        Way.Destination target = to("-o Port=1 -p 2 -o port=3 -o HostName=198.51.100.1 -o User=%u")
                .target();
        assertEquals(1, target.port());
        assertEquals("198.51.100.1", target.address());
    }

    @ParameterizedTest
    @CsvSource({"no, TAKE", "off, TAKE", "yes, REFUSE", "ask, REFUSE", "accept-new, LEARN"})
    void knowsHowStrictToBe(String value, Unknown expected) {
        assertEquals(
                expected, to("-o StrictHostKeyChecking=" + value).hostKeys().unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-J op@bastion:2022",
                "-o ProxyJump=ssh://op@[bastion]:2022",
                "-o ProxyCommand=\"ssh -W %h:%p -q -p 2022 op@bastion\"",
                "-o 'ProxyCommand=/usr/bin/ssh -l op -p2022 bastion -W [%h]:%p'"
            })
    void goesThroughABastion(String arguments) {
        Target.Ssh bastion = to(arguments).via().orElseThrow();
        Way.Destination resolved = Way.to(bastion, me()).target();
        assertEquals("bastion", resolved.address());
        assertEquals(2022, resolved.port());
        assertEquals("op", resolved.user());
        assertEquals(null, resolved.password(), "the password is the target's");
    }

    @Test
    void goesThroughAChainInOrder() {
        Target.Ssh last = to("-J one,two@b:2,[2001:db8::1]:3").via().orElseThrow();
        Way third = Way.to(last, me());
        assertEquals("2001:db8::1", third.target().address());
        assertEquals("me", third.target().user());
        Way second = Way.to(third.via().orElseThrow(), me());
        assertEquals("two", second.target().user());
        Way first = Way.to(second.via().orElseThrow(), me());
        assertEquals("one", first.target().address());
        assertTrue(first.via().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -o IdentiyFile=x              | did you mean 'IdentityFile'?
                    -o ProxyCommand=nc-%x         | %x
                    -o 'User                      | is not closed
                    -o User                       | -o User lacks its value
                    -p                            | -p lacks its value
                    -p 70000                      | Port=70000 is not a number between 1 and 65535
                    -o Port=0x16                  | Port=0x16 is not a number
                    -L 1:a:2                      | -L is not supported
                    -F ~/nothing                  | -F ~/nothing cannot be read: no such file
                    -o StrictHostKeyChecking=mayb | yes, accept-new or no
                    bastion                       | holds a word that is no option
                    """)
    void refusesWhatItCannotHonour(String arguments, String expected) {
        TransportException refused = assertThrows(TransportException.class, () -> to(arguments));
        assertTrue(refused.getMessage().startsWith("cannot connect to node1: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertFalse(refused.getMessage().contains("Exception"), refused.getMessage());
    }
}
