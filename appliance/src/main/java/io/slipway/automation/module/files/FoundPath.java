package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a {@link Probe} found at a path. */
public final class FoundPath {

    private final Fields fields;
    private final @Nullable Status own;
    private final @Nullable Status target;

    FoundPath(Fields fields) {
        this.fields = fields;
        this.own = fields.text("own").map(Status::parse).orElse(null);
        this.target = fields.text("target").map(Status::parse).orElse(null);
        fields.text("trouble").ifPresent(trouble -> {
            throw new ModuleFailure(trouble).with("path", path());
        });
    }

    /** The path as the node calls it: {@code ~} and variables expanded, a directory's member chosen, links followed if asked. */
    public String path() {
        return fields.text("path").orElse("");
    }

    /** Whether anything is there, be it a dangling link. */
    public boolean present() {
        return own != null;
    }

    /** Whether something is there after links are followed. */
    public boolean reachable() {
        return own != null && (!own.isLink() || target != null);
    }

    /** The thing itself, a link not followed. */
    public Optional<Status> own() {
        return Optional.ofNullable(own);
    }

    /** The thing, links followed. */
    public Optional<Status> target() {
        return Optional.ofNullable(own != null && own.isLink() ? target : own);
    }

    /** A text that becomes another one when somebody changes the thing that links lead to; empty when there is none. */
    String identity() {
        String status = fields.text(isLink() ? "target" : "own").orElse("");
        return status.substring(0, Math.max(status.lastIndexOf(':'), 0));
    }

    public boolean isLink() {
        return own != null && own.isLink();
    }

    /** A directory, or a link to one. */
    public boolean isDirectory() {
        return target().map(Status::isDirectory).orElse(false);
    }

    /** A regular file, or a link to one. */
    public boolean isRegular() {
        return target().map(Status::isRegular).orElse(false);
    }

    /** {@code absent}, or the words of {@link Status#state()}. */
    public String state() {
        return own == null ? "absent" : own.state();
    }

    /** What the link says. */
    public Optional<String> linkTarget() {
        return fields.text("link");
    }

    /** The path with all links followed; the path itself when it is no link. */
    public String realPath() {
        return fields.text("real").orElse(path());
    }

    /** In hexadecimal, if it was asked for and the file could be read. */
    public Optional<String> checksum() {
        return fields.text("checksum");
    }

    /** The file's bytes, if they were asked for and are not too many. */
    public Optional<byte[]> content() {
        return fields.bytes("content");
    }

    /** Whether the folder that holds the path exists. */
    public boolean parentPresent() {
        return own != null || fields.text("parent").orElse("").equals("present");
    }

    /** The mask that the node's user creates files with. */
    public int umask() {
        return Integer.parseInt(fields.text("umask").orElse("022").strip(), 8);
    }

    /** The mode that a new file gets when nobody asks for one. */
    int newFileMode() {
        return 0666 & ~umask();
    }

    int newDirectoryMode() {
        return 0777 & ~umask();
    }

    /** The number of the user that the probe was asked about. */
    public OptionalLong uid() {
        return number("uid");
    }

    public OptionalLong gid() {
        return number("gid");
    }

    /** The user that the task runs as, known when the probe was asked about owners. */
    public OptionalLong ownUid() {
        return number("my_uid");
    }

    public OptionalLong ownGid() {
        return number("my_gid");
    }

    /** The letters of its flags, those of what a link leads to; known when the probe was asked about attributes with flags. */
    Optional<String> flags() {
        return fields.text("letters").map(FlagChange::letters);
    }

    /** What SELinux's policy has for the path, or nothing in it; known where the probe was asked about a context that the file can have. */
    Optional<String> usualContext() {
        return fields.text("usual_context");
    }

    private OptionalLong number(String name) {
        return fields.text(name)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    public Optional<String> extra(String name) {
        return fields.text(name);
    }

    /** What Ansible adds to the result of every module that returns a path: owner, mode, size and so on; of a link itself. */
    public Map<String, @Nullable Object> facts() {
        return reachable() ? facts(own()) : Map.of();
    }

    /** A failure that says what is at the path, as every failed file module of Ansible does. */
    public ModuleFailure failure(String message) {
        return failure(Problem.of(message));
    }

    ModuleFailure failure(Problem problem) {
        ModuleFailure failure = new ModuleFailure(problem).with("path", path());
        facts().forEach(failure::with);
        return failure;
    }

    static Map<String, @Nullable Object> facts(Optional<Status> status) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        status.ifPresent(s -> {
            facts.put("uid", s.uid());
            facts.put("gid", s.gid());
            facts.put("owner", s.owner());
            facts.put("group", s.group());
            facts.put("mode", s.modeText());
            facts.put("state", s.state());
            facts.put("size", s.size());
            s.context().ifPresent(context -> facts.put("secontext", context));
        });
        return facts;
    }
}
