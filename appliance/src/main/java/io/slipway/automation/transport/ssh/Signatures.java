package io.slipway.automation.transport.ssh;

import com.hierynomus.sshj.signature.SignatureEdDSA;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.List;
import net.schmizz.sshj.common.Buffer.PlainBuffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.signature.SignatureECDSA;
import net.schmizz.sshj.signature.SignatureRSA;

/** The signature algorithms of SSH (RFC 4253, 5656, 8332, 8709). */
final class Signatures {

    private Signatures() {}

    /** In which ways keys of that type sign, the best one first; security keys only in an agent. */
    static List<String> algorithms(String keyType) {
        return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa") : List.of(keyType);
    }

    /** @throws IOException for those that are not supported */
    static Signature named(String algorithm) throws IOException {
        return switch (algorithm) {
            case "ssh-ed25519" -> new SignatureEdDSA.Factory().create();
            case "ecdsa-sha2-nistp256" -> new SignatureECDSA.Factory256().create();
            case "ecdsa-sha2-nistp384" -> new SignatureECDSA.Factory384().create();
            case "ecdsa-sha2-nistp521" -> new SignatureECDSA.Factory521().create();
            case "rsa-sha2-512" -> new SignatureRSA.FactoryRSASHA512().create();
            case "rsa-sha2-256" -> new SignatureRSA.FactoryRSASHA256().create();
            case "ssh-rsa" -> new SignatureRSA.FactorySSHRSA().create();
            default -> throw new IOException("signatures of type " + algorithm + " are not supported");
        };
    }

    /** In SSH's wire format, with the algorithm's name. */
    static byte[] sign(PrivateKey key, byte[] data, String algorithm) throws IOException {
        try {
            Signature signature = named(algorithm);
            signature.initSign(key);
            signature.update(data, 0, data.length);
            return new PlainBuffer()
                    .putString(algorithm)
                    .putBytes(signature.encode(signature.sign()))
                    .getCompactData();
        } catch (SSHRuntimeException e) {
            throw new IOException("the key cannot sign: " + e.getMessage(), e);
        }
    }
}
