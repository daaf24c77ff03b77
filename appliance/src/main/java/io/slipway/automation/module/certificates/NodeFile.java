package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.NodePath;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that a module depends on beside the one that it keeps: a key, a request. They travel with the answer to the probe. */
final class NodeFile {

    private static final String READ = """
            read_file() {
              case $2 in /*) f=$2;; *) f=./$2;; esac
              if [ ! -e "$f" ]; then say "$1_state" absent
              elif [ -d "$f" ]; then say "$1_state" 'a directory'
              elif c=$(head -c 1048576 -- "$f" 2>/dev/null); then say "$1_state" read; say "$1_text" "$c"
              else say "$1_state" 'not to be read by this user'; fi
            }
            """;

    private NodeFile() {}

    /** Script text for a probe that reads the files which these arguments name. */
    static String reading(Arguments arguments, List<String> names) {
        StringBuilder script = new StringBuilder(READ);
        for (String name : names) {
            arguments
                    .text(name)
                    .ifPresent(path -> script.append(NodePath.assign("other", path))
                            .append("read_file ")
                            .append(name)
                            .append(" \"$other\"\n"));
        }
        return script.toString();
    }

    /**
     * What an argument gives: the text of {@code NAME_content}, or the file that {@code NAME_path} names.
     *
     * @param missing what is said of a file that does not exist; {@code %s} is its path
     */
    static byte[] content(Arguments a, FoundPath found, String content, String path, String missing) {
        if (a.has(content)) {
            return a.string(content).getBytes(StandardCharsets.UTF_8);
        }
        String state = found.extra(path + "_state").orElse("absent");
        if (state.equals("absent")) {
            throw new ModuleFailure(missing.formatted(a.string(path)));
        }
        return found.extra(path + "_text")
                .orElseThrow(() -> new ModuleFailure("the file " + a.string(path) + " is " + state))
                .concat("\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
