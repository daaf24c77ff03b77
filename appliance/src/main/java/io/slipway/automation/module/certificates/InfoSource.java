package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.Probe;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the modules that only tell something read it from: a file of the node, or the task itself. */
final class InfoSource {

    static final Option PATH_OPTION = Option.of("path", PATH, "A file of the node");

    static final Option CONTENT_OPTION = Option.of("content", STRING, "What such a file would hold");

    static final Option BACKEND = Option.of("select_crypto_backend", STRING, "Taken and ignored: there is one")
            .oneOf("auto", "cryptography")
            .orElse("auto");

    static final Option NAMES = Option.of("name_encoding", STRING, "How names outside of ASCII are told")
            .oneOf("ignore", "idna", "unicode")
            .orElse("ignore");

    private static final long LIMIT = 1 << 20;

    private InfoSource() {}

    /** @param what what is read, for the message */
    static byte[] read(ModuleCall call, String what) {
        if (call.arguments().has("content")) {
            return call.string("content").getBytes(StandardCharsets.UTF_8);
        }
        FoundPath found = Probe.of(call.string("path")).content(LIMIT).on(call.node());
        return found.content()
                .orElseThrow(() -> new ModuleFailure("Error while reading " + what + " file from disk: "
                        + (found.isDirectory()
                                ? "[Errno 21] Is a directory: '"
                                : found.reachable() ? "it is too large: '" : "[Errno 2] No such file or directory: '")
                        + found.path() + "'"));
    }

    /** With the alternative names as people write them, if the task wants them so. */
    static Map<String, @Nullable Object> named(Map<String, @Nullable Object> facts, String encoding) {
        if (encoding.equals("unicode") && facts.get("subject_alt_name") instanceof List<?> names) {
            facts.put(
                    "subject_alt_name",
                    names.stream()
                            .map(String::valueOf)
                            .map(name -> name.startsWith("DNS:") ? "DNS:" + IDN.toUnicode(name.substring(4)) : name)
                            .toList());
        }
        return facts;
    }
}
