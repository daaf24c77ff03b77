package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.common.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code get_url} asks a server for.
 *
 * @param headers by name, without credentials
 * @param credentials {@code user:password}
 * @param timeout without any byte arriving
 */
record UrlRequest(
        String url,
        Map<String, String> headers,
        Optional<Secret> credentials,
        Duration timeout,
        boolean validate,
        boolean proxy,
        boolean netrc,
        Optional<String> clientCertificate,
        Optional<String> clientKey,
        List<String> ciphers) {

    static UrlRequest of(Arguments a) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", a.string("http_agent"));
        if (a.flag("force")) {
            headers.put("Cache-Control", "no-cache");
        }
        a.map("headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new UrlRequest(
                a.string("url"),
                headers,
                a.text("url_username")
                        .map(user ->
                                new Secret(user + ":" + a.text("url_password").orElse(""))),
                Duration.ofSeconds(a.number("timeout")),
                a.flag("validate_certs"),
                a.flag("use_proxy"),
                a.flag("use_netrc"),
                a.text("client_cert"),
                a.text("client_key"),
                a.strings("ciphers"));
    }

    UrlRequest to(String otherUrl) {
        return new UrlRequest(
                otherUrl, headers, credentials, timeout, validate, proxy, netrc, clientCertificate, clientKey, ciphers);
    }

    UrlRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new UrlRequest(
                url, more, credentials, timeout, validate, proxy, netrc, clientCertificate, clientKey, ciphers);
    }

    /** The value of an {@code Authorization} header. */
    Optional<Secret> basic() {
        return credentials.map(pair -> new Secret(
                "Basic " + Base64.getEncoder().encodeToString(pair.reveal().getBytes(StandardCharsets.UTF_8))));
    }

    /** The last part of the path; {@code index.html} when there is none. */
    static String fileName(String url) {
        String path = url.replaceFirst("^[a-z+]+://[^/?#]*", "").replaceFirst("[?#].*$", "");
        String name = NodePath.base(path);
        return name.isEmpty() ? "index.html" : name;
    }
}
