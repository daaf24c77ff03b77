package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.DSAKeyPairGenerator;
import org.bouncycastle.crypto.generators.DSAParametersGenerator;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.DSAParameterGenerationParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;

/** Makes keys. */
final class Generate {

    private static final int PRIME_CERTAINTY = 112;

    private Generate() {}

    static AsymmetricKeyParameter key(String kind, int size, String curve, SecureRandom random) {
        return switch (kind) {
            case "RSA" -> rsa(size, random);
            case "DSA" -> dsa(size, random);
            case "ECC" -> ecc(curve, random);
            case "Ed25519" -> new Ed25519PrivateKeyParameters(random);
            case "Ed448" -> new Ed448PrivateKeyParameters(random);
            case "X25519" -> new X25519PrivateKeyParameters(random);
            case "X448" -> new X448PrivateKeyParameters(random);
            default -> throw new CryptoException(Problem.of("there are no keys of the type " + kind));
        };
    }

    private static AsymmetricKeyParameter rsa(int size, SecureRandom random) {
        if (size < 1024 || size > 16384) {
            throw new CryptoException(Problem.of("a key of " + size + " bits is not made: RSA keys have 1024 to 16384")
                    .hint("4096 is usual"));
        }
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65537), random, size, PRIME_CERTAINTY));
        return secret(generator);
    }

    private static AsymmetricKeyParameter dsa(int size, SecureRandom random) {
        if (size != 1024 && size != 2048 && size != 3072) {
            throw new CryptoException(Problem.of("DSA keys have 1024, 2048 or 3072 bits, not " + size));
        }
        DSAParametersGenerator parameters = new DSAParametersGenerator(new SHA256Digest());
        parameters.init(new DSAParameterGenerationParameters(size, size == 1024 ? 160 : 256, PRIME_CERTAINTY, random));
        DSAKeyPairGenerator generator = new DSAKeyPairGenerator();
        generator.init(new DSAKeyGenerationParameters(random, parameters.generateParameters()));
        return secret(generator);
    }

    private static AsymmetricKeyParameter ecc(String curve, SecureRandom random) {
        ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(curve);
        X9ECParameters parameters = ECNamedCurveTable.getByName(curve);
        if (oid == null || parameters == null) {
            throw new CryptoException(Problem.of("there is no curve of the name " + curve));
        }
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(new ECNamedDomainParameters(oid, parameters), random));
        return secret(generator);
    }

    private static AsymmetricKeyParameter secret(AsymmetricCipherKeyPairGenerator generator) {
        return generator.generateKeyPair().getPrivate();
    }
}
