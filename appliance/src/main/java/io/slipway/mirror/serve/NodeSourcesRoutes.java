package io.slipway.mirror.serve;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.AptException;
import io.slipway.mirror.apt.NodeSources;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /sources/MIRROR.sources}: the file that lets a node's apt use a mirror, with the address at which the node asked for it. */
final class NodeSourcesRoutes {

    private static final String SUFFIX = ".sources";
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?");

    private NodeSourcesRoutes() {}

    static Route of(ContentStore store) {
        return new Route("/sources/", request -> answer(store, request));
    }

    private static Response answer(ContentStore store, Request request) {
        Optional<String> host =
                request.header("host").filter(name -> HOST.matcher(name).matches());
        String file = request.rest();
        String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        if (host.isEmpty() || !Generation.isName(name)) {
            return Response.notFound(request.path());
        }
        return store.current(name)
                .flatMap(generation -> Optional.ofNullable(generation.kept().get(NodeSources.KEPT_AS)))
                .map(entry -> text(store, entry).replace(NodeSources.MIRROR, "http://" + host.get() + "/apt/" + name))
                .<Response>map(text -> new Response.Body(
                        200,
                        "text/plain; charset=utf-8",
                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer()))
                .orElseGet(() -> Response.notFound(request.path()));
    }

    private static String text(ContentStore store, Generation.Entry entry) {
        try {
            return Files.readString(store.blob(entry.digest()));
        } catch (IOException e) {
            throw new AptException(
                    Problem.of("the file for nodes cannot be read").because(IoReason.of(e)), e);
        }
    }
}
