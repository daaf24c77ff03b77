package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that lies in some directories of a node, in order of their paths.
 *
 * @param skipped directories that could not be looked into, and why
 * @param now the node's time in seconds
 */
record FindListing(List<Entry> entries, Map<String, String> skipped, double now) {

    /** @param depth 1 for what lies directly in the directory */
    record Entry(String path, int depth, Status status) {}

    /** Prints the time; then for each directory its path and a dot, or a reason; then paths, each after its status. All end in NUL. */
    private static final String LIST = """
            printf '%s\\0' "$(date +%s.%N)"
            for d; do
              case $d in /*|.|./*|..|../*) q=$d;; *) q=./$d;; esac
              printf 'directory\\0%s\\0' "$d"
              if [ ! -d "$q" ]; then printf "'%s' is not a directory\\0" "$d"; continue; fi
              if [ ! -r "$q" ] || [ ! -x "$q" ]; then printf "[Errno 13] Permission denied: '%s'\\0" "$d"; continue; fi
              printf '.\\0'
              find $follow "$q" -mindepth 1 $depth -print0 2>/dev/null |
                LC_ALL=C xargs -0r stat --printf 'entry\\0%FORMAT%\\0%n\\0' -- 2>/dev/null
            done
            """.replace("%FORMAT%", Status.FORMAT);

    static FindListing on(Node node, Arguments a) {
        String depth = a.flag("recurse")
                ? a.integer("depth")
                        .filter(d -> d > 0)
                        .map(d -> "-maxdepth " + (d + 1))
                        .orElse("")
                : "-maxdepth 1";
        String paths = a.strings("paths").stream().map(Words::expanding).collect(Collectors.joining(" "));
        Reply reply = node.run(Script.of("set -- " + paths + "\n" + LIST)
                .set("follow", a.flag("follow") ? "-L" : "")
                .set("depth", depth));
        String[] tokens = NodeText.decode(reply.stdout()).split("\0");
        List<Entry> entries = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        String directory = "";
        for (int i = 1; i + 2 < tokens.length; i += 3) {
            if (tokens[i].equals("directory")) {
                directory = tokens[i + 1];
                if (!tokens[i + 2].equals(".")) {
                    skipped.put(directory, tokens[i + 2]);
                }
            } else {
                String path = normal(tokens[i + 2], directory);
                String below = path.substring(normal(directory + "/", directory).length());
                int level = (int) below.chars().filter(c -> c == '/').count() + 1;
                entries.add(new Entry(path, level, Status.parse(tokens[i + 1])));
            }
        }
        if (tokens[0].isEmpty()) {
            throw new ModuleFailure("the node cannot list files: " + reply.err().strip());
        }
        entries.sort(Comparator.comparing(Entry::path));
        return new FindListing(entries, skipped, Double.parseDouble(tokens[0]));
    }

    /** Without doubled slashes, and without the {@code ./} that protects names with leading dashes. */
    private static String normal(String path, String directory) {
        String collapsed = path.replaceAll("/(\\./)*/*", "/");
        return collapsed.startsWith("./") && !directory.startsWith("./../") ? collapsed.substring(2) : collapsed;
    }
}
