package io.slipway.common.crypto;

import io.slipway.common.Problem;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** What a TLS server shows of itself; it can become another one while the server runs, and counts for connections from then on. */
public final class ServerTls {

    private static final String ALIAS = "server";

    private volatile PodAuthority.ServerIdentity shown;

    public ServerTls(PodAuthority.ServerIdentity first) {
        this.shown = first;
    }

    public void show(PodAuthority.ServerIdentity identity) {
        shown = identity;
    }

    public PodAuthority.ServerIdentity shown() {
        return shown;
    }

    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Shown()}, new TrustManager[0], new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new CryptoException(Problem.of("TLS cannot be set up").because(String.valueOf(e.getMessage())), e);
        }
    }

    private final class Shown extends X509ExtendedKeyManager {

        private @Nullable String alias(String keyType) {
            return keyType.startsWith("EC") ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(keyType);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(keyType);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return shown.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return shown.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
