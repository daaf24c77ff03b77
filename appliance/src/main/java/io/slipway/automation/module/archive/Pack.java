package io.slipway.automation.module.archive;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.AttributeChange;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.Probe;
import io.slipway.automation.module.files.PutFile;
import io.slipway.automation.module.files.SetAttributes;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** One run of {@code archive}. The archive is made beside the old one, compared with it, and takes its place only if it differs. */
final class Pack {

    private static final Pattern ARCHIVE =
            Pattern.compile("\\.(tar|tar\\.(gz|bz2|xz)|tgz|tbz2|zip)$", Pattern.CASE_INSENSITIVE);

    /** {@code $root}, {@code $format} and {@code $single} say what to make of the names that come in. */
    private static final String FILL = """
            need() { command -v "$1" >/dev/null || fail "the node has no program '$1' to make $p: install the package $2 on it"; }
            inside() {
              case $format in
              zip) unzip -v "$1" 2>/dev/null | sed -nE 's/^ *[0-9]+ +[^ ]+ +[0-9]+ +[^ ]+ +[^ ]+ +[^ ]+ +([0-9a-f]{8}) +(.*)$/\\1 \\2/p' | sort | sha1sum;;
              tar) sha1sum <"$1";;
              *) "$program" -dc <"$1" 2>/dev/null | sha1sum;;
              esac
            }
            fill() {
              PATH=$PATH:/usr/sbin:/sbin
              LC_ALL=C
              export LC_ALL
              case $format in
              gz) program=gzip; need gzip gzip;;
              bz2) program=bzip2; need bzip2 bzip2;;
              xz) program=xz; need xz xz-utils;;
              zip) need zip zip; need unzip unzip;;
              tar) program=;;
              esac
              case $tmp in /*) new=$tmp;; *) new=$PWD/$tmp;; esac
              n=
              case $program in gzip) n=n;; esac
              if [ -n "$single" ]; then
                e=$({ "$program" -c${n:+$n} <"$single" >"$new"; } 2>&1) || fail "Unable to write to compressed file: $e"
              elif [ "$format" = zip ]; then
                rm -f -- "$new"
                names=$(tr '\\0' '\\n')
                lost=$(cd -- "${root:-.}" && printf '%s\\n' "$names" | while IFS= read -r n; do [ -e "$n" ] || printf ' %s' "$n"; done)
                [ -z "$lost" ] || fail "Errors when writing archive at $p: a zip cannot hold links to nothing (a tar can: choose another format):$lost"
                e=$(cd -- "${root:-.}" && printf '%s\\n' "$names" | zip -q -X -b "${new%/*}" "$new.zip" -@ 2>&1) || fail "Error when writing zip archive at $p: $e"
                mv -f -- "$new.zip" "$new" && chmod 600 -- "$new" || fail "Error when writing zip archive at $p"
              else
                need tar tar
                e=$(tar --create --no-recursion ${program:+"--use-compress-program=$program${n:+ -n}"} --file "$new" --directory "${root:-.}" --null --files-from - 2>&1) || [ $? = 1 ] || fail "Error when writing tar archive at $p: $e"
              fi
              if [ -f "$q" ] && [ "$(inside "$q")" = "$(inside "$tmp")" ]; then say same 1; exit 0; fi
            }
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final PackPlan plan;
    private final Attributes attributes;

    Pack(ModuleCall call, PackPlan plan) {
        this.call = call;
        this.a = call.arguments();
        this.plan = plan;
        this.attributes = Attributes.of(a);
    }

    ModuleResult run() {
        refuseToPackItself();
        FoundPath found = Probe.of(plan.dest()).resolving(attributes).on(call.node());
        if (!plan.hasTargets()) {
            String state =
                    !found.reachable() ? "absent" : ARCHIVE.matcher(plan.dest()).find() ? "archive" : "compress";
            return settle(found, false, state, List.of());
        }
        String state =
                !plan.archive() && program() ? "compress" : plan.missing().isEmpty() ? "archive" : "incomplete";
        if (call.check()) {
            return settle(found, plan.archive() || !found.reachable(), "absent", List.of());
        }
        boolean single = state.equals("compress");
        String function = FILL.replace(
                "fill() {",
                "fill() {\n  root=" + Script.quote(plan.root()) + "\n  format=" + a.string("format") + "\n  single="
                        + Script.quote(single ? plan.paths().getFirst() : ""));
        StringBuilder names = new StringBuilder();
        plan.names().forEach(name -> names.append(name).append('\0'));
        PutFile.Written written = PutFile.filled(found.realPath(), function, NodeText.encode(names.toString()))
                .attributes(attributes)
                .on(call.node(), found);
        boolean same = written.now().extra("same").isPresent();
        List<String> archived = single ? List.of(plan.paths().getFirst()) : plan.members();
        if (a.flag("remove")) {
            remove(archived);
        }
        return same ? settle(found, false, state, archived) : result(true, written.now(), state, archived);
    }

    private boolean program() {
        return !a.string("format").equals("zip") && !a.string("format").equals("tar");
    }

    private void refuseToPackItself() {
        for (String folder : plan.directories()) {
            if (a.flag("remove") && plan.dest().startsWith(folder.endsWith("/") ? folder : folder + "/")) {
                throw new ModuleFailure("Error, created archive can not be contained in source paths when remove=true")
                        .with("path", String.join(", ", plan.paths()));
            }
        }
        for (String name : plan.names()) {
            if (name.indexOf('\n') >= 0 && a.string("format").equals("zip")) {
                throw new ModuleFailure("the node's zip cannot take a name with a line feed in it: " + name
                        + " (a tar can: choose another format)");
            }
        }
    }

    private void remove(List<String> archived) {
        List<String> all = new ArrayList<>(archived);
        Collections.sort(all, Collections.reverseOrder());
        all.addAll(plan.directories());
        Reply reply =
                call.node().run(Script.of("xargs -0r rm -rf --").input(NodeText.encode(String.join("\0", all) + "\0")));
        if (!reply.ok()) {
            throw new ModuleFailure(
                            "Error deleting some source files: " + reply.err().strip())
                    .with("dest", plan.dest())
                    .with("files", reply.err().lines().toList());
        }
    }

    /** The archive is right, or there is none to be; perhaps owner or mode are not. */
    private ModuleResult settle(FoundPath found, boolean changed, String state, List<String> archived) {
        if (!found.reachable()) {
            return result(changed, found, state, archived);
        }
        AttributeChange change = attributes.against(found.target().orElseThrow(), found, call.check());
        FoundPath now =
                change.needed() && !call.check() ? SetAttributes.on(call.node(), found.realPath(), change) : found;
        return result(changed || change.needed(), now, state, archived);
    }

    private ModuleResult result(boolean changed, FoundPath now, String state, List<String> archived) {
        return ModuleResult.changed(changed)
                .with("archived", archived)
                .with("dest", plan.dest())
                .with("dest_state", state)
                .with("arcroot", plan.root())
                .with("missing", plan.missing())
                .with("expanded_paths", plan.expanded())
                .with("expanded_exclude_paths", plan.excluded())
                .withAll(now.facts());
    }
}
