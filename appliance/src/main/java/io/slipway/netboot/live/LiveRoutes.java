package io.slipway.netboot.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.Problem;
import io.slipway.common.network.MacAddress;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where machines that run from memory report and ask. Orders are lines of text: their reader is a shell. */
public final class LiveRoutes {

    private static final int LONGEST_REMARK = 4096;

    private static final int LONGEST_TOKEN = 100;

    private final LiveDesk desk;
    private final LiveKeys keys;

    private LiveRoutes(LiveDesk desk, LiveKeys keys) {
        this.desk = desk;
        this.keys = keys;
    }

    public static List<Route> of(LiveDesk desk, LiveKeys keys) {
        LiveRoutes routes = new LiveRoutes(desk, keys);
        return List.of(
                new Route("/live/report", new Posted(routes, routes::report)),
                new Route("/live/key", new Posted(routes, routes::key)),
                new Route("/live/order", request -> routes.answered(request, routes::order)),
                new Route("/live/wiped", new Posted(routes, routes::wiped)));
    }

    private interface Answering {
        String to(Request request, MacAddress card) throws IOException;
    }

    private Response answered(Request request, Answering answering) {
        MacAddress card;
        try {
            card = desk.speaker(request.parameter("client").orElse(""), request.client());
        } catch (LiveException e) {
            return Response.text(403, e.problem().what() + "\n");
        }
        try {
            return Response.text(200, answering.to(request, card));
        } catch (LiveException e) {
            return Response.text(400, e.problem().what() + ": " + e.problem().why() + "\n");
        } catch (IOException gone) {
            return Response.text(400, "it did not come whole\n");
        }
    }

    private String report(Request request, MacAddress card) throws IOException {
        return desk.reported(card, body(request, ReadReport.LARGEST));
    }

    private String key(Request request, MacAddress card) throws IOException {
        return keys.key(desk.name(card), body(request, LONGEST_TOKEN), request.client());
    }

    private String order(Request request, MacAddress card) {
        return desk.order(card);
    }

    private String wiped(Request request, MacAddress card) throws IOException {
        desk.wiped(
                card, request.parameter("outcome").filter("done"::equals).isPresent(), body(request, LONGEST_REMARK));
        return "";
    }

    private static String body(Request request, int longest) throws IOException {
        try (InputStream in = request.body().get()) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new LiveException(
                        Problem.of("this is too much").because("it is longer than " + longest + " bytes"));
            }
            return new String(bytes, UTF_8);
        }
    }

    private record Posted(LiveRoutes routes, Answering answering) implements Route.Handler {
        @Override
        public boolean takes(String method) {
            return method.equals("POST");
        }

        @Override
        public Response handle(Request request) {
            return routes.answered(request, answering);
        }
    }
}
