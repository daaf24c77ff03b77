package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a client to say who it is (RFC 9110 section 11.6): by a token, or else by its password. */
final class Challenge {

    static final String BASIC = "Basic realm=\"slipway\", charset=\"UTF-8\"";

    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?");

    private Challenge() {}

    /**
     * @param scopes what the token must be good for
     * @param error why the one that came is not good enough (RFC 6750 section 3.1); empty if none came
     */
    static Response of(Request request, List<Scope> scopes, String error) {
        List<Response.Header> headers = new ArrayList<>();
        String authority = request.header("host").orElse("");
        if (AUTHORITY.matcher(authority).matches()) {
            String scope = scopes.stream().map(Scope::toString).collect(Collectors.joining(" "));
            headers.add(header(
                    "WWW-Authenticate",
                    "Bearer realm=\"" + (request.secure() ? "https" : "http") + "://" + authority + TokenRequests.PATH
                            + "\",service=\"slipway\""
                            + (scope.isEmpty() ? "" : ",scope=\"" + scope + "\"")
                            + (error.isEmpty() ? "" : ",error=\"" + error + "\"")));
        }
        headers.add(header("WWW-Authenticate", BASIC));
        return new Response.With(headers, Answers.error(401, ErrorCode.UNAUTHORIZED, words(error)));
    }

    private static String words(String error) {
        return switch (error) {
            case "" -> "say who you are";
            case "insufficient_scope" -> "this token is not good for that: get one for it";
            default -> "this name and password, or this token, are wrong or no longer good";
        };
    }
}
