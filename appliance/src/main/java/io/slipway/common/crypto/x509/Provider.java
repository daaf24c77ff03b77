package io.slipway.common.crypto.x509;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The library's algorithms, used by name here and registered nowhere. */
final class Provider {

    static final java.security.Provider BC = new BouncyCastleProvider();

    private Provider() {}
}
