package io.slipway.automation.transport.ssh;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;

/**
 * Makes keys of elliptic curves known to the JDK by the name under which sshj asks for them: it says {@code ECDSA} as Bouncy Castle does, the
 * JDK says {@code EC}. Without it, hosts and people with ECDSA keys could not be dealt with.
 */
final class EcdsaKeys extends Provider {

    private static final String NAME = "SlipwayEcdsa";

    private EcdsaKeys() {
        super(NAME, "1", "EC keys by the name ECDSA");
        putService(new Service(this, "KeyFactory", "ECDSA", Factory.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Factory(KeyFactory.getInstance("EC"));
            }
        });
    }

    /** Comes last among the JDK's providers, so that nobody else sees a difference. */
    static void install() {
        Security.addProvider(new EcdsaKeys());
    }

    private static final class Factory extends KeyFactorySpi {

        private final KeyFactory factory;

        Factory(KeyFactory factory) {
            this.factory = factory;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return factory.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return factory.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> kind) throws InvalidKeySpecException {
            return factory.getKeySpec(key, kind);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return factory.translateKey(key);
        }
    }
}
