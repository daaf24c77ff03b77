package io.slipway.automation.module.archive;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.DownloadHere;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.files.NodeTree;
import io.slipway.automation.module.files.Probe;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.transport.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Unpacks with the node's own programs an archive that lies there, that it is to download, or that is unpacked with options of these
 * programs. One exchange looks and unpacks, so that a download lies on the node no longer than that takes. What a node cannot download,
 * this side does for it.
 */
final class UnpackOnNode {

    private static final String SCRIPT = """
            stop() { tell error "$1"; exit 0; }
            lacks() { stop "the node has no program '$1' to unpack $src: install the package ${2:-$1} on it, or have src on the controller"; }
            if [ -n "$creates" ] && [ -e "$creates" ]; then tell creates "$creates"; exit 0; fi
            case $dest in /*) d=$dest;; *) d=$PWD/$dest;; esac
            [ -d "$d" ] || stop "dest '$dest' must be an existing dir"
            work=
            trap 'if [ -n "$work" ]; then rm -f -- "$work"; fi' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            case $from in
            input) work=$(mktemp) && cat >"$work" || stop "cannot keep $src on the node"; f=$work;;
            url)
              work=$(mktemp) || stop "cannot keep $src on the node"
              f=$work
              if command -v curl >/dev/null; then e=$(curl --config - --output "$f" 2>&1) || stop "Failure downloading $src, ${e#curl: }"
              elif command -v wget >/dev/null; then
                u=$(sed -n 's/^url = "\\(.*\\)"$/\\1/p')
                e=$(printf '%s' "$u" | wget -nv $insecure -O "$f" -i - 2>&1) || stop "Failure downloading $src, $e"
              else tell helpless 1; exit 0; fi;;
            *)
              case $src in /*) f=$src;; *) f=$PWD/$src;; esac
              [ -e "$f" ] || stop "Source '$src' does not exist"
              [ -r "$f" ] || stop "Source '$src' not readable";;
            esac
            [ -s "$f" ] || stop "Invalid archive '$src', the file is 0 bytes"
            case $(od -An -tx1 -N6 <"$f" | tr -d ' \\n') in
            504b*) kind=ZIP;;
            1f8b*) kind=GZIP; z=gzip;;
            425a68*) kind=BZIP2; z=bzip2;;
            fd377a585a00) kind=XZ; z=xz;;
            28b52ffd*) kind=ZSTD; z=zstd;;
            *) kind=TAR; z=;;
            esac
            tell kind "$kind"
            if [ "$kind" = ZIP ]; then
              command -v unzip >/dev/null || lacks unzip
              zip_differs() {
                unzip -Z -T -s "$f" "$@" | sed -nE 's/^([-dl?][-rwxstah]{6,9}) +[^ ]+ +[^ ]+ +([0-9]+) +[^ ]+ +[^ ]+ +([0-9]{4})([0-9]{2})([0-9]{2})\\.([0-9]{2})([0-9]{2})([0-9]{2}) (.*)$/\\1 \\2 \\3-\\4-\\5T\\6:\\7:\\8 \\9/p' |
                while read -r perm size when name; do
                  p=$d/$name
                  p=${p%/}
                  case $perm in
                  d*) [ -d "$p" ] || { echo "$name"; continue; };;
                  l*) [ -L "$p" ] || echo "$name"; continue;;
                  *)
                    if [ ! -f "$p" ] || [ -L "$p" ]; then echo "$name"; continue; fi
                    want=$(date -d "$when" +%s)
                    have=$(stat -c %Y -- "$p")
                    if [ -n "$newer" ] && [ "$have" -gt "$want" ]; then continue; fi
                    if [ "$have" != "$want" ] || [ "$(stat -c %s -- "$p")" != "$size" ]; then echo "$name"; continue; fi
                    n=$(printf %s "$name" | sed 's/[][*?\\\\]/\\\\&/g')
                    unzip -p "$f" "$n" | cmp -s - "$p" || { echo "$name"; continue; };;
                  esac
                  case $perm in ??????????) [ -n "$mode" ] || [ "$(stat -c %A -- "$p" | tr st xx | cut -c 2-)" = "${perm#?}" ] || echo "$name";; esac
                done
              }
              e=$(unzip -Z1 "$f" 2>&1 >/dev/null) || stop "Failed to find handler for \\"$src\\": the node's unzip says: ${e:-it is an empty archive}"
              zip_lacks
              tell list "$(zip_list)"
              changes=$(zip_compare)
              extract() { zip_extract; }
            else
              command -v tar >/dev/null || lacks tar
              [ -z "$z" ] || command -v "$z" >/dev/null || case $z in xz) lacks xz "xz-utils (Debian, Ubuntu) or xz";; *) lacks "$z";; esac
              e=$(tar --list --quoting-style=literal ${z:+"--use-compress-program=$z"} -C "$d" -f "$f" 2>&1 >/dev/null) || stop "Failed to find handler for \\"$src\\": the node's tar says: $e"
              e=$(tar_words --list --quoting-style=literal 2>/dev/null) ||
                stop "failed to unpack $src to $dest: the node's tar says: $(tar_words --list 2>&1 >/dev/null)"
              [ -n "$e" ] || stop "Failed to find handler for \\"$src\\": it is no archive, or an empty one"
              tell list "$e"
              changes=$(tar_words --diff 2>&1 | tar_changes)
              extract() { tar_words --extract; }
            fi
            tell changes "$changes"
            if [ -n "$check" ] || [ -z "$changes" ]; then exit 0; fi
            out=$( { extract; } 2>&1)
            tell rc "$?"
            tell out "$out"
            exit 0
            """;

