package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.ssh.KnownHosts.Entry;
import io.slipway.automation.transport.ssh.KnownHosts.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {

    private static List<Entry> about(String line, String host, int port) {
        return KnownHosts.parse("known_hosts", line).about(KnownHosts.nameOf(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "node1,                    node1, 22,   true",
        "node1,                    NODE1, 22,   true",
        "NODE1,                    node1, 22,   true",
        "node1,                    node1, 2222, false",
        "[node1]:2222,             node1, 2222, true",
        "[node1]:2222,             node1, 22,   false",
        "'other,node1',            node1, 22,   true",
        "node?,                    node1, 22,   true",
        "*.example.com,            a.example.com, 22, true",
        "*.example.com,            example.com, 22, false",
        "'*,!node1',               node1, 22,   false",
        "'*,!node1',               node2, 22,   true",
        "node.,                    node1, 22,   false",
        "'[*.x]:22',               a.x,   22,   false",
        "2001:db8::1,              2001:DB8::1, 22, true"
    })
    void matchesHostPatterns(String hosts, String host, int port, boolean expected) {
        assertEquals(expected, !about(hosts + " ssh-ed25519 AAAA", host, port).isEmpty());
    }

    /** As {@code ssh-keygen -H} and {@code ssh-keygen -l} wrote them. */
    @Test
    void matchesHashedNamesAndPrintsFingerprints() {
        String line = "|1|SRJzK5nwuYkXtMIGA9gMID5Mp4I=|cPFmxdFoqC/9tVSTomeA4nu48SM= ssh-ed25519"
                + " AAAAC3NzaC1lZDI1NTE5AAAAIBwToqL29Qxv6kPNkATDptnlPzmiBP+cJS2G1/3Z9bOW";
        assertEquals(
                "SHA256:y8T39bQx8QAKrcFQd2I2+nCndx3wlSnVuPi+BOTG/Fs",
                about(line, "192.0.2.7", 22).getFirst().fingerprint());
        assertTrue(about(line, "192.0.2.8", 22).isEmpty());
        assertTrue(about(line, "192.0.2.7", 2222).isEmpty());
    }

    @Test
    void remembersTheLineAndTheStanding() {
        List<Entry> entries = KnownHosts.parse(
                        "known_hosts",
                        "# comment\n\nnode1 ssh-rsa AAAA comment words\n@revoked * ssh-ed25519\tAAAB\n@cert-authority * ssh-rsa AAAA\n")
                .about("node1");
        assertEquals("known_hosts:3", entries.getFirst().place().toString());
        assertEquals(Standing.TRUSTED, entries.getFirst().standing());
        assertEquals("known_hosts:4", entries.get(1).place().toString());
        assertEquals(Standing.REVOKED, entries.get(1).standing());
        assertEquals(Standing.AUTHORITY, entries.get(2).standing());
        assertEquals(3, entries.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\r\n",
                "node1",
                "node1 ssh-rsa",
                "node1 ssh-rsa !!!",
                "@what node1 ssh-rsa AAAA",
                "\0\1\2",
                "|1| ssh-rsa AAAA",
                "|1|!|! ssh-rsa AAAA"
            })
    void learnsNothingFromNonsense(String text) {
        assertTrue(about(text, "node1", 22).isEmpty());
    }
}
