package io.slipway.common.crypto.x509;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** How this side shows itself to a TLS server, and whom it believes to be one: from the PEM files that administrators have. */
public final class ClientTls {

    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private ClientTls() {}

    /**
     * A certificate to show.
     *
     * @param certificate with those that lead to its authority
     * @param key its private key, without a passphrase, that only its owner may read
     */
    public record Identity(Path certificate, Path key) {}

    /** @param authority the authorities to believe; nothing for those that Java knows */
    public static SSLContext context(Optional<Identity> identity, Optional<Path> authority) {
        try {
            KeyManager[] shown = identity.isPresent() ? shown(identity.get()) : new KeyManager[0];
            TrustManager[] believed = authority.isPresent() ? believed(authority.get()) : believed();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, believed, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new CryptoException(Problem.of("TLS cannot be set up").because(String.valueOf(e.getMessage())), e);
        }
    }

    private static KeyManager[] shown(Identity identity) throws GeneralSecurityException {
        KeyStore store = empty();
        java.security.cert.Certificate[] chain =
                certificates(identity.certificate()).toArray(java.security.cert.Certificate[]::new);
        store.setKeyEntry("shown", key(identity.key()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] believed(Path authority) throws GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (java.security.cert.Certificate each : certificates(authority)) {
            store.setCertificateEntry("authority" + number++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static TrustManager[] believed() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, new char[0]);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static Collection<? extends java.security.cert.Certificate> certificates(Path file) {
        try {
            Collection<? extends java.security.cert.Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content(file)));
            if (found.isEmpty()) {
                throw new CryptoException(
                        Problem.of("there is no certificate in it").at(Position.in(file.toString())));
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new CryptoException(
                    Problem.of("this is no file of certificates")
                            .at(Position.in(file.toString()))
                            .because(String.valueOf(e.getMessage()))
                            .hint("give a PEM file"),
                    e);
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException {
        byte[] content = content(file);
        requirePrivate(file);
        String pem = new String(
                PrivateKeyFile.write(
                        PrivateKeyFile.read(content, Optional.empty(), "RSA"),
                        "pkcs8",
                        Optional.empty(),
                        new SecureRandom()),
                StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            Optional<PrivateKey> found = key(algorithm, der);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new CryptoException(
                Problem.of("this kind of key cannot be shown to a TLS server").at(Position.in(file.toString())));
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] der) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (InvalidKeySpecException ofAnotherKind) {
            return Optional.empty();
        }
    }

    private static void requirePrivate(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains)) {
                throw new CryptoException(Problem.of("others than its owner can read this key")
                        .at(Position.in(file.toString()))
                        .hint("chmod 600 " + file));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CryptoException unreadable(Path file, IOException e) {
        return new CryptoException(Problem.of("'" + file + "' cannot be read").because(IoReason.of(e)), e);
    }
}
