package io.slipway.mirror.fetch;

import io.slipway.common.IoReason;
import io.slipway.mirror.fetch.FetchException.Again;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a request got no answer: who was asked, what happened, and what to look at. A certificate that is wrong stays wrong, and is
 * not asked for again.
 *
 * @param wanted what was to be fetched
 * @param asked where it was looked for last: the same but for redirects
 * @param proxy the one on the way
 */
record NoAnswer(URI wanted, URI asked, Optional<URI> proxy) {

    /** What the JDK's client says when a proxy does not connect it with an archive. */
    private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: ([0-9]{3}).*");

    FetchException because(IOException e) {
        if (e instanceof SSLException tls) {
            return because(tls);
        }
        Matcher noTunnel = NO_TUNNEL.matcher(String.valueOf(e.getMessage()));
        if (noTunnel.matches()) {
            boolean passing = noTunnel.group(1).startsWith("5");
            return failure(
                    whom() + " makes no way to " + host(asked) + ", it answered " + noTunnel.group(1),
                    "whoever runs the proxy can allow it; where none is needed, write 'proxy: none'",
                    passing ? Again.PATIENTLY : Again.NEVER,
                    e);
        }
        if (isAbout(e, UnknownHostException.class) || isAbout(e, UnresolvedAddressException.class)) {
            return failure(
                    "no host has the name " + bare(proxy.orElse(asked)) + via(),
                    proxy.isPresent()
                            ? aboutProxy()
                            : "check the address, and the DNS of this machine: " + "getent hosts " + bare(asked),
                    Again.PATIENTLY,
                    e);
        }
        if (e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof HttpConnectTimeoutException
                || e instanceof SocketTimeoutException) {
            return failure(
                    whom() + " cannot be reached: " + IoReason.of(e),
                    proxy.isPresent()
                            ? aboutProxy()
                            : "is it up, and does a firewall let this machine reach it? where a proxy is needed,"
                                    + " name it under 'proxy' or in " + asked.getScheme() + "_proxy",
                    Again.PATIENTLY,
                    e);
        }
        String whose = asked.equals(wanted) && proxy.isEmpty() ? "" : whom() + ": ";
        return failure(whose + IoReason.of(e), "", Again.PATIENTLY, e);
    }

    private FetchException because(SSLException e) {
        String certificate = "the certificate of " + host(asked);
        if (find(e, CertificateExpiredException.class).isPresent()) {
            return failure(
                    certificate + " has expired",
                    "whoever runs the archive must renew it; or is this machine's clock wrong?",
                    Again.NEVER,
                    e);
        }
        if (find(e, CertificateNotYetValidException.class).isPresent()) {
            return failure(certificate + " is not valid yet", "is this machine's clock right?", Again.NEVER, e);
        }
        if (find(e, CertPathBuilderException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()) {
            return failure(
                    certificate + " comes from an authority that is not known here",
                    "if the archive, or a proxy that looks into what goes through it, has an authority of its own, "
                            + "name its PEM file "
                            + (isOfRegistry() ? "with --authority, or in the list of images " : "")
                            + "under 'authority'",
                    Again.NEVER,
                    e);
        }
        Optional<CertificateException> other = find(e, CertificateException.class);
        if (other.isPresent()) {
            return failure(
                    certificate + " is for another host: " + other.get().getMessage(),
                    "write the name that the certificate has into the address; or somebody answers in the host's place",
                    Again.NEVER,
                    e);
        }
        String said = IoReason.of(e);
        if (said.contains("recognized SSL message")) {
            return failure(whom() + " does not speak TLS", plainAdvice(), Again.NEVER, e);
        }
        boolean refused = e instanceof SSLHandshakeException || said.contains("fatal alert");
        return failure(
                whom() + " and Slipway found no way to speak TLS: " + said,
                refused
                        ? "if it wants a certificate, name one under 'client-certificate' and its key under 'client-key'"
                        : "",
                Again.PATIENTLY,
                e);
    }

    private boolean isOfRegistry() {
        return String.valueOf(asked.getPath()).startsWith("/v2/");
    }

    private String plainAdvice() {
        return isOfRegistry()
                ? "ask it over http: --plain-http-host " + asked.getRawAuthority()
                        + ", or its http:// address under 'registries' in the list of images; or take its other port"
                : "write http:// into the address, or its other port";
    }

    private FetchException failure(String why, String hint, Again again, IOException cause) {
        return FetchException.of(wanted, why, hint, again, cause);
    }

    private String whom() {
        return proxy.map(address -> "the proxy " + Shown.of(address)).orElseGet(() -> host(asked));
    }

    private String via() {
        return proxy.isPresent() ? ", which is the proxy" : "";
    }

    private static String aboutProxy() {
        return "check 'proxy' in the description, and http_proxy and https_proxy in the environment; 'proxy: none' does without";
    }

    private static String bare(URI uri) {
        return String.valueOf(uri.getHost());
    }

    private static String host(URI uri) {
        return uri.getPort() < 0 ? bare(uri) : bare(uri) + ":" + uri.getPort();
    }

    private static boolean isAbout(Throwable e, Class<? extends Throwable> kind) {
        return find(e, kind).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> kind) {
        return Stream.<@Nullable Throwable>iterate(
                        e, each -> each != null, each -> each == null ? null : each.getCause())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
