package io.slipway.mirror.apt.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

    private static final String HEX = "ab".repeat(32);

    private static Release parse(String text) {
        return Release.parse("InRelease", text);
    }

    @Test
    void readsWhatItNeeds() {
        Release release = parse("""
                Origin: Example
                Date: Sat, 11 Jul 2026 10:16:37 UTC
                Valid-Until: Sat, 18 Jul 2026 10:16:37 +0000
                Acquire-By-Hash: yes
                Architectures: all amd64
                Components: main contrib
                MD5Sum:
                 0ed6d4c8891eb86358b94bb35d9e4da4 12 main/binary-amd64/Packages
                SHA256:
                 %s      12 main/binary-amd64/Packages
                 %s   1 ./Packages.gz
                """.formatted(HEX, HEX));
        assertEquals(List.of("all", "amd64"), release.words("architectures"));
        assertEquals(Optional.of(Instant.parse("2026-07-11T10:16:37Z")), release.date());
        assertEquals(Optional.of(Instant.parse("2026-07-18T10:16:37Z")), release.validUntil());
        assertTrue(release.acquireByHash());
        assertEquals(new Release.IndexFile(12, new Digest(HEX)), release.files().get("main/binary-amd64/Packages"));
        assertEquals(new Release.IndexFile(1, new Digest(HEX)), release.files().get("Packages.gz"));
        assertEquals(2, release.files().size());
    }

    @Test
    void writesWhatItReads() {
        String text = "Origin: x\nDate: " + Release.date(Instant.parse("2026-01-02T03:04:05Z")) + "\nSHA256:\n " + HEX
                + " 3 a/b\n";
        Release release = parse(text);
        assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), release.date());
        assertEquals("origin: x\ndate: Fri, 02 Jan 2026 03:04:05 UTC\nSHA256:\n " + HEX + " 3 a/b\n", release.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: x\n",
                "Origin: x\nMD5Sum:\n 0ed6d4c8891eb86358b94bb35d9e4da4 12 a\n",
                "Date: yesterday\nSHA256:\n HEX 1 a\n",
                "Valid-Until: 2026-11-22\nSHA256:\n HEX 1 a\n",
                "SHA256:\n nonsense 12 a\n",
                "SHA256:\n HEX -1 a\n",
                "SHA256:\n HEX 99999999999999999999 a\n",
                "SHA256:\n HEX 1 ../../etc/passwd\n",
                "SHA256:\n HEX 1 /etc/passwd\n",
                "SHA256:\n HEX 1 a//b\n",
                "SHA256:\n HEX 1\n",
                "SHA256:\n HEX 1 a\nSHA256:\n HEX 2 a\n",
                "SHA256:\n HEX 1 a\n\nSHA256:\n HEX 2 a\n",
            })
    void refusesWhatCannotBeTrusted(String text) {
        assertThrows(ControlException.class, () -> parse(text.replace("HEX", HEX)));
    }
}
