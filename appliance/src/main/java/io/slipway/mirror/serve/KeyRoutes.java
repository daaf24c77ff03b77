package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.SigningKey;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** {@code /keys/…}: the public halves that nodes need to trust the pod. */
public final class KeyRoutes {

    private KeyRoutes() {}

    public static List<Route> of(SigningKey signing, PodAuthority authority) {
        return List.of(
                route("/keys/slipway.gpg", "application/pgp-keys", signing.publicKeyring(), signing.created()),
                route(
                        "/keys/slipway.asc",
                        "application/pgp-keys",
                        ascii(signing.publicKeyringArmoured()),
                        signing.created()),
                route(
                        "/keys/ca.crt",
                        "application/x-pem-file",
                        ascii(authority.certificatePem()),
                        authority.created()));
    }

    private static Route route(String path, String type, byte[] content, Instant created) {
        Response answer = Response.bytes(content, type, created);
        return new Route(path, request -> answer);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
