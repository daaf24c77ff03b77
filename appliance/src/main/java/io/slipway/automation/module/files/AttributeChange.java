package io.slipway.automation.module.files;

import io.slipway.automation.module.Script;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Mode, owner, group, flags and SELinux context that have to be set on one file, beside what they are; only what differs is present. */
public record AttributeChange(
        int oldMode,
        long oldUid,
        long oldGid,
        Optional<Integer> mode,
        OptionalLong uid,
        OptionalLong gid,
        Optional<FlagChange> flags,
        Optional<ContextChange> context) {

    /**
     * {@code set_attributes PATH}: gives the path what {@code $context}, {@code $mode}, {@code $uid} and {@code $gid} say; empty ones are left alone. A
     * link itself is given away, not what it leads to. The owner comes first, because changing it clears set-id bits. {@code $flags} are
     * left to {@code set_flags}, because they may forbid to rename what has just been written.
     */
    static final String FUNCTION = FlagChange.FUNCTION + ContextChange.FUNCTION + """
            set_attributes() {
              set_context "$1"
              if [ -n "$uid" ]; then
                e=$(LC_ALL=C chown -h -- "$uid" "$1" 2>&1) || fail "chown failed: ${e#chown: }"
              fi
              if [ -n "$gid" ]; then
                e=$(LC_ALL=C chgrp -h -- "$gid" "$1" 2>&1) || fail "chgrp failed: ${e#chgrp: }"
              fi
              if [ -n "$mode" ]; then
                e=$(LC_ALL=C chmod -- "$mode" "$1" 2>&1) || fail "chmod failed: ${e#chmod: }"
              fi
            }
            """;

    /** {@link #FUNCTION} with the functions that it and {@link Probe#REPORT} need. */
    static final String LIBRARY = Probe.REPORT + FUNCTION;

    public boolean needed() {
        return mode.isPresent() || uid.isPresent() || gid.isPresent() || flags.isPresent() || context.isPresent();
    }

    /** With the mode in any case, for a file that starts with another one. */
    AttributeChange complete() {
        return new AttributeChange(
                oldMode, oldUid, oldGid, Optional.of(mode.orElse(oldMode)), uid, gid, flags, context);
    }

    /** Whether a new file comes to differ from what it would be without any arguments. */
    public boolean visible() {
        return uid.isPresent()
                || gid.isPresent()
                || flags.isPresent()
                || context.filter(ContextChange::visible).isPresent()
                || mode.filter(m -> m != oldMode).isPresent();
    }

    Script in(Script script) {
        return script.set("mode", mode.map(Mode::text).orElse(""))
                .set("uid", text(uid))
                .set("gid", text(gid))
                .set("flags", flagText())
                .set("context", contextText());
    }

    /** What {@code chattr} is told; empty for nothing. */
    String flagText() {
        return flags.map(FlagChange::wanted).orElse("");
    }

    /** What {@code set_context} is told; empty for nothing. */
    String contextText() {
        return context.map(ContextChange::wanted).orElse("");
    }

    /** For {@code chcon}; empty for nothing. */
    public String contextOptions() {
        return context.map(ContextChange::options).orElse("");
    }

    AttributeChange withoutMode() {
        return new AttributeChange(oldMode, oldUid, oldGid, Optional.empty(), uid, gid, flags, context);
    }

    AttributeChange withoutFlags() {
        return new AttributeChange(oldMode, oldUid, oldGid, mode, uid, gid, Optional.empty(), context);
    }

    AttributeChange onlyFlags() {
        return new AttributeChange(
                oldMode,
                oldUid,
                oldGid,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                flags,
                Optional.empty());
    }

    static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /** Adds what changes to two maps that are shown as a difference, under Ansible's names. */
    public void describe(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        uid.ifPresent(now -> {
            before.put("owner", oldUid);
            after.put("owner", now);
        });
        gid.ifPresent(now -> {
            before.put("group", oldGid);
            after.put("group", now);
        });
        mode.ifPresent(now -> {
            before.put("mode", Mode.text(oldMode));
            after.put("mode", Mode.text(now));
        });
        flags.ifPresent(now -> {
            before.put("attributes", now.before().orElse(null));
            after.put("attributes", now.wanted());
        });
        context.ifPresent(now -> {
            before.put("secontext", now.partsBefore());
            after.put("secontext", now.partsAfter());
        });
    }
}
