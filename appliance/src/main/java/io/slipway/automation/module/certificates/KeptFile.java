package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.AttributeChange;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.Diffs;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.Mode;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.files.Probe;
import io.slipway.automation.module.files.PutFile;
import io.slipway.automation.module.files.SetAttributes;
import io.slipway.automation.module.shell.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The file that a module of this package keeps: one exchange to find it and what it depends on, one to write or remove it. */
final class KeptFile {

    /** What all these modules take. */
    static final List<Option> OPTIONS = List.of(
            Option.of("path", PATH, "The file").mandatory(),
            Option.of("state", STRING, "Whether it is to be there")
                    .oneOf("present", "absent")
                    .orElse("present"),
            Option.of("force", BOOL, "Make it anew even if it is as wanted").orElse(false),
            Option.of("backup", BOOL, "Keep the old file").orElse(false),
            Option.of("return_content", BOOL, "Return what the file holds").orElse(false),
            Option.of("select_crypto_backend", STRING, "Taken and ignored: there is one")
                    .oneOf("auto", "cryptography")
                    .orElse("auto"));

    static final Option PASSPHRASE = Option.of("privatekey_passphrase", STRING, "What opens the private key")
            .secret();
    static final Option KEY_PATH = Option.of("privatekey_path", PATH, "A file of the node that holds the private key");
    static final Option KEY_CONTENT =
            Option.of("privatekey_content", STRING, "The private key itself").secret();

    private static final long LIMIT = 1 << 20;

    private final ModuleCall call;
    private final Attributes attributes;
    private final FoundPath found;
    private Optional<byte[]> after;
    private boolean changed;
    private Optional<String> backup = Optional.empty();

    private KeptFile(ModuleCall call, Attributes attributes, FoundPath found) {
        this.call = call;
        this.attributes = attributes;
        this.found = found;
        this.after = found.content();
    }

    /**
     * @param mode of the file, unless the task says another; empty for the usual one
     * @param others arguments that name further files to be read
     */
    static KeptFile find(ModuleCall call, String mode, List<String> others) {
        Arguments a = call.arguments();
        Attributes attributes = Attributes.of(a);
        if (attributes.mode().isEmpty() && !mode.isEmpty()) {
            attributes = attributes.withMode(Optional.of(Mode.of(mode)));
        }
        boolean present = a.string("state").equals("present");
        FoundPath found = Probe.of(a.string("path"))
                .resolving(attributes)
                .content(LIMIT)
                .also(present ? NodeFile.reading(a, others) : ":")
                .on(call.node());
        if (found.isDirectory()) {
            throw new ModuleFailure("The path " + found.path() + " is a directory, not a file");
        }
        if (!found.parentPresent()) {
            String folder = NodePath.parent(found.path());
            throw new ModuleFailure("The directory " + (folder.isEmpty() ? "." : folder)
                            + " does not exist or the file is not a directory")
                    .with("name", folder);
        }
        return new KeptFile(call, attributes, found);
    }

    FoundPath found() {
        return found;
    }

    /** What the file holds, before anything is done. */
    Optional<byte[]> content() {
        return found.content();
    }

    /** What it holds now. */
    Optional<byte[]> now() {
        return after;
    }

    /** Writes new content. In check mode this is only noted. */
    void write(byte[] content) {
        changed = true;
        if (call.check()) {
            return;
        }
        PutFile put = PutFile.at(found.realPath(), content)
                .attributes(attributes)
                .backup(call.flag("backup"))
                .unsafe(call.flag("unsafe_writes"));
        backup = put.on(call.node(), found).backupFile();
        after = Optional.of(content);
    }

    /** Notes that new content is to be written, which need not be made in check mode. */
    void predict() {
        changed = true;
    }

    /** Gives a file whose content stays its owner and mode. */
    void settle() {
        if (changed || found.target().isEmpty()) {
            return;
        }
        AttributeChange change = attributes.against(found.target().get(), found, call.check());
        if (change.needed()) {
            changed = true;
            if (!call.check()) {
                SetAttributes.on(call.node(), found.realPath(), change);
            }
        }
    }

    void remove() {
        after = Optional.empty();
        if (!found.present()) {
            return;
        }
        changed = true;
        if (call.check()) {
            return;
        }
        Steps steps = new Steps();
        String path = found.path().startsWith("/") ? found.path() : "./" + found.path();
        if (call.flag("backup") && found.reachable()) {
            steps.script(io.slipway.automation.module.Script.of("""
                    _b=$_path.$$.$(date '+%Y-%m-%d@%H:%M:%S~')
                    cp -p -- "$_path" "$_b" || return 1
                    printf '%s' "${_b#./}"
                    """).set("_path", path));
        }
        String kept =
                steps.run("rm", "-f", "--", path).on(call.node(), "").orFail().out();
        backup = Optional.of(kept).filter(name -> !name.isEmpty());
    }

    /** @param facts what differences show of a content: nothing secret */
    ModuleResult result(
            Map<String, ? extends @Nullable Object> values, Function<byte[], Map<String, @Nullable Object>> facts) {
        ModuleResult result = ModuleResult.changed(changed).withAll(values).with("filename", found.path());
        if (backup.isPresent()) {
            result = result.with("backup_file", backup.get());
        }
        if (call.diff()) {
            Map<String, @Nullable Object> before = content().map(facts).orElse(Map.of());
            Map<String, @Nullable Object> now = after.map(facts).orElse(Map.of());
            if (!before.equals(now)) {
                result = result.with(Diffs.properties(before, now));
            }
        }
        return result;
    }
}
