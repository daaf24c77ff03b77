package io.slipway.netboot.serve;

import io.slipway.common.IoReason;
import io.slipway.netboot.boot.InFlight;
import io.slipway.netboot.files.GrubConfig;
import io.slipway.netboot.files.IpxeScript;
import io.slipway.netboot.files.Loaders;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What machines fetch over HTTP: loaders, the script or configuration of each, and the files of profiles. */
public final class BootRoutes {

    /** Where a client found this server; it becomes part of scripts. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?");

    private static final String BINARY = "application/octet-stream";

    private final Telling telling;
    private final Loaders loaders;
    private final InFlight flight;

    private BootRoutes(Telling telling, Loaders loaders, InFlight flight) {
        this.telling = telling;
        this.loaders = loaders;
        this.flight = flight;
    }

    /** @param flight hears of every file that is sent whole */
    public static List<Route> of(Telling telling, Loaders loaders, InFlight flight) {
        BootRoutes routes = new BootRoutes(telling, loaders, flight);
        return List.of(
                new Route("/boot/ipxe", routes::ipxe),
                new Route("/boot/boot.ipxe", routes::asking),
                new Route("/boot/autoexec.ipxe", routes::asking),
                new Route("/boot/profile/", routes::profile),
                new Route("/boot/", routes::loader),
                new Route("/grub/grub.cfg", request -> Response.text(200, GrubConfig.ASKING)),
                new Route("/grub/node/", routes::grub));
    }

    private Response asking(Request request) {
        return base(request)
                .map(base -> Response.text(200, IpxeScript.asking(base)))
                .orElseGet(BootRoutes::unclear);
    }

    private static Optional<String> base(Request request) {
        return request.header("host")
                .filter(host -> HOST.matcher(host).matches())
                .map(host -> "http://" + host);
    }

    private static Response.Body unclear() {
        return Response.text(400, "it is not clear which machine asks, and where\n");
    }

    private static boolean taken(Request request) {
        return request.method().equals("GET");
    }

    private Response ipxe(Request request) {
        return base(request)
                .flatMap(base -> telling.ipxe(
                        request.parameter("client").orElse(""),
                        request.parameter("platform").orElse(""),
                        request.parameter("buildarch").orElse(""),
                        new Telling.Asked(base, request.client()),
                        taken(request)))
                .map(script -> Response.text(200, script))
                .orElseGet(BootRoutes::unclear);
    }

    private Response grub(Request request) {
        return base(request)
                .flatMap(
                        base -> telling.grub(request.rest(), new Telling.Asked(base, request.client()), taken(request)))
                .map(config -> Response.text(200, config))
                .orElseGet(BootRoutes::unclear);
    }

    private Response profile(Request request) {
        Response answer = sent(telling.file(request.rest()), request);
        boolean whole = taken(request) && request.header("range").isEmpty();
        return whole && answer instanceof Response.File its
                ? new Response.Watched(its, flight.sends(its.file().toFile().length()))
                : answer;
    }

    private Response loader(Request request) {
        return sent(loaders.find(request.rest()), request);
    }

    private static Response sent(Optional<Path> found, Request request) {
        if (found.isEmpty()) {
            return Response.notFound(request.path());
        }
        Path file = found.get();
        try {
            BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
            String tag = Long.toHexString(its.size()) + "-"
                    + Long.toHexString(its.lastModifiedTime().toMillis());
            return new Response.File(
                    file.toRealPath(), BINARY, tag, its.lastModifiedTime().toInstant());
        } catch (IOException e) {
            return Response.text(500, request.path() + " cannot be read: " + IoReason.of(e, file) + "\n");
        }
    }
}
