package io.slipway.automation.module.archive;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Glob;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What goes into an archive.
 *
 * @param expanded what the task's paths are on the node, patterns matched
 * @param excluded the same for what it excludes
 * @param paths those that count, sorted
 * @param missing those that do not exist
 * @param root the folder that all paths lie in, with a slash at its end; names in the archive begin after it
 * @param members full paths of what is packed, sorted
 * @param archive whether an archive is made, and not one file compressed
 */
record PackPlan(
        List<String> expanded,
        List<String> excluded,
        List<String> paths,
        List<String> missing,
        List<String> directories,
        String root,
        List<String> members,
        boolean archive,
        String dest) {

    private static final String LOOK = """
            LC_ALL=C
            export LC_ALL
            look() {
              tag=$1
              IFS=
              case $p in
              *[*?]*) set -- $p; if [ ! -e "$1" ] && [ ! -L "$1" ]; then return 0; fi;;
              *) set -- "$p";;
              esac
              for r; do
                case $r in -*) r=./$r;; esac
                if [ -d "$r" ]; then k=d; elif [ -e "$r" ] || [ -L "$r" ]; then k=f; else k=-; fi
                printf '%s\\0%s\\0%s\\0' "$tag" "$k" "$r"
                if [ "$k$tag" = dpath ]; then find "${r%/}/" -mindepth 1 -printf 'member\\0%y\\0%p\\0'; fi
              done
            }
            """;

    /** @param kind {@code d}, {@code f}, or {@code -} when nothing is there */
    private record Target(String path, String kind, List<String> below) {

        boolean isDirectory() {
            return kind.equals("d");
        }

        boolean isMissing() {
            return kind.equals("-");
        }
    }

    static PackPlan of(ModuleCall call) {
        Arguments a = call.arguments();
        StringBuilder script = new StringBuilder(LOOK);
        a.strings("path")
                .forEach(path -> script.append(NodePath.assign("p", path)).append("look path\n"));
        a.strings("exclude_path")
                .forEach(path -> script.append(NodePath.assign("p", path)).append("look exclude\n"));
        Reply reply = call.node().run(Script.of(script.append("exit 0\n").toString()));
        return of(a, List.of(NodeText.decode(reply.stdout()).split("\0")).iterator());
    }

    private static PackPlan of(Arguments a, Iterator<String> tokens) {
        List<String> expanded = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        TreeMap<String, Target> targets = new TreeMap<>();
        Target last = new Target("", "-", new ArrayList<>());
        while (tokens.hasNext()) {
            String tag = tokens.next();
            if (tag.isEmpty()) {
                break;
            }
            String kind = tokens.next();
            String path = tokens.next();
            switch (tag) {
                case "path" -> {
                    expanded.add(path);
                    last = new Target(path, kind, new ArrayList<>());
                    targets.put(path, last);
                }
                case "exclude" -> excluded.add(path);
                default -> last.below().add(path);
            }
        }
        excluded.forEach(targets::remove);
        SortedSet<String> paths = targets.navigableKeySet();
        if (paths.isEmpty()) {
            throw new ModuleFailure("Error, no source paths were found")
                    .with("path", String.join(", ", a.strings("path")))
                    .with("expanded_paths", String.join(", ", expanded))
                    .with("expanded_exclude_paths", String.join(", ", excluded));
        }
        String root = root(paths);
        boolean globs = a.strings("path").stream().anyMatch(path -> path.contains("*") || path.contains("?"));
        boolean archive = a.flag("force_archive")
                || globs
                || paths.size() > 1
                || targets.firstEntry().getValue().isDirectory();
        if (archive && !a.has("dest")) {
            throw new ModuleFailure("Error, must specify \"dest\" when archiving multiple files or trees")
                    .with("path", String.join(", ", a.strings("path")))
                    .with("dest", null);
        }
        List<String> members = new ArrayList<>();
        for (Target target : targets.values()) {
            if (target.isDirectory()) {
                target.below().stream().sorted().forEach(members::add);
            } else if (!target.isMissing()) {
                members.add(target.path());
            }
        }
        boolean zip = a.string("format").equals("zip");
        members.removeIf(member -> a.strings("exclusion_patterns").stream()
                .anyMatch(pattern -> Glob.matches(pattern, zip ? member : name(root, member))));
        return new PackPlan(
                expanded,
                excluded,
                List.copyOf(paths),
                targets.values().stream()
                        .filter(Target::isMissing)
                        .map(Target::path)
                        .toList(),
                targets.values().stream()
                        .filter(Target::isDirectory)
                        .map(Target::path)
                        .toList(),
                root,
                List.copyOf(members),
                archive,
                a.text("dest").orElse(paths.first() + "." + a.string("format")));
    }

    /** The longest folder that all paths begin with, seen as text. */
    private static String root(SortedSet<String> paths) {
        String common = parent(paths.first());
        for (String path : paths) {
            while (!parent(path).startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common.substring(0, common.lastIndexOf('/') + 1);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String name(String root, String path) {
        return path.startsWith(root) ? path.substring(root.length()) : path;
    }

    /** What the members are called in the archive, and found as from the root. */
    List<String> names() {
        return members.stream().map(member -> name(root, member)).toList();
    }

    boolean hasTargets() {
        return missing.size() < paths.size();
    }
}
