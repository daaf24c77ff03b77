package io.slipway.automation.module.files;

import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a node has at many paths below one directory: found by one exchange, with a few processes rather than some per file. */
public final class NodeTree {

    /**
     * One path.
     *
     * @param own the thing itself
     * @param target what it leads to
     * @param flags letters; known if flags are wanted, and not of a link
     */
    public record Entry(
            Optional<Status> own,
            Optional<Status> target,
            Optional<String> sha1,
            Optional<String> link,
            Optional<String> flags) {

        static final Entry ABSENT =
                new Entry(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public boolean present() {
            return own.isPresent();
        }

        /** The thing, or what it leads to. */
        public Optional<Status> subject() {
            return target.or(() -> own);
        }

        /** A regular file, not a link to one. */
        public Optional<Status> regular() {
            return own.filter(Status::isRegular);
        }

        public boolean isDirectory() {
            return target.filter(Status::isDirectory).isPresent();
        }
    }

    /** {@code flags_of}: says the flags of the paths that it reads. */
    static final String FLAGS = """
            flags_of() {
              xargs -0r sh -c '
                for r; do
                  if [ ! -L "$r" ] && e=$(lsattr -d -- "$r" 2>/dev/null); then printf "flags\\0%s\\0%s\\0" "${e%% *}" "$r"; fi
                done' sh
            }
            """;

    /** Prints tokens that end in NUL: a word, a value and a path, or a line of {@code sha1sum}. */
    private static final String LIST = FLAGS + """
            case $q in /) base=;; *) base=${q%/};; esac
            each() { for r; do printf '%s\\0' "$base${r:+/$r}"; done; }
            printf 'content=%s\\0' "$base"
            each "$@" | xargs -0r stat --printf "own\\0%FORMAT%\\0%n\\0" -- 2>/dev/null
            each "$@" | xargs -0r stat -L --printf "target\\0%FORMAT%\\0%n\\0" -- 2>/dev/null
            for r; do
              if [ -L "$base/$r" ]; then printf 'link\\0'; readlink -n -- "$base/$r"; printf '\\0%s\\0' "$base/$r"; fi
            done
            if [ -n "$letters" ]; then each "$@" | flags_of; fi
            each "$@" | xargs -0r sha1sum -z -- 2>/dev/null
            """.replace("%FORMAT%", Status.FULL_FORMAT);

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    private NodeTree() {}

    /**
     * A script for {@link Probe#atLast}, which ends in what {@link #parse} reads.
     *
     * @param paths below the probed directory; empty for itself
     * @param wanted by the probe too
     */
    public static String script(Collection<String> paths, Attributes wanted) {
        return "letters=" + (wanted.flags().isPresent() ? "1" : "") + "\nset -- " + Script.words(paths) + "\n" + LIST;
    }

    public static NodeTree parse(FoundPath found) {
        return parse(tokens(found));
    }

    static Iterator<String> tokens(FoundPath found) {
        return List.of(NodeText.decode(found.content().orElse(new byte[0])).split("\0"))
                .iterator();
    }

    /** Reads up to the token {@code next} or the end. */
    static NodeTree parse(Iterator<String> tokens) {
        NodeTree tree = new NodeTree();
        String base = tokens.next();
        while (tokens.hasNext()) {
            String word = tokens.next();
            switch (word) {
                case "next" -> {
                    return tree;
                }
                case "own" -> {
                    Optional<Status> status = Optional.of(Status.parse(tokens.next()));
                    tree.change(base, tokens.next(), e -> new Entry(status, e.target, e.sha1, e.link, e.flags));
                }
                case "target" -> {
                    Optional<Status> status = Optional.of(Status.parse(tokens.next()));
                    tree.change(base, tokens.next(), e -> new Entry(e.own, status, e.sha1, e.link, e.flags));
                }
                case "link" -> {
                    Optional<String> link = Optional.of(tokens.next());
                    tree.change(base, tokens.next(), e -> new Entry(e.own, e.target, e.sha1, link, e.flags));
                }
                case "flags" -> {
                    Optional<String> flags = Optional.of(FlagChange.letters(tokens.next()));
                    tree.change(base, tokens.next(), e -> new Entry(e.own, e.target, e.sha1, e.link, flags));
                }
                default ->
                    tree.change(
                            base,
                            word.substring(42),
                            e -> new Entry(e.own, e.target, Optional.of(word.substring(0, 40)), e.link, e.flags));
            }
        }
        return tree;
    }

    private void change(String base, String path, UnaryOperator<Entry> how) {
        String below = path.length() == base.length() ? "" : path.substring(base.length() + 1);
        entries.put(below, how.apply(entries.getOrDefault(below, Entry.ABSENT)));
    }

    public Entry at(String path) {
        return entries.getOrDefault(path, Entry.ABSENT);
    }

    SortedMap<String, Entry> entries() {
        return entries;
    }
}
