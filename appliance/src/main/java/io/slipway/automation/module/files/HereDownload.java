package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Downloads on this side, for nodes that have nothing to download with. */
final class HereDownload {

    /** Set by the client itself. */
    private static final Set<String> RESTRICTED = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private HereDownload() {}

    /** @param into where the content goes; nothing is written for a {@code HEAD} request */
    static Download get(UrlRequest request, boolean headOnly, Path into) {
        URI uri = uri(request.url());
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(request.timeout());
        request.headers().forEach((name, value) -> {
            if (!RESTRICTED.contains(Download.headerName(name))) {
                builder.setHeader(name, value);
            }
        });
        request.basic().map(Secret::reveal).ifPresent(value -> builder.setHeader("Authorization", value));
        HttpRequest http = headOnly ? builder.HEAD().build() : builder.GET().build();
        try (HttpClient client = client(request)) {
            HttpResponse<Path> response = client.send(http, HttpResponse.BodyHandlers.ofFile(into));
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(Download.headerName(name), values.getFirst()));
            return new Download(response.statusCode(), "", response.uri().toString(), headers);
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("Request failed: " + request.url())
                            .because(IoReason.of(e))
                            .hint(
                                    "the node has no curl, so this side downloads for it: it must reach the server, or the node have curl"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleFailure(Problem.of("interrupted while downloading " + request.url()), e);
        }
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
            throw new ModuleFailure(Problem.of("cannot download " + url)
                    .because("the node has no curl, and this side downloads by http and https only")
                    .hint("install curl on the node"));
        } catch (URISyntaxException e) {
            throw new ModuleFailure(Problem.of("not a URL: " + url).because(String.valueOf(e.getMessage())), e);
        }
    }

    private static HttpClient client(UrlRequest request) {
        if (request.clientCertificate().isPresent()) {
            throw new ModuleFailure(Problem.of("client_cert is not supported where the node has no curl")
                    .hint("install curl on the node"));
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(request.timeout()).followRedirects(HttpClient.Redirect.NORMAL);
        if (request.proxy()) {
            builder.proxy(ProxySelector.getDefault());
        }
        if (!request.validate()) {
            builder.sslContext(trusting());
        }
        return builder.build();
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnyone()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ModuleFailure(Problem.of("cannot set up TLS without validation"), e);
        }
    }
}
