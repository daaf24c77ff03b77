package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code /keys/…}: the public halves that nodes need to trust the pod. */
public final class KeyRoutes {

    private KeyRoutes() {}

    /** @param keyring the file with the keys that sign; what it holds when it is asked for counts */
    public static List<Route> of(Path keyring, PodAuthority authority) {
        PodKeyring signing = new PodKeyring(keyring);
        Response certificate = Response.bytes(
                authority.certificatePem().getBytes(StandardCharsets.US_ASCII),
                "application/x-pem-file",
                authority.created());
        return List.of(
                new Route("/keys/slipway.gpg", request -> signing.binary()),
                new Route("/keys/slipway.asc", request -> signing.armoured()),
                new Route("/keys/ca.crt", request -> certificate));
    }
}
