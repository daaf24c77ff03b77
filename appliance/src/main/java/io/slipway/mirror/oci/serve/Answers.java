package io.slipway.mirror.oci.serve;

import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.server.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The forms that a registry's answers have. */
final class Answers {

    private Answers() {}

    static Response.Body json(int status, String type, Object document) {
        return new Response.Body(
                status,
                type,
                ByteBuffer.wrap(Json.write(document).getBytes(StandardCharsets.UTF_8))
                        .asReadOnlyBuffer());
    }

    /** As the distribution-spec, "Error Codes", has it. */
    static Response error(RegistryException e) {
        Problem problem = e.problem();
        String why = problem.why();
        return error(e.status(), e.code(), problem.what() + (why == null || why.isEmpty() ? "" : ": " + why));
    }

    static Response error(int status, ErrorCode code, String message) {
        return json(
                status,
                "application/json",
                Map.of("errors", List.of(Map.of("code", code.name(), "message", message, "detail", Map.of()))));
    }

    /** What the server itself is to blame for; its log says why. */
    static Response broken() {
        return error(500, ErrorCode.UNKNOWN, "the registry cannot answer this: its log says why");
    }

    static Response with(Response answer, Response.Header... headers) {
        return new Response.With(List.of(headers), answer);
    }

    static Response.Header header(String name, String value) {
        return new Response.Header(name, value);
    }
}
