package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script of this package answers: {@code name=value} ended by NUL each, so that any path is safe in it. After the name
 * {@code content} come raw bytes up to the end.
 */
final class Fields {

    /**
     * Shell functions that speak this format: {@code say NAME VALUE}, and {@code fail MESSAGE} which ends the script. {@code
     * $context_format} is empty where the node has no SELinux, which is where libselinux would say so.
     */
    static final String SAY = """
            context_format=
            if [ -e /sys/fs/selinux/enforce ] && [ -e /etc/selinux/config ]; then context_format=:%C; fi
            say() { printf '%s=%s\\0' "$1" "$2"; }
            fail() { say error "$1"; exit 1; }
            """;

    private final Map<String, byte[]> values = new LinkedHashMap<>();

    private Fields() {}

    /** @throws ModuleFailure when the script failed */
    static Fields of(Reply reply) {
        Fields fields = parse(reply.stdout());
        if (!reply.ok()) {
            throw fields.failure(reply);
        }
        return fields;
    }

    private ModuleFailure failure(Reply reply) {
        if (!has("error")) {
            return new ModuleFailure("the node could not do it (exit status " + reply.exitCode() + "): "
                            + reply.err().strip())
                    .with("rc", (long) reply.exitCode())
                    .with("stderr", reply.err());
        }
        ModuleFailure failure = new ModuleFailure(Problem.of(text("error").orElseThrow())
                .hint(
                        has("exit_status")
                                ? "the command under 'validate' refuses the new content; the file is as it was"
                                : ""));
        text("exit_status").ifPresent(status -> failure.with("exit_status", Long.valueOf(status)));
        text("details").ifPresent(details -> failure.with("details", details));
        text("refused_context").ifPresent(refused -> {
            List<String> now = WantedContext.split(text("current_context").orElse(""));
            WantedContext wanted = new WantedContext(WantedContext.split(refused));
            failure.with("cur_context", now)
                    .with("new_context", WantedContext.split(wanted.over(String.join(":", now))))
                    .with("input_was", wanted.orNull());
        });
        text("stdout").ifPresent(out -> failure.with("stdout", out).with("stdout_lines", Words.lines(out)));
        text("stderr").ifPresent(err -> failure.with("stderr", err).with("stderr_lines", Words.lines(err)));
        return failure;
    }

    static Fields parse(byte[] bytes) {
        Fields fields = new Fields();
        int at = 0;
        while (at < bytes.length) {
            int equals = indexOf(bytes, (byte) '=', at);
            if (equals < 0) {
                break;
            }
            String name = NodeText.decode(Arrays.copyOfRange(bytes, at, equals));
            int end = name.equals("content") ? bytes.length : indexOf(bytes, (byte) 0, equals);
            if (end < 0) {
                break;
            }
            fields.values.put(name, Arrays.copyOfRange(bytes, equals + 1, end));
            at = end + 1;
        }
        return fields;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return bytes(name).map(NodeText::decode);
    }

    Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
