package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that {@code assemble} makes one of. */
final class Fragments {

    /** After {@code content=}: a word on the directory; then for each file its name, its length, and that many bytes. */
    private static final String READ = """
            case $src in /*) s=$src;; *) s=./$src;; esac
            if [ ! -e "$s" ]; then printf 'content=absent\\0'
            elif [ ! -d "$s" ]; then printf 'content=other\\0'
            else
              printf 'content=directory\\0'
              for f in "$s"/* "$s"/.*; do
                if [ -f "$f" ]; then
                  n=$(stat -L -c %s -- "$f")
                  printf '%s\\0%s\\0' "${f##*/}" "$n"
                  { cat -- "$f"; cat /dev/zero; } 2>/dev/null | head -c "$n"
                fi
              done
              if [ -n "$with_old" ] && [ -f "$q" ]; then printf '\\0'; cat -- "$q"; fi
            fi
            """;

    /**
     * For {@link Probe#atLast}.
     *
     * @param withOld whether the destination's content follows
     */
    static String script(String src, boolean withOld) {
        return NodePath.assign("src", src) + "with_old=" + (withOld ? "1" : "") + "\n" + READ;
    }

    private final SortedMap<String, byte[]> files;
    private final Optional<byte[]> old;

    private Fragments(SortedMap<String, byte[]> files, Optional<byte[]> old) {
        this.files = files;
        this.old = old;
    }

    /** By name. */
    SortedMap<String, byte[]> files() {
        return files;
    }

    /** What the destination holds, if that was asked for and it exists. */
    Optional<byte[]> old() {
        return old;
    }

    static Fragments read(FoundPath found, String src) {
        byte[] bytes = found.content().orElseThrow();
        int at = end(bytes, 0);
        switch (text(bytes, 0, at)) {
            case "absent" -> throw new ModuleFailure("Source (" + src + ") does not exist");
            case "other" -> throw new ModuleFailure("Source (" + src + ") is not a directory");
            default -> at++;
        }
        SortedMap<String, byte[]> fragments = new TreeMap<>();
        while (at < bytes.length) {
            int nameEnd = end(bytes, at);
            if (nameEnd == at) {
                return new Fragments(fragments, Optional.of(Arrays.copyOfRange(bytes, at + 1, bytes.length)));
            }
            int lengthEnd = end(bytes, nameEnd + 1);
            int length = Integer.parseInt(text(bytes, nameEnd + 1, lengthEnd));
            fragments.put(text(bytes, at, nameEnd), Arrays.copyOfRange(bytes, lengthEnd + 1, lengthEnd + 1 + length));
            at = lengthEnd + 1 + length;
        }
        return new Fragments(fragments, Optional.empty());
    }

    private static int end(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != 0) {
            i++;
        }
        return i;
    }

    private static String text(byte[] bytes, int from, int to) {
        return NodeText.decode(Arrays.copyOfRange(bytes, from, to));
    }

    /** One after the other: a line feed after each that lacks one, and the delimiter with a line feed between them. */
    static byte[] join(Collection<byte[]> fragments, Optional<String> delimiter) {
        byte[] between =
                delimiter.map(Fragments::unescape).map(NodeText::encode).orElse(new byte[0]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean first = true;
        boolean unended = false;
        for (byte[] fragment : fragments) {
            if (unended) {
                out.write('\n');
            }
            if (!first && between.length > 0) {
                out.writeBytes(between);
                if (between[between.length - 1] != '\n') {
                    out.write('\n');
                }
            }
            out.writeBytes(fragment);
            first = false;
            unended = fragment.length == 0 || fragment[fragment.length - 1] != '\n';
        }
        return out.toByteArray();
    }

    /** Backslash escapes as in a Python string; unknown ones stay. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = c == '\\' && i + 1 < text.length() ? "ntr\\'\"abfv0".indexOf(text.charAt(i + 1)) : -1;
            if (known < 0) {
                plain.append(c);
            } else {
                plain.append("\n\t\r\\'\"\u0007\b\f\u000b\0".charAt(known));
                i++;
            }
        }
        return plain.toString();
    }
}
