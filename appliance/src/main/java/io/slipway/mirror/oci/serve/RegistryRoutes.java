package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v2/…}: who may do it, and who does it. */
public final class RegistryRoutes implements Route.Handler {

    private static final String PATH = "/v2/";

    private final Guard guard;
    private final Pushes pushes;
    private final BlobRequests blobs;
    private final UploadRequests uploads;
    private final ManifestRequests manifests;
    private final ListRequests lists;

    private RegistryRoutes(RegistryStore registry, Uploads uploads, Guard guard, Pushes pushes) {
        this.guard = guard;
        this.pushes = pushes;
        this.blobs = new BlobRequests(registry);
        this.uploads = new UploadRequests(registry, uploads);
        this.manifests = new ManifestRequests(registry);
        this.lists = new ListRequests(registry);
    }

    /** @param pushes is told what was changed, and by whom */
    public static List<Route> of(RegistryStore registry, Uploads uploads, Guard guard, Pushes pushes) {
        RegistryRoutes routes = new RegistryRoutes(registry, uploads, guard, pushes);
        return List.of(new Route(PATH, routes), new Route("/v2", routes));
    }

    /** What means nothing here is refused as a registry refuses it. */
    @Override
    public boolean takes(String method) {
        return true;
    }

    @Override
    public Response broken() {
        return Answers.broken();
    }

    @Override
    public Optional<Response> handleAtOnce(Request request) {
        if (!isRead(request)) {
            return Optional.empty();
        }
        try {
            return Call.of(request)
                    .filter(call -> call.kind() == Call.Kind.MANIFEST && guard.anonymous(call.name(), Guard.Right.PULL))
                    .flatMap(manifests::getAtOnce);
        } catch (RegistryException toBeToldByTheOther) {
            return Optional.empty();
        }
    }

    @Override
    public Response handle(Request request) {
        try {
            return answer(request);
        } catch (RegistryException e) {
            if (e.code() == ErrorCode.UNKNOWN) {
                throw e;
            }
            return Answers.error(e);
        }
    }

    private Response answer(Request request) {
        if (request.rest().isEmpty() || request.rest().equals("_catalog")) {
            return whole(request);
        }
        Call call = Call.of(request)
                .orElseThrow(() -> new RegistryException(ErrorCode.UNSUPPORTED, 404, "a registry has no such path"));
        Guard.Right right = isRead(request) && call.kind() != Call.Kind.UPLOAD
                ? Guard.Right.PULL
                : request.method().equals("DELETE") && call.kind() != Call.Kind.UPLOAD
                        ? Guard.Right.DELETE
                        : Guard.Right.PUSH;
        Optional<Response> refusal = guard.refusal(request, call.name(), right);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Response answer = answer(call, request.method());
        if (!isRead(request)) {
            tell(call, answer);
        }
        return answer;
    }

    private Response whole(Request request) {
        if (!isRead(request)) {
            throw unsupported();
        }
        Optional<Response> refusal = guard.refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return request.rest().isEmpty()
                ? Answers.with(
                        Answers.json(200, "application/json", Map.of()),
                        header("Docker-Distribution-Api-Version", "registry/2.0"))
                : lists.repositories(request, name -> guard.sees(request, name));
    }

    private Response answer(Call call, String method) {
        return switch (call.kind()) {
            case BLOB ->
                switch (method) {
                    case "GET", "HEAD" -> blobs.get(call);
                    case "DELETE" -> blobs.delete(call);
                    default -> throw unsupported();
                };
            case MANIFEST ->
                switch (method) {
                    case "GET", "HEAD" -> manifests.get(call);
                    case "PUT" -> manifests.put(call);
                    case "DELETE" -> manifests.delete(call);
                    default -> throw unsupported();
                };
            case UPLOAD -> upload(call, method);
            case TAGS -> read(method, () -> lists.tags(call));
            case REFERRERS -> read(method, () -> lists.referrers(call));
        };
    }

    private Response upload(Call call, String method) {
        if (call.last().isEmpty()) {
            if (!method.equals("POST")) {
                throw unsupported();
            }
            return uploads.begin(call, name -> guard.sees(call.request(), name));
        }
        return switch (method) {
            case "GET", "HEAD" -> uploads.status(call);
            case "PATCH" -> uploads.append(call);
            case "PUT" -> uploads.finish(call);
            case "DELETE" -> uploads.cancel(call);
            default -> throw unsupported();
        };
    }

    private static Response read(String method, Supplier<Response> answer) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw unsupported();
        }
        return answer.get();
    }

    private void tell(Call call, Response answer) {
        List<Response.Header> headers = answer instanceof Response.With with ? with.headers() : List.of();
        int status = (answer instanceof Response.With with ? with.answer() : answer) instanceof Response.Body body
                ? body.status()
                : 200;
        boolean lasting = call.kind() != Call.Kind.UPLOAD || status == 201;
        if (lasting && status < 300) {
            String digest = headers.stream()
                    .filter(each -> each.name().equals("Docker-Content-Digest"))
                    .map(Response.Header::value)
                    .findFirst()
                    .orElse("");
            pushes.happened(new Pushes.Change(
                    call.request().client(),
                    guard.user(call.request()),
                    call.request().method(),
                    call.name(),
                    call.kind() == Call.Kind.UPLOAD ? digest : call.last(),
                    digest));
        }
    }

    private static boolean isRead(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static RegistryException unsupported() {
        return new RegistryException(ErrorCode.UNSUPPORTED, "this method means nothing here");
    }
}
