package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.slipway.common.crypto.OpenSshKey;
import java.io.StringReader;
import java.security.SecureRandom;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OpenSshKeyTest {

    @RepeatedTest(5)
    void anSshClientReadsTheFileAndFindsThePublicKeyInIt() throws Exception {
        OpenSshKey key = OpenSshKey.generate("slipway lab", new SecureRandom());
        OpenSSHKeyV1KeyFile file = new OpenSSHKeyV1KeyFile();
        file.init(new StringReader(key.privateKey()));
        assertEquals(KeyType.ED25519, file.getType());
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(file.getPublic()).getCompactData();
        assertArrayEquals(Base64.getDecoder().decode(key.publicKey().split(" ")[1]), blob);
        assertTrue(file.getPrivate().getEncoded().length > 32);
    }

    @Test
    void thePublicKeyIsOneLineWithItsComment() {
        assertTrue(OpenSshKey.generate("dgx01", new SecureRandom())
                .publicKey()
                .matches("ssh-ed25519 [A-Za-z0-9+/=]{68} dgx01\n"));
    }

    @Test
    void noTwoKeysAreAlike() {
        SecureRandom random = new SecureRandom();
        assertNotEquals(
                OpenSshKey.generate("a", random).publicKey(),
                OpenSshKey.generate("a", random).publicKey());
    }
}
