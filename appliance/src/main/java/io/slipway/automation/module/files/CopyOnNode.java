package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code copy} with {@code remote_src}: from one place of a node to another. */
final class CopyOnNode {

    /** Tells about {@code $src} beside the destination. A directory goes to {@code dest}, or below it, whether that exists or not. */
    private static final String SOURCE = """
            case $src in /*) from=$src;; *) from=./$src;; esac
            say src "$from"
            if [ -d "$from" ]; then
              say src_is directory
              p=$given
              locate
              if [ -d "$q" ]; then say into 1
              else
                while case $q in ?*/) ;; *) false;; esac; do q=${q%/}; done
                if [ -d "${q%/*}/" ]; then say beside 1; fi
              fi
              case $src in */) ;; *) p=${p%/}/$name;; esac
              locate
            elif [ -e "$from" ]; then
              if [ ! -f "$from" ]; then say src_is other
              elif [ ! -r "$from" ]; then say src_is unreadable
              else
                say src_is file
                say src_status "$(stat -L -c '%FORMAT%' -- "$from")"
                e=$(sha1sum <"$from"); say src_sha1 "${e%% *}"
                if [ -n "$md5" ]; then e=$(md5sum <"$from"); say src_md5 "${e%% *}"; fi
              fi
            fi
            """.replace("%FORMAT%", Status.FORMAT);

    private final ModuleCall call;

    CopyOnNode(ModuleCall call) {
        this.call = call;
    }

    ModuleResult run() {
        Arguments a = call.arguments();
        String src = a.string("src");
        Attributes attributes = Attributes.of(a);
        FoundPath found = Probe.of(a.string("dest"))
                .inside(NodePath.base(src.replaceAll("(?<=.)/+$", "")))
                .following(a.flag("follow"))
                .resolving(attributes)
                .checksum("sha1")
                .also(NodePath.assign("src", src) + (call.controller().valuesSeen() ? "md5=1\n" : "md5=\n") + SOURCE)
                .atLast(CopyTreeOnNode.list(a.choice("local_follow").orElse(false)))
                .on(call.node());
        return switch (found.extra("src_is").orElse("absent")) {
            case "file" -> file(found, attributes);
            case "directory" -> new CopyTreeOnNode(call, found, attributes).run();
            case "unreadable" -> throw new ModuleFailure("Source " + src + " not readable");
            case "absent" -> throw new ModuleFailure("Source " + src + " not found");
            default -> throw new ModuleFailure("Cannot copy invalid source '" + src + "': not a file");
        };
    }

    private ModuleResult file(FoundPath found, Attributes usual) {
        Arguments a = call.arguments();
        Status source = Status.parse(found.extra("src_status").orElseThrow());
        String sha1 = found.extra("src_sha1").orElseThrow();
        Attributes wanted = a.text("mode").filter("preserve"::equals).isPresent()
                ? usual.withMode(Optional.of(Mode.of(source.modeText())))
                : usual;
        if (a.filled("checksum").filter(sum -> !sum.equals(sha1)).isPresent()) {
            throw new ModuleFailure(Source.NOT_EXPECTED)
                    .with("checksum", sha1)
                    .with("expected_checksum", a.string("checksum"));
        }
        if (found.isDirectory()) {
            throw new ModuleFailure(found.path() + " is a directory");
        }
        if (found.reachable() && !a.flag("force")) {
            return ModuleResult.unchanged()
                    .with("msg", "file already exists")
                    .with("src", a.string("src"))
                    .with("dest", found.path());
        }
        boolean same = !found.isLink() && found.checksum().filter(sha1::equals).isPresent();
        ModuleResult result = same ? settle(found, wanted) : write(found, source, wanted);
        return result.with("dest", found.path())
                .with("src", a.string("src"))
                .with("checksum", sha1)
                .withAll(
                        found.extra("src_md5").map(sum -> Map.of("md5sum", sum)).orElse(Map.of()));
    }

    private ModuleResult settle(FoundPath found, Attributes wanted) {
        AttributeChange change = wanted.against(found.own().orElseThrow(), found, call.check());
        FoundPath now = change.needed() && !call.check() ? SetAttributes.on(call.node(), found.path(), change) : found;
        ModuleResult result = ModuleResult.changed(change.needed()).withAll(now.facts());
        Map<String, @Nullable Object> before = new LinkedHashMap<>(Map.of("path", found.path()));
        Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
        change.describe(before, after);
        return call.diff() && change.needed() ? result.with(Diffs.properties(before, after)) : result;
    }

    private ModuleResult write(FoundPath found, Status source, Attributes wanted) {
        Arguments a = call.arguments();
        boolean makeFolders = a.string("dest").endsWith("/");
        if (!found.parentPresent() && !makeFolders && !call.check()) {
            throw new ModuleFailure(NodePath.noDirectory(found.path()));
        }
        if (call.check()) {
            return ModuleResult.changed(true).withAll(found.facts());
        }
        PutFile put = PutFile.copyOf(found.path(), found.extra("src").orElseThrow(), source.size())
                .attributes(wanted)
                .validate(a.filled("validate"))
                .backup(a.flag("backup"))
                .unsafe(a.flag("unsafe_writes"));
        if (makeFolders) {
            put.directories(wanted.withMode(a.text("directory_mode").map(Mode::of)));
        }
        PutFile.Written written = put.on(call.node(), found);
        ModuleResult result = ModuleResult.changed(true).withAll(written.now().facts());
        return written.backupFile().isPresent()
                ? result.with("backup_file", written.backupFile().get())
                : result;
    }
}
