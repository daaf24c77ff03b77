package io.slipway.netboot.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.netboot.install.Way;
import io.slipway.netboot.serve.Installing.Given;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/** Where installers fetch their answers, and say how far they are. */
public final class InstallRoutes {

    /** Of a report; the end of a log is all that anybody wants. */
    private static final int LONGEST = 64 * 1024;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?");

    private final Installing installing;

    private InstallRoutes(Installing installing) {
        this.installing = installing;
    }

    public static List<Route> of(Installing installing) {
        InstallRoutes routes = new InstallRoutes(installing);
        return List.of(new Route(Way.ANSWERS, routes::answer), new Route(Way.REPORT, new Route.Handler() {
            @Override
            public Response handle(Request request) {
                return routes.report(request);
            }

            @Override
            public boolean takes(String method) {
                return method.equals("POST");
            }
        }));
    }

    private Response answer(Request request) {
        String[] parts = request.rest().split("/", -1);
        String host = request.header("host")
                .filter(its -> HOST.matcher(its).matches())
                .orElse("");
        if (parts.length != 2 || host.isEmpty()) {
            return Response.text(400, "it is not clear what is asked for, and where\n");
        }
        Installing.Asked asked = new Installing.Asked(
                host, request.client(), request.header("accept").orElse(""));
        return switch (installing.document(
                parts[0], parts[1], asked, request.method().equals("GET"))) {
            case Given.Document(String text) -> Response.text(200, text);
            case Given.Refused() -> Response.text(403, "refused: the log of the server says why\n");
            case Given.Broken() -> Response.text(503, "this cannot be made now: the log of the server says why\n");
        };
    }

    private Response report(Request request) {
        try (InputStream in = request.body().get()) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                return Response.text(413, "a report has at most " + LONGEST + " bytes\n");
            }
            return installing.report(new String(bytes, UTF_8), request.client())
                    ? Response.empty(204)
                    : Response.text(403, "refused: the log of the server says why\n");
        } catch (IOException e) {
            return Response.text(400, "the report broke off\n");
        }
    }
}
