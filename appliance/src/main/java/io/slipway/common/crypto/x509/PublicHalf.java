package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.jspecify.annotations.Nullable;

/** A public key, by its {@code SubjectPublicKeyInfo} in DER. Equal when the keys are. */
public final class PublicHalf {

    private final AsymmetricKeyParameter key;
    private final SubjectPublicKeyInfo info;

    PublicHalf(AsymmetricKeyParameter key) {
        this.key = key;
        try {
            this.info = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
        } catch (IOException | IllegalArgumentException e) {
            throw new CryptoException(Problem.of("a public key of an unsupported kind"), e);
        }
    }

    PublicHalf(SubjectPublicKeyInfo info) {
        try {
            this.key = PublicKeyFactory.createKey(info);
        } catch (IOException | RuntimeException e) {
            throw new CryptoException(
                    Problem.of("the public key cannot be read").because(String.valueOf(e.getMessage())), e);
        }
        this.info = info;
    }

    SubjectPublicKeyInfo info() {
        return info;
    }

    /** @throws CryptoException when it is none */
    public static PublicHalf readPem(byte[] content) {
        try {
            return new PublicHalf(SubjectPublicKeyInfo.getInstance(Pem.read(content, "public key", "PUBLIC KEY")));
        } catch (IllegalArgumentException e) {
            throw new CryptoException(Problem.of("the public key cannot be read"), e);
        }
    }

    /** A line of the form {@code ssh-rsa AAAA… comment}. */
    public static PublicHalf readOpenSsh(byte[] content) {
        String[] words = new String(content, StandardCharsets.UTF_8).strip().split("\\s+");
        try {
            return new PublicHalf(
                    OpenSSHPublicKeyUtil.parsePublicKey(Base64.getDecoder().decode(words.length > 1 ? words[1] : "")));
        } catch (RuntimeException e) {
            throw new CryptoException(Problem.of("the OpenSSH public key cannot be read"), e);
        }
    }

    public String pem() {
        return Pem.write("PUBLIC KEY", der());
    }

    /** Without a comment and without a line end. */
    public String openSsh() {
        try {
            byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(key);
            int length = new BigInteger(1, Arrays.copyOf(blob, 4)).intValue();
            return new String(blob, 4, length, StandardCharsets.US_ASCII)
                    + " "
                    + Base64.getEncoder().encodeToString(blob);
        } catch (IOException | IllegalArgumentException e) {
            throw new CryptoException(Problem.of("OpenSSH has no format for keys of the type " + kind()), e);
        }
    }

    public byte[] der() {
        try {
            return info.getEncoded("DER");
        } catch (IOException e) {
            throw new CryptoException(Problem.of("the public key cannot be encoded"), e);
        }
    }

    /** {@code RSA}, {@code DSA}, {@code ECC}, {@code Ed25519}, {@code Ed448}, {@code X25519} or {@code X448}. */
    public String kind() {
        return switch (key) {
            case RSAKeyParameters rsa -> "RSA";
            case DSAPublicKeyParameters dsa -> "DSA";
            case ECPublicKeyParameters ec -> "ECC";
            case Ed25519PublicKeyParameters ed -> "Ed25519";
            case Ed448PublicKeyParameters ed -> "Ed448";
            case X25519PublicKeyParameters x -> "X25519";
            case X448PublicKeyParameters x -> "X448";
            default -> "unknown";
        };
    }

    /** In bits, for RSA and DSA; else zero. */
    public int size() {
        return switch (key) {
            case RSAKeyParameters rsa -> rsa.getModulus().bitLength();
            case DSAPublicKeyParameters dsa -> dsa.getParameters().getP().bitLength();
            default -> 0;
        };
    }

    /** The name that OpenSSL gives the curve; empty when it is no key on a named curve. */
    public String curve() {
        if (!(key instanceof ECPublicKeyParameters)) {
            return "";
        }
        X962Parameters parameters =
                X962Parameters.getInstance(info.getAlgorithm().getParameters());
        return parameters.isNamedCurve()
                ? Curves.name(ASN1ObjectIdentifier.getInstance(parameters.getParameters()))
                : "";
    }

    /** Its numbers, under the names of Ansible's {@code public_data}. */
    public Map<String, @Nullable Object> data() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        switch (key) {
            case RSAKeyParameters rsa -> {
                data.put("size", (long) size());
                data.put("modulus", rsa.getModulus());
                data.put("exponent", rsa.getExponent().longValue());
            }
            case DSAPublicKeyParameters dsa -> {
                data.put("size", (long) size());
                data.put("p", dsa.getParameters().getP());
                data.put("q", dsa.getParameters().getQ());
                data.put("g", dsa.getParameters().getG());
                data.put("y", dsa.getY());
            }
            case ECPublicKeyParameters ec -> {
                data.put("curve", curve());
                data.put("x", ec.getQ().normalize().getAffineXCoord().toBigInteger());
                data.put("y", ec.getQ().normalize().getAffineYCoord().toBigInteger());
                data.put("exponent_size", (long) ec.getParameters().getCurve().getFieldSize());
            }
            default -> {}
        }
        return data;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicHalf half && Arrays.equals(der(), half.der());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der());
    }
}