    private static final String CHANGES = """
            tar_changes() {
              grep -v ': : Warning: Cannot stat: No such file' | grep -E "(: Mod time differs|: Size differs|: Warning: Cannot stat: No such file or directory|: Invalid (owner|group)${owners}${groups}${modes})\\$"
            }
            root=$(id -u)
            owners= groups= modes=
            if [ "$root" = 0 ] && [ -z "$owner" ]; then owners='|: Uid differs'; fi
            if [ "$root" = 0 ] && [ -z "$group" ]; then groups='|: Gid differs'; fi
            if [ -z "$mode" ]; then modes='|: Mode differs'; fi
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Optional<Payload> content;

    /** @param content of the archive; empty when it lies on the node or in the web */
    UnpackOnNode(ModuleCall call, Optional<Payload> content) {
        this.call = call;
        this.a = call.arguments();
        this.content = content;
    }

    ModuleResult run() {
        Attributes attributes = Attributes.of(a);
        Found found = Found.ask(call.node(), script(attributes));
        if (found.has("creates")) {
            return ModuleResult.skipped("skipped, since " + found.text("creates") + " exists");
        }
        if (found.has("helpless")) {
            return DownloadHere.of(
                    a.string("src"), a.flag("validate_certs"), archive -> UnarchiveModule.ship(call, archive));
        }
        if (found.has("error")) {
            throw new ModuleFailure(NoArchive.problem(
                    found.text("error"), a.string(found.text("error").startsWith("dest ") ? "dest" : "src")));
        }
        ArchiveKind kind = ArchiveKind.valueOf(found.text("kind"));
        boolean unpack = found.some("changes").isPresent();
        List<String> names = found.lines("list").stream()
                .map(name -> name.replaceAll("^/+", ""))
                .toList();
        if (found.has("rc") && found.number("rc") != 0) {
            throw new ModuleFailure("failed to unpack " + a.string("src") + " to " + a.string("dest") + ": "
                            + found.text("out"))
                    .with("extract_results", results(found))
                    .with("handler", kind.handler());
        }
        boolean wanted = !attributes.none();
        Probe probe = Probe.of(a.string("dest")).resolving(attributes);
        FoundPath dest = (wanted ? probe.atLast(NodeTree.script(paths(names), attributes)) : probe).on(call.node());
        boolean settled = wanted && new UnpackedAttributes(call, attributes, dest).where(names, NodeTree.parse(dest));
        ModuleResult result = ModuleResult.changed(unpack || settled)
                .with("dest", dest.path())
                .with("src", a.string("src"))
                .with("handler", kind.handler())
                .withAll((settled && !call.check() ? Probe.of(a.string("dest")).on(call.node()) : dest).facts());
        if (found.has("rc")) {
            result = result.with("extract_results", results(found));
        }
        return a.flag("list_files") ? result.with("files", names) : result;
    }

    private static List<String> paths(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(
                        name.replaceAll("/+$", ""), name.contains("/") ? name.substring(0, name.indexOf('/')) : name))
                .distinct()
                .toList();
    }

    private static Map<String, Object> results(Found found) {
        return Map.of("rc", found.number("rc"), "out", found.text("out"), "err", "");
    }

    private Script script(Attributes attributes) {
        String src = a.string("src");
        boolean url = content.isEmpty() && src.contains("://");
        String words = NodePath.assign("creates", a.text("creates").orElse(""))
                + NodePath.assign("dest", a.string("dest"))
                + (url || content.isPresent() ? "src=" + Script.quote(src) + "\n" : NodePath.assign("src", src))
                + CHANGES
                + functions();
        Script script = Found.script(words + SCRIPT)
                .set("from", content.isPresent() ? "input" : url ? "url" : "node")
                .set("insecure", a.flag("validate_certs") ? "" : "--no-check-certificate")
                .set("newer", a.flag("keep_newer") ? "1" : "")
                .set("check", call.check() ? "1" : "")
                .set("owner", attributes.owner().orElse(""))
                .set("group", attributes.group().orElse(""))
                .set("mode", attributes.mode().map(Object::toString).orElse(""));
        return content.map(script::input)
                .orElseGet(() -> url ? script.input(curl(src).getBytes(StandardCharsets.UTF_8)) : script);
    }

    /** What the task gives as lists of words becomes shell functions. */
    private String functions() {
        List<String> exclude = MemberFilter.of(a).exclude();
        String include = Script.words(a.strings("include"));
        String options = Script.words(a.strings("extra_opts"));
        String excluded =
                Script.words(exclude.stream().map(one -> "--exclude=" + one).toList());
        String notThese = exclude.isEmpty() ? "" : "-x " + Script.words(exclude);
        String transformed = options.isEmpty() ? "" : "--show-transformed-names " + options;
        return "tar_words() { tar \"$@\" -C \"$d\" ${z:+\"--use-compress-program=$z\"} ${newer:+--keep-newer-files} "
                + transformed + " " + excluded + " -f \"$f\" " + (include.isEmpty() ? "" : "-- " + include) + "; }\n"
                + "zip_lacks() {\n"
                + a.strings("include").stream()
                        .map(one -> "unzip -Z1 \"$f\" " + Script.quote(one)
                                + " >/dev/null 2>&1 || stop \"failed to unpack $src to $dest: \""
                                + Script.quote(MemberFilter.lacks(one))
                                + "\n")
                        .collect(Collectors.joining())
                + ":\n}\n"
                + "zip_list() { unzip -Z1 \"$f\" " + include + " " + notThese + "; }\n"
                + "zip_compare() { zip_differs " + include + " " + notThese + "; }\n"
                + "zip_extract() { unzip -o ${newer:+-u} " + options + " \"$f\" " + include + " " + notThese
                + " -d \"$d\" </dev/null; }\n";
    }

    private String curl(String url) {
        String quoted = url.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "");
        return "silent\nshow-error\nlocation\nfail\ngloboff\n" + (a.flag("validate_certs") ? "" : "insecure\n")
                + "url = \"" + quoted + "\"\n";
    }
}
