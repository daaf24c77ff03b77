package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Regex;
import io.slipway.automation.module.Script;
import io.slipway.common.PythonRegex;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code find} wants to know about files beyond their status. Regular expressions are Python's, which nothing on a node can
 * evaluate, so content is looked at here.
 *
 * @param holding paths whose content matches
 */
record FindContent(Set<String> holding, Map<String, String> sums) {

    /** Larger files are not searched. */
    private static final long LIMIT = 32L << 20;

    /** For each path: checksum and NUL, or NUL; length and NUL; then that many bytes. */
    private static final String READ = """
            for f; do
              if [ -f "$f" ] && [ -n "$sums" ]; then e=$(sha1sum <"$f"); printf '%s\\0' "${e%% *}"; else printf '\\0'; fi
              n=0
              if [ -f "$f" ] && [ -r "$f" ] && [ -n "$content" ]; then n=$(stat -L -c %s -- "$f"); fi
              if [ "$n" -gt "$content" ]; then n=0; fi
              printf '%s\\0' "$n"
              if [ "$n" -gt 0 ]; then { cat -- "$f"; cat /dev/zero; } | head -c "$n"; fi
            done 2>/dev/null
            """;

    static FindContent of(Node node, List<FindListing.Entry> entries, Arguments a, boolean wantsContent) {
        List<String> paths = entries.stream().map(FindListing.Entry::path).toList();
        List<String> safe =
                paths.stream().map(p -> p.startsWith("/") ? p : "./" + p).toList();
        byte[] answer = node.run(Script.of("set -- " + Script.words(safe) + "\n" + READ)
                        .set("sums", a.flag("get_checksum") ? "1" : "")
                        .set("content", wantsContent ? Long.toString(LIMIT) : "0"))
                .stdout();
        Optional<PythonRegex> pattern = a.text("contains").map(Regex::ofText);
        Set<String> holding = new HashSet<>();
        Map<String, String> sums = new LinkedHashMap<>();
        int at = 0;
        for (String path : paths) {
            int end = terminator(answer, at);
            if (end > at) {
                sums.put(path, text(answer, at, end));
            }
            at = end + 1;
            end = terminator(answer, at);
            int length = Integer.parseInt(text(answer, at, end));
            at = end + 1;
            byte[] content = Arrays.copyOfRange(answer, at, at + length);
            at += length;
            if (pattern.filter(p -> matches(p, content, a.flag("read_whole_file")))
                    .isPresent()) {
                holding.add(path);
            }
        }
        return new FindContent(holding, sums);
    }

    private static int terminator(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != 0) {
            i++;
        }
        return i;
    }

    private static String text(byte[] bytes, int from, int to) {
        return NodeText.decode(Arrays.copyOfRange(bytes, from, to));
    }

    /** Files that are no UTF-8 match nothing, as in Ansible. */
    private static boolean matches(PythonRegex pattern, byte[] content, boolean whole) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            if (whole) {
                return pattern.finds(text);
            }
            return text.lines().anyMatch(line -> pattern.matchesAtStart(line + "\n"));
        } catch (CharacterCodingException binary) {
            return false;
        }
    }

    boolean holds(String path) {
        return holding.contains(path);
    }
}
