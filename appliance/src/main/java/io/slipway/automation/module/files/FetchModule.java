package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Brings a file of a node to this side. It is streamed, so that its size does not matter. */
final class FetchModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("fetch", "Brings a file of a node to this side")
            .options(
                    Option.of("src", Option.Type.PATH, "The file on the node").mandatory(),
                    Option.of("dest", Option.Type.STRING, "The folder that takes it, below a folder per host")
                            .mandatory(),
                    Option.of(
                                    "flat",
                                    Option.Type.BOOL,
                                    "Whether dest is the file itself, or a folder if it ends with a slash")
                            .orElse(false),
                    Option.of("fail_on_missing", Option.Type.BOOL, "Whether a missing file is an error")
                            .orElse(true),
                    Option.of("validate_checksum", Option.Type.BOOL, "Whether what arrives is compared")
                            .orElse(true))
            .differs(
                    "what has come of a file of 64 MiB or more when the connection breaks stays beside dest, and the next fetch"
                            + " continues it (resumed_at)")
            .build();

    /** A checksum of more than this is not taken before it is known to matter. */
    private static final long LITTLE = 1 << 20;

    private static final String AT = "case $p in /*) q=$p;; *) q=./$p;; esac\n";

    private static final String SUM = AT + """
            e=$(sha1sum <"$q") || exit 1
            printf %s "${e%% *}"
            """;

    /** Takes the checksum while the content, or the rest of it, is on its way, and says it on standard error. */
    private static final String READ = AT + """
            content() {
              if [ "$had" = 0 ]; then cat -- "$q"; else tail -c "+$((had + 1))" -- "$q"; fi
            }
            exec 3>&1
            e=$(sha1sum <"$q" 2>/dev/null & content >&3; r=$?; wait; exit "$r") || exit 1
            printf %s "${e%% *}" >&2
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return ModuleResult.skipped("check mode not (yet) supported for this module");
        }
        Arguments a = call.arguments();
        FoundPath found =
                Probe.of(a.string("src")).access().checksum("sha1").upTo(LITTLE).on(call.node());
        String trouble = trouble(found);
        if (!trouble.isEmpty()) {
            if (a.flag("fail_on_missing")) {
                throw new ModuleFailure(trouble);
            }
            return found.reachable()
                    ? ModuleResult.unchanged().with("msg", trouble + ", not transferring, ignored")
                    : ModuleResult.unchanged().with("file", found.path()).with("msg", trouble);
        }
        Path dest = destination(call, found.path());
        try {
            if (Files.isRegularFile(dest)) {
                Source here = Source.of(dest);
                here.sums().beside(call.controller().valuesSeen());
                if (here.size() == found.target().orElseThrow().size()
                        && here.sha1().equals(checksum(call, found))) {
                    FetchedPart.of(dest).drop();
                    ModuleResult same = ModuleResult.unchanged()
                            .with("file", found.path())
                            .with("dest", dest.toString())
                            .with("checksum", here.sha1());
                    return call.controller().valuesSeen() ? same.with("md5sum", here.md5()) : same;
                }
            }
            return receive(call, found, dest);
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("Failed to fetch the file: cannot write " + dest).because(String.valueOf(e)), e);
        } catch (TransportException e) {
            if (e.kind() != TransportException.Kind.GIVEN_UP) {
                throw e;
            }
            throw new ModuleFailure(
                    Problem.of("Failed to fetch the file: cannot write " + dest)
                            .because(String.valueOf(e.problem().why())),
                    e);
        }
    }

    private static String trouble(FoundPath found) {
        if (!found.reachable()) {
            return "the remote file does not exist, not transferring, ignored";
        }
        if (found.isDirectory()) {
            return "remote file is a directory, fetch cannot work on directories";
        }
        if (!found.isRegular()) {
            return "remote file is no regular file: " + found.path();
        }
        return found.extra("readable").isPresent() ? "" : "file is not readable: " + found.path();
    }

    private static String checksum(ModuleCall call, FoundPath found) {
        return found.checksum()
                .orElseGet(() ->
                        call.node().run(Script.of(SUM).set("p", found.path())).out());
    }

    private static ModuleResult receive(ModuleCall call, FoundPath found, Path dest) throws IOException {
        Files.createDirectories(dest.getParent());
        Path temporary = Files.createTempFile(dest.getParent(), ".slipway", "");
        temporary.toFile().deleteOnExit();
        try {
            FetchedPart part = FetchedPart.of(dest);
            long had = part.take(temporary, call, found);
            HashingOutput out = new HashingOutput(
                    Files.newOutputStream(temporary, StandardOpenOption.APPEND),
                    found.target().orElseThrow().size(),
                    call.controller().valuesSeen());
            Reply reply;
            try (out) {
                out.hashOnly(new Payload.FileContent(temporary, had));
                reply = call.node()
                        .run(Script.of(READ)
                                .set("p", found.path())
                                .set("had", Long.toString(had))
                                .outputTo(out));
            } catch (TransportException e) {
                if (e.kind() == TransportException.Kind.LOST) {
                    part.keep(temporary, found);
                }
                throw e;
            }
            if (!reply.ok()) {
                throw new ModuleFailure(
                        "Failed to fetch the file: " + reply.err().strip());
            }
            String arrived = out.sha1();
            String remote = reply.err().strip();
            if (call.flag("validate_checksum") && !arrived.equals(remote)) {
                throw new ModuleFailure("checksum mismatch")
                        .with("file", found.path())
                        .with("dest", dest.toString())
                        .with("checksum", arrived)
                        .with("remote_checksum", remote);
            }
            Files.setAttribute(temporary, "unix:mode", 0644);
            Files.move(temporary, dest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            ModuleResult result = ModuleResult.changed(true)
                    .with("dest", dest.toString())
                    .with("checksum", arrived)
                    .withAll(out.md5().map(sum -> Map.of("md5sum", sum)).orElse(Map.of()))
                    .with("remote_checksum", remote)
                    .with("remote_md5sum", null);
            return had == 0 ? result : result.with("resumed_at", had);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path destination(ModuleCall call, String source) {
        String dest = call.string("dest");
        try {
            if (call.flag("flat")) {
                Path place = call.controller().place(dest);
                if (dest.endsWith("/")) {
                    return place.resolve(NodePath.base(source)).normalize();
                }
                if (Files.isDirectory(place)) {
                    throw new ModuleFailure(
                            "dest is an existing directory, use a trailing slash if you want to fetch src into that directory");
                }
                return place.toAbsolutePath().normalize();
            }
            Path folder = call.controller().place(dest).toAbsolutePath().normalize();
            Path file =
                    Path.of(folder + "/" + call.node().name() + "/" + source).normalize();
            if (!file.startsWith(folder.resolve(call.node().name()))) {
                throw new ModuleFailure("Detected directory traversal, expected to be contained in '" + dest
                        + "' but got '" + file + "'");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new ModuleFailure(
                    Problem.of("this side cannot name a file like " + source)
                            .because(String.valueOf(e.getMessage()))
                            .hint(
                                    NodeText.isUtf8(source)
                                            ? "run Slipway in a UTF-8 locale"
                                            : "its name is not UTF-8, as the name of a file here must be: slurp reads it,"
                                                    + " and copy with remote_src gives it another name on the node"),
                    e);
        }
    }
}
