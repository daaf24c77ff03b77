package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.cipher.Cipher.Mode;
import org.junit.jupiter.api.Test;

/** However many bytes have gone by, packets are what they would be with sshj's own cipher. */
class BulkGcmTest {

    private static final int TAG = 16;
    private static final int PACKET = 32_768;

    private final Random random = new Random(3);
    private final byte[] key = bytes(16);
    private final byte[] iv = bytes(12);

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Cipher cipher(Mode mode, AtomicLong seen) {
        Cipher cipher = BulkGcm.factory(128, seen).create();
        cipher.init(mode, key.clone(), iv.clone());
        return cipher;
    }

    @Test
    void goesOnByLibcryptoWhereTheJdkStopped() {
        Cipher theirs = GcmCiphers.AES128GCM().create();
        theirs.init(Mode.Encrypt, key.clone(), iv.clone());
        AtomicLong seen = new AtomicLong();
        Cipher encrypt = cipher(Mode.Encrypt, seen);
        Cipher decrypt = cipher(Mode.Decrypt, new AtomicLong());
        for (int i = 0; seen.get() < 6 << 20; i++) {
            byte[] clear = bytes(4 + PACKET);
            byte[] ours = Arrays.copyOf(clear, clear.length + TAG);
            byte[] expected = ours.clone();
            encrypt.updateWithAAD(ours, 0, 4, PACKET);
            theirs.updateWithAAD(expected, 0, 4, PACKET);
            assertArrayEquals(expected, ours, "packet " + i);
            decrypt.updateAAD(ours, 0, 4);
            decrypt.update(ours, 4, PACKET);
            assertArrayEquals(clear, Arrays.copyOf(ours, clear.length), "packet " + i);
        }
    }

    @Test
    void refusesAChangedPacketEitherWay() {
        for (long before : new long[] {0, 1L << 40}) {
            byte[] packet = bytes(4 + 64 + TAG);
            cipher(Mode.Encrypt, new AtomicLong()).updateWithAAD(packet, 0, 4, 64);
            packet[20] ^= 1;
            Cipher decrypt = cipher(Mode.Decrypt, new AtomicLong(before));
            assertThrows(SSHRuntimeException.class, () -> decrypt.updateWithAAD(packet, 0, 4, 64));
        }
    }

    @Test
    void beginsAnewWithNewKeys() {
        AtomicLong much = new AtomicLong(1L << 40);
        Cipher encrypt = cipher(Mode.Encrypt, much);
        encrypt.updateWithAAD(bytes(4 + 64 + TAG), 0, 4, 64);
        byte[] otherKey = bytes(16);
        byte[] otherIv = bytes(12);
        encrypt.init(Mode.Encrypt, otherKey.clone(), otherIv.clone());
        Cipher theirs = GcmCiphers.AES128GCM().create();
        theirs.init(Mode.Encrypt, otherKey.clone(), otherIv.clone());
        byte[] ours = bytes(4 + 64 + TAG);
        byte[] expected = ours.clone();
        encrypt.updateWithAAD(ours, 0, 4, 64);
        theirs.updateWithAAD(expected, 0, 4, 64);
        assertArrayEquals(expected, ours);
    }
}
