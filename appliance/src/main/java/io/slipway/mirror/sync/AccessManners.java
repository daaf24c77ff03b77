package io.slipway.mirror.sync;

import io.slipway.common.crypto.x509.ClientTls;
import io.slipway.mirror.fetch.Manners;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a description says about reaching an archive, as downloads need it. */
final class AccessManners {

    private AccessManners() {}

    static Manners of(URI archive, MirrorDescription.Access access) {
        return new Manners(
                archive, access.bytesPerSecond(), tls(access), access.proxy().map(AccessManners::proxy));
    }

    private static Optional<SSLContext> tls(MirrorDescription.Access access) {
        Optional<ClientTls.Identity> identity = access.certificate()
                .flatMap(certificate -> access.key().map(key -> new ClientTls.Identity(certificate, key)));
        return identity.isEmpty() && access.authority().isEmpty()
                ? Optional.empty()
                : Optional.of(ClientTls.context(identity, access.authority()));
    }

    private static ProxySelector proxy(String address) {
        if (address.isEmpty()) {
            return ProxySelector.of(null);
        }
        URI uri = URI.create(address);
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return ProxySelector.of(InetSocketAddress.createUnresolved(uri.getHost(), port));
    }
}
