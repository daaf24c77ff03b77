package io.slipway.automation.module.web;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Coercion;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.files.PythonJson;
import io.slipway.automation.module.files.Source;
import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a request carries.
 *
 * @param type for the header {@code Content-Type}
 * @param typeCounts whether that header overrides one of the task
 */
record UriBody(byte[] content, Optional<String> type, boolean typeCounts) {

    /** @return empty when nothing is sent, or what is sent lies on the node */
    static Optional<UriBody> of(ModuleCall call, RandomGenerator random) {
        Arguments a = call.arguments();
        @Nullable Object body = call.raw("body");
        return switch (a.string("body_format")) {
            case "json" -> Optional.of(text(body instanceof String s ? s : PythonJson.write(body), "application/json"));
            case "form-urlencoded" ->
                body == null
                        ? Optional.empty()
                        : Optional.of(text(urlencoded(body), "application/x-www-form-urlencoded"));
            case "form-multipart" -> Optional.of(multipart(call, body, random));
            default -> body != null ? Optional.of(raw(NodeText.encode(String.valueOf(body)))) : file(call);
        };
    }

    private static Optional<UriBody> file(ModuleCall call) {
        if (call.flag("remote_src")) {
            return Optional.empty();
        }
        return call.arguments()
                .text("src")
                .map(src -> raw(Source.of(call.controller().find("files", src)).all()));
    }

    private static UriBody raw(byte[] content) {
        return new UriBody(content, Optional.empty(), false);
    }

    private static UriBody text(String content, String type) {
        return new UriBody(NodeText.encode(content), Optional.of(type), false);
    }

    private static String urlencoded(Object body) {
        List<String> pairs = new ArrayList<>();
        switch (body) {
            case String text -> {
                return text;
            }
            case Map<?, ?> map -> map.forEach((name, value) -> pairs(name, value, pairs));
            case List<?> list -> {
                for (Object one : list) {
                    if (!(one instanceof List<?> pair) || pair.size() != 2) {
                        throw new ModuleFailure("failed to parse body as form_urlencoded: a list must hold pairs");
                    }
                    pairs(pair.get(0), pair.get(1), pairs);
                }
            }
            default -> {
                return body.toString();
            }
        }
        return String.join("&", pairs);
    }

    private static void pairs(@Nullable Object name, @Nullable Object value, List<String> pairs) {
        for (Object one : value instanceof List<?> list ? list : java.util.Arrays.asList(value)) {
            if (one != null) {
                pairs.add(quoted(name) + "=" + quoted(one));
            }
        }
    }

    private static String quoted(@Nullable Object text) {
        return URLEncoder.encode(Coercion.written(text), StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** RFC 7578. */
    private static UriBody multipart(ModuleCall call, @Nullable Object body, RandomGenerator random) {
        if (!(body instanceof Map<?, ?> fields)) {
            throw new ModuleFailure("body must be mapping, cannot be type " + PythonJson.write(body));
        }
        byte[] noise = new byte[12];
        random.nextBytes(noise);
        String boundary = "==slipway" + HexFormat.of().formatHex(noise) + "==";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            write(out, "--" + boundary + "\r\n");
            part(out, call, String.valueOf(name), value);
        });
        write(out, "--" + boundary + "--\r\n");
        return new UriBody(out.toByteArray(), Optional.of("multipart/form-data; boundary=\"" + boundary + "\""), true);
    }

    private static void part(ByteArrayOutputStream out, ModuleCall call, String name, @Nullable Object value) {
        String disposition = "Content-Disposition: form-data; name=\"" + safe(name) + "\"";
        if (value instanceof String text) {
            write(out, disposition + "\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n");
            return;
        }
        if (!(value instanceof Map<?, ?> file)) {
            throw new ModuleFailure(
                    "failed to parse body as form-multipart: value must be a string, or mapping, cannot be "
                            + PythonJson.write(value));
        }
        Object content = file.get("content");
        Object filename = file.get("filename");
        if (content == null && filename == null) {
            throw new ModuleFailure(
                    "failed to parse body as form-multipart: at least one of filename or content must be provided");
        }
        String base = filename == null
                ? ""
                : Path.of(filename.toString()).getFileName().toString();
        Object mime = file.get("mime_type");
        String type = mime != null
                ? mime.toString()
                : Optional.ofNullable(URLConnection.guessContentTypeFromName(base))
                        .orElse("application/octet-stream");
        write(
                out,
                disposition + (filename == null ? "" : "; filename=\"" + safe(base) + "\"") + "\r\nContent-Type: "
                        + type + "\r\n\r\n");
        out.writeBytes(content != null ? NodeText.encode(content.toString()) : shipped(call, String.valueOf(filename)));
        write(out, "\r\n");
    }

    private static byte[] shipped(ModuleCall call, String filename) {
        if (call.flag("remote_src")) {
            throw new ModuleFailure(Problem.of("a file of the node cannot be part of a form: " + filename)
                    .hint("slurp it first and give its content, or leave out remote_src"));
        }
        return Source.of(call.controller().find("files", filename)).all();
    }

    private static String safe(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "")
                .replace("\n", "");
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(NodeText.encode(text));
    }
}
