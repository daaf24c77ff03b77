package io.slipway.automation.module.files;

import io.slipway.common.Secret;

/** A request as a configuration that curl reads from its standard input, so that no password is ever in a process list. */
public final class CurlConfig {

    private final StringBuilder text = new StringBuilder();

    public CurlConfig() {}

    static String of(UrlRequest request, boolean headOnly) {
        CurlConfig config = new CurlConfig();
        config.flag("silent", true);
        config.flag("show-error", true);
        config.flag("location", true);
        config.flag("globoff", true);
        config.flag("head", headOnly);
        config.flag("insecure", !request.validate());
        config.flag("netrc-optional", request.netrc());
        config.value("url", request.url());
        request.headers().forEach((name, value) -> config.value("header", name + ": " + value));
        request.credentials().map(Secret::reveal).ifPresent(pair -> config.value("user", pair));
        request.clientCertificate().ifPresent(file -> config.value("cert", file));
        request.clientKey().ifPresent(file -> config.value("key", file));
        if (!request.ciphers().isEmpty()) {
            config.value("ciphers", String.join(":", request.ciphers()));
        }
        if (!request.proxy()) {
            config.value("noproxy", "*");
        }
        String seconds = Long.toString(request.timeout().toSeconds());
        config.value("connect-timeout", seconds);
        config.value("speed-time", seconds);
        config.value("speed-limit", "1");
        return config.text.toString();
    }

    public void flag(String name, boolean on) {
        if (on) {
            text.append(name).append('\n');
        }
    }

    public void value(String name, String value) {
        text.append(name)
                .append(" = \"")
                .append(value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r"))
                .append("\"\n");
    }

    /** What curl is to read. */
    public String text() {
        return text.toString();
    }
}
