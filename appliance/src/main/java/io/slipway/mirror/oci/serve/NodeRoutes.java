package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code /registries/…}: the files that nodes need, with the address at which the node asked for them. Everybody who can reach the
 * server sees there whose images it has, but not which.
 */
public final class NodeRoutes implements Route.Handler {

    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?");
    private static final Pattern HOSTS_TOML = Pattern.compile("containerd/([A-Za-z0-9_.:-]+)/hosts\\.toml");

    private final RegistryStore registry;

    private NodeRoutes(RegistryStore registry) {
        this.registry = registry;
    }

    public static Route of(RegistryStore registry) {
        return new Route("/registries/", new NodeRoutes(registry));
    }

    @Override
    public Response handle(Request request) {
        String authority = request.header("host").orElse("");
        if (!AUTHORITY.matcher(authority).matches()) {
            return Response.notFound(request.path());
        }
        NodeConfiguration node =
                new NodeConfiguration((request.secure() ? "https://" : "http://") + authority, hosts());
        var toml = HOSTS_TOML.matcher(request.rest());
        if (toml.matches()) {
            return node.hosts().contains(toml.group(1)) || toml.group(1).equals(NodeConfiguration.ANY)
                    ? Response.text(200, node.containerd())
                    : Response.notFound(request.path());
        }
        return switch (request.rest()) {
            case "hosts" -> Response.text(200, String.join("\n", node.hosts()) + "\n");
            case "docker/daemon.json" -> Response.text(200, node.docker());
            case "podman/registries.conf" -> Response.text(200, node.podman());
            case "rke2/registries.yaml" -> Response.text(200, node.rke2());
            default -> Response.notFound(request.path());
        };
    }

    private List<String> hosts() {
        return registry.repositories().stream()
                .map(name -> name.text().split("/", 2)[0])
                .filter(first -> first.contains(".") || first.contains(":"))
                .distinct()
                .sorted()
                .toList();
    }
}
