package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a script of this side on a node. */
final class ScriptModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("script", "Runs a script of this side on a node")
            .freeForm()
            .options(
                    Option.of("cmd", Option.Type.STRING, "The script's path, and arguments for it"),
                    Option.of("creates", Option.Type.PATH, "Not run when this exists on the node"),
                    Option.of("removes", Option.Type.PATH, "Not run when this does not exist on the node"),
                    Option.of("chdir", Option.Type.PATH, "Absolute path on the node to run it in"),
                    Option.of("executable", Option.Type.STRING, "Program that runs it, instead of its first line"),
                    Option.of("decrypt", Option.Type.BOOL, "Whether an encrypted file is decrypted on its way")
                            .orElse(true))
            .build();

    /** The directory is in the home, because /tmp may forbid to execute. */
    private static final String RUN = Leftovers.FUNCTION + """
            umask 077
            name_in "${HOME:-/tmp}"
            dir=$(mktemp -d -- "$left_template" 2>/dev/null) || dir=$(mktemp -d) || exit 1
            trap 'rm -rf -- "$dir"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            file=$dir/$name
            cat >"$file" || exit 1
            chmod 700 "$file"
            umask "$mask"
            if [ -n "$chdir" ]; then cd -- "$chdir" || exit 1; fi
            eval "$executable \\"\\$file\\" $arguments" </dev/null
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String line = a.text("cmd").or(() -> a.text(ModuleSpec.RAW)).orElse("").strip();
        List<String> words = Words.split(line);
        if (words.isEmpty()) {
            throw new ModuleFailure("no script given");
        }
        if (a.text("chdir").filter(folder -> !folder.startsWith("/")).isPresent()) {
            throw new ModuleFailure(
                    "chdir " + a.string("chdir") + " must be an absolute path for a Unix-aware remote node");
        }
        Path file = call.controller().find("files", words.getFirst());
        Optional<ModuleResult> needless = notNeeded(call, a);
        if (needless.isPresent()) {
            return needless.get();
        }
        if (call.check()) {
            return a.has("creates") || a.has("removes")
                    ? ModuleResult.changed(true)
                    : ModuleResult.skipped("Check mode is not supported for this task.");
        }
        Reply reply = call.node()
                .run(Script.of("mask=$(umask)\n" + RUN)
                        .set("name", file.getFileName().toString())
                        .set("chdir", a.text("chdir").orElse(""))
                        .set("executable", a.text("executable").orElse(""))
                        .set("arguments", line.substring(endOfFirstWord(line)))
                        .input(Source.shipped(
                                        file,
                                        a.flag("decrypt"),
                                        call.controller().vault())
                                .payload()));
        ModuleResult result = new ModuleResult(
                        true,
                        !reply.ok(),
                        false,
                        reply.ok() ? Map.of() : Map.of("msg", "non-zero return code"),
                        List.of())
                .with("rc", (long) reply.exitCode());
        return result.with("stdout", reply.out())
                .with("stdout_lines", Words.lines(reply.out()))
                .with("stderr", reply.err())
                .with("stderr_lines", Words.lines(reply.err()));
    }

    private static Optional<ModuleResult> notNeeded(ModuleCall call, Arguments a) {
        if (a.has("creates") && Probe.of(a.string("creates")).on(call.node()).reachable()) {
            return Optional.of(ModuleResult.skipped(a.string("creates") + " exists, matching creates option"));
        }
        if (a.has("removes") && !Probe.of(a.string("removes")).on(call.node()).reachable()) {
            return Optional.of(ModuleResult.skipped(a.string("removes") + " does not exist, matching removes option"));
        }
        return Optional.empty();
    }

    /** Arguments go to the node's shell as they are written, quotes included. */
    private static int endOfFirstWord(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\\') {
                i++;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                return i;
            }
        }
        return line.length();
    }
}
