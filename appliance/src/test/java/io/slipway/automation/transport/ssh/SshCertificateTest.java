package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.schmizz.sshj.common.Buffer.PlainBuffer;
import org.junit.jupiter.api.Test;

/** The reader of certificates; that real ones count or not is shown in {@link RealSshKeysScenarioTest}. */
class SshCertificateTest {

    private static byte[] certificate(String type, long kind, byte[] after, byte[] before) {
        return new PlainBuffer()
                .putString(type)
                .putString("nonce")
                .putString(new byte[32])
                .putUInt64(7)
                .putUInt32(kind)
                .putString("it")
                .putString(new PlainBuffer().putString("a").putString("b*").getCompactData())
                .putRawBytes(after)
                .putRawBytes(before)
                .putString(new PlainBuffer().putString("force").putString("x").getCompactData())
                .putString("")
                .putString("")
                .putString(new PlainBuffer()
                        .putString("ssh-ed25519")
                        .putString(new byte[32])
                        .getCompactData())
                .putString(new PlainBuffer()
                        .putString("ssh-ed25519")
                        .putString(new byte[64])
                        .getCompactData())
                .getCompactData();
    }

    private static byte[] number(int last) {
        return new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) last};
    }

    private static byte[] forever() {
        byte[] all = new byte[8];
        Arrays.fill(all, (byte) 0xff);
        return all;
    }

    @Test
    void readsAll() throws IOException {
        byte[] blob = certificate("ssh-ed25519-cert-v01@openssh.com", 2, number(10), forever());
        SshCertificate read = SshCertificate.parse(blob);
        assertEquals(SshCertificate.Kind.HOST, read.kind());
        assertEquals(List.of("a", "b*"), read.principals());
        assertEquals(List.of("force"), read.critical());
        assertArrayEquals(
                new PlainBuffer()
                        .putString("ssh-ed25519")
                        .putString(new byte[32])
                        .getCompactData(),
                read.key());
        assertEquals(Optional.empty(), read.untimely(Instant.ofEpochSecond(10)));
        assertEquals(Optional.of("is not valid before 1970-01-01T00:00:10Z"), read.untimely(Instant.ofEpochSecond(9)));
    }

    @Test
    void endsAtTheSecondItNames() throws IOException {
        SshCertificate read =
                SshCertificate.parse(certificate("ssh-ed25519-cert-v01@openssh.com", 1, number(0), number(20)));
        assertEquals(Optional.empty(), read.untimely(Instant.ofEpochSecond(19)));
        assertEquals(Optional.of("has expired at 1970-01-01T00:00:20Z"), read.untimely(Instant.ofEpochSecond(20)));
        assertEquals(Optional.of("is not for hosts"), read.refusal("a", Instant.EPOCH));
    }

    @Test
    void aForgedSignatureDoesNotCount() throws IOException {
        byte[] blob = new PlainBuffer()
                .putRawBytes(certificate("ssh-ed25519-cert-v01@openssh.com", 2, number(0), forever()))
                .getCompactData();
        SshCertificate read = SshCertificate.parse(blob);
        SshCertificate plain = new SshCertificate(
                read.key(),
                read.kind(),
                read.id(),
                read.principals(),
                0,
                -1,
                List.of(),
                read.authority(),
                read.signed(),
                read.signature());
        assertTrue(plain.refusal("a", Instant.EPOCH).isPresent());
        assertEquals(Optional.of("is for a, b*"), plain.refusal("c", Instant.EPOCH));
        assertEquals(Optional.of("has options that are unknown: force"), read.refusal("a", Instant.EPOCH));
    }

    @Test
    void survivesRubbish() {
        byte[] whole = certificate("ssh-ed25519-cert-v01@openssh.com", 2, number(0), forever());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> SshCertificate.parse(part));
        }
        byte[] tail = Arrays.copyOf(whole, whole.length + 1);
        assertThrows(IOException.class, () -> SshCertificate.parse(tail));
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                SshCertificate.parse(damaged).refusal("a", Instant.EPOCH);
            } catch (IOException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }
}
