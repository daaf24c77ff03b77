package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.common.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes a file from what it is to what an {@link Editor} makes of it: one exchange to read, one to write if that differs. Should the
 * file have been changed by somebody else in between, it starts again.
 */
public final class EditFile {

    /** Larger files are not edited. */
    private static final long LIMIT = 64 << 20;

    private static final int ATTEMPTS = 4;

    /** Makes new content of old; a pure function. */
    @FunctionalInterface
    public interface Editor {
        /** @param before empty when there is no file */
        Edited edit(Optional<byte[]> before);
    }

    /**
     * @param content empty to leave things as they are
     * @param message what Ansible says in {@code msg} when this is a change
     */
    public record Edited(Optional<byte[]> content, String message, Map<String, @Nullable Object> values) {
        public static Edited of(byte[] content, String message) {
            return new Edited(Optional.of(content), message, Map.of());
        }

        public static Edited nothing(String message) {
            return new Edited(Optional.empty(), message, Map.of());
        }

        public Edited with(String name, Object value) {
            Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
            more.put(name, value);
            return new Edited(content, message, more);
        }
    }

    private final ModuleCall call;
    private final String path;
    private final Editor editor;
    private Attributes attributes = Attributes.NONE;
    private boolean create;
    private boolean backup;
    private boolean unsafe;
    private Optional<String> validate = Optional.empty();
    private boolean describing;
    private String header = " (content)";
    private String missing = "Path %s does not exist !";
    private boolean status = true;

    private EditFile(ModuleCall call, String path, Editor editor) {
        this.call = call;
        this.path = path;
        this.editor = editor;
    }

    public static EditFile of(ModuleCall call, String path, Editor editor) {
        return new EditFile(call, path, editor);
    }

    /** Takes {@code mode}, {@code owner}, {@code group}, {@code backup}, {@code validate} and {@code unsafe_writes} from a task. */
    public EditFile arguments(Arguments arguments) {
        backup = arguments.flag("backup");
        unsafe = arguments.flag("unsafe_writes");
        validate = arguments.filled("validate");
        return attributes(Attributes.of(arguments));
    }

    public EditFile attributes(Attributes wanted) {
        attributes = wanted;
        return this;
    }

    public EditFile backup(boolean wanted) {
        backup = wanted;
        return this;
    }

    /** Whether a file that does not exist is made, and the folders before it; else that is an error. */
    public EditFile create(boolean allowed) {
        create = allowed;
        return this;
    }

    /** @param message for a file that does not exist and may not be created; {@code %s} is the path */
    public EditFile missing(String message) {
        missing = message;
        return this;
    }

    /** Whether a file that does not exist is an error with an {@code rc}, as most modules have it. */
    public EditFile status(boolean told) {
        status = told;
        return this;
    }

    /** Adds the path and what is there afterwards to the result. */
    public EditFile describing() {
        describing = true;
        return this;
    }

    /** What follows the path above a difference. */
    public EditFile header(String afterPath) {
        header = afterPath;
        return this;
    }

    /** Does it; with {@code changed}, {@code msg}, {@code backup_file}, differences, and what the editor adds. */
    public ModuleResult run() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ModuleResult> result = attempt();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new ModuleFailure(path + " is being changed by somebody else all the time; it is left alone");
    }

    private Optional<ModuleResult> attempt() {
        FoundPath found = Probe.of(path).resolving(attributes).content(LIMIT).on(call.node());
        Optional<byte[]> before = content(found);
        Edited edited = editor.edit(before);
        if (before.isEmpty() && edited.content().isEmpty()) {
            return Optional.of(
                    (describing ? ModuleResult.unchanged().with("path", found.path()) : ModuleResult.unchanged())
                            .with("msg", edited.message())
                            .withAll(edited.values()));
        }
        byte[] after = edited.content().or(() -> before).orElseThrow();
        boolean contentChanges = before.isEmpty() || !Arrays.equals(before.get(), after);
        AttributeChange change = found.target()
                .map(status -> attributes.against(status, found, call.check()))
                .orElseGet(() -> attributes.forNew(false, found, call.check()));
        boolean attributesChange = before.isPresent() ? change.needed() : change.visible();

        Optional<String> backupFile = Optional.empty();
        FoundPath now = found;
        if (!call.check() && contentChanges) {
            PutFile.Written written = put(found, before, after);
            if (written.conflict()) {
                return Optional.empty();
            }
            backupFile = written.backupFile();
            now = written.now();
        } else if (!call.check() && change.needed()) {
            now = SetAttributes.on(call.node(), found.realPath(), change);
        }
        ModuleResult result = ModuleResult.changed(contentChanges || attributesChange)
                .withAll(edited.values())
                .with("msg", message(edited.message(), contentChanges, attributesChange));
        if (backupFile.isPresent()) {
            result = result.with("backup_file", backupFile.get());
        }
        if (describing) {
            result = result.with("path", found.path()).withAll(now.facts());
        }
        return Optional.of(
                call.diff() ? withDiffs(result, before, after, contentChanges, change, attributesChange) : result);
    }

    private Optional<byte[]> content(FoundPath found) {
        if (found.isDirectory()) {
            throw new ModuleFailure("Path " + found.path() + " is a directory !").with("rc", 256L);
        }
        if (!found.reachable()) {
            if (!create) {
                ModuleFailure failure = new ModuleFailure(Problem.of(missing.formatted(found.path()))
                        .hint(call.arguments().has("create") ? "create: true makes it" : ""));
                throw status ? failure.with("rc", 257L) : failure;
            }
            return Optional.empty();
        }
        if (!found.isRegular()) {
            throw new ModuleFailure("cannot edit " + found.path() + ": it is no regular file");
        }
        if (found.content().isEmpty()) {
            throw new ModuleFailure("cannot edit " + found.path() + ": it is larger than " + LIMIT + " bytes");
        }
        return found.content();
    }

    private PutFile.Written put(FoundPath found, Optional<byte[]> before, byte[] after) {
        PutFile put = PutFile.at(found.realPath(), after)
                .attributes(attributes)
                .validate(validate)
                .backup(backup)
                .unsafe(unsafe);
        if (before.isPresent()) {
            put.insteadOf(found);
        } else {
            put.directories(Attributes.NONE);
        }
        return put.on(call.node(), found);
    }

    private static String message(String content, boolean contentChanges, boolean attributesChange) {
        if (!attributesChange) {
            return content;
        }
        return (contentChanges ? content + " and " : content) + "ownership, perms or SE linux context changed";
    }

    private ModuleResult withDiffs(
            ModuleResult result,
            Optional<byte[]> before,
            byte[] after,
            boolean contentChanges,
            AttributeChange change,
            boolean attributesChange) {
        ModuleResult shown = result;
        if (contentChanges) {
            shown = shown.with(Diffs.content(path + header, path + header, before, after));
        }
        if (attributesChange) {
            Map<String, @Nullable Object> old = new LinkedHashMap<>();
            Map<String, @Nullable Object> now = new LinkedHashMap<>();
            change.describe(old, now);
            shown = shown.with(Diffs.properties(path + " (file attributes)", old, now));
        }
        return shown;
    }
}
