package io.slipway.lab.engine;

import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentence in an engine's answer that a person wants to read. */
final class Refusal {

    /** docker-java's message is {@code Status 409: {"message":"…"}}. */
    private static final Pattern BODY = Pattern.compile("\\{\"message\":\"(.*)\"}\\s*$", Pattern.DOTALL);

    private Refusal() {}

    static String reason(Throwable cause) {
        Throwable root = cause;
        while (!(root instanceof DockerException) && root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        Matcher body = BODY.matcher(message);
        return (body.find() ? body.group(1).replace("\\\"", "\"").replace("\\n", "\n") : message).strip();
    }
}
