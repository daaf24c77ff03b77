package io.slipway.mirror.fetch;

import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How an archive is dealt with where that is not as usual.
 *
 * @param archive its root: this holds for everything below it
 * @param bytesPerSecond how fast all downloads from it together may be; 0 for no limit
 * @param tls with a certificate that the archive asks for, or authorities of its own
 * @param proxy instead of the one that the environment names
 */
public record Manners(URI archive, long bytesPerSecond, Optional<SSLContext> tls, Optional<ProxySelector> proxy) {

    boolean holdFor(URI uri) {
        return String.valueOf(archive.getScheme()).equals(uri.getScheme())
                && String.valueOf(archive.getRawAuthority()).equals(uri.getRawAuthority())
                && uri.getRawPath().startsWith(archive.getRawPath());
    }
}
