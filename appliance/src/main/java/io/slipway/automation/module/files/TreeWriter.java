package io.slipway.automation.module.files;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import io.slipway.automation.module.shell.OnDisk;
import io.slipway.automation.module.shell.UsualContext;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes many files, directories and links below one directory of a node in one exchange. All files are written beside their places
 * first; only when the last one is complete and on disk are they renamed.
 */
final class TreeWriter {

    /** Reads the next file of the exchange's input. */
    static final String FROM_INPUT = "feed() { head -c \"$2\"; }\n";

    private static final String FUNCTIONS = Fields.SAY + MakeDirectory.FUNCTION + Leftovers.FUNCTION + OnDisk.FUNCTION
            + UsualContext.FUNCTION + TreeArchive.FUNCTIONS + """
            at() {
              q=$base${1:+/$1} t=$base/$1
              t=${t%/*}/.slipway.$left_node.$$.$2
              mode=$3 uid=$4 gid=$5 flags=$6 context=$7
            }
            way() {
              at "$@"
              case $1 in /*) q=$1;; *) q=./$1;; esac
              make "${q%"${q##*[!/]}"}"
            }
            folder() { at "$@"; make "$q"; }
            change() { at "$@"; set_attributes "$q"; set_flags "$q" "$flags"; }
            put() {
              at "$@"
              if [ "${q%/*}" != "$d" ]; then d=${q%/*}; name_in "$d"; fi
              e=$({ umask 077; set -C; LC_ALL=C; : >"$t"; } 2>&1) || fail "cannot write into the directory ${q%/*}: ${e##*: }"
              if [ -n "$9" ]; then
                e=$(LC_ALL=C cp --attributes-only --preserve=all -- "$q" "$t" 2>&1) || fail "cannot keep the attributes of $q: ${e##*: }"
                chmod 600 -- "$t"
                mode=${mode:-$(stat -c %a -- "$q")}
              else
                usual_context "$t" "$q" || fail "cannot give $q $label_said"
              fi
              e=$({ LC_ALL=C feed "$1" "$8" >"$t"; } 2>&1) || fail "cannot write $q: ${e##*: }"
              e=$(stat -c %s -- "$t")
              if [ "$e" != "$8" ]; then fail "only $e of $8 bytes of $q arrived; it is left as it was"; fi
              set_attributes "$t"
            }
            swap() {
              at "$@"
              if [ -n "$backup" ] && [ -e "$q" ]; then
                cp -p -- "$q" "$q.$$.$(date '+%Y-%m-%d@%H:%M:%S~')" || fail "Could not make backup of $q"
              fi
              e=$(LC_ALL=C mv -fT -- "$t" "$q" 2>&1) || fail "cannot replace $q: ${e##*: }"
              set_flags "$q" "$flags"
            }
            drop() { at "$@"; rm -f -- "$t"; }
            link() {
              at "$@"
              e=$(LC_ALL=C ln -s -- "$8" "$t" 2>&1 && LC_ALL=C mv -fT -- "$t" "$q" 2>&1) || { rm -f -- "$t"; fail "cannot make the link $q: ${e##*: }"; }
              set_attributes "$q"
            }
            case $base in /*) ;; *) base=./$base;; esac
            d=
            name_in "$base"
            """;

    private final Node node;
    private final String base;
    private final String feed;
    private final boolean backup;
    private final boolean unpacks;
    private final TreeArchive archive = new TreeArchive();
    private final List<String> ways = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();

    /**
     * @param base the directory, as a {@link FoundPath#path()}; it is made when there is none
     * @param feed a shell function {@code feed PATH SIZE} that prints a file
     * @param unpacks whether the node can unpack a {@link TreeArchive}
     */
    TreeWriter(Node node, String base, String feed, boolean backup, boolean unpacks) {
        this.node = node;
        this.base = base.equals("/") ? "" : base.replaceAll("/+$", "");
        this.feed = feed;
        this.backup = backup;
        this.unpacks = unpacks;
    }

    /** @param path below the base; empty for the base itself */
    void directory(String path, AttributeChange change) {
        folders.add(words(path, change.withoutFlags()));
        if (change.flags().isPresent()) {
            last.addFirst("change " + words(path, change.onlyFlags()));
        }
    }

    /**
     * Makes a directory, and those before it, before all others.
     *
     * @param place the whole path, as the base's
     */
    void way(String place, AttributeChange change) {
        ways.add(words(place, change));
    }

    /** Sets attributes of what exists. */
    void attributes(String path, AttributeChange change) {
        others.add("change " + words(path, change));
    }

    void link(String path, String target, AttributeChange change) {
        others.add("link " + words(path, change) + " " + Script.quote(target));
    }

    /** @param keep whether there is an old file whose attributes the new one takes over */
    void file(String path, long size, AttributeChange change, boolean keep) {
        files.add(words(path, change) + " " + size + (keep ? " 1" : " ''"));
    }

    /** What was not there before. */
    void newFile(String path, byte[] content, AttributeChange change) {
        if (unpacks && archive.takes(path, change)) {
            archive.add(path, content, change);
        } else {
            file(path, content, change, false);
        }
    }

    void file(String path, byte[] content, AttributeChange change, boolean keep) {
        file(path, content.length, change, keep);
        input.writeBytes(content);
    }

    /** Bytes that are waiting to be sent. */
    long pending() {
        return archive.size() + input.size();
    }

    boolean isEmpty() {
        return ways.isEmpty() && folders.isEmpty() && files.isEmpty() && others.isEmpty() && archive.isEmpty();
    }

    /** Does all that has been asked for so far, in one exchange, and forgets it. */
    void flush() {
        if (isEmpty()) {
            return;
        }
        StringBuilder script = new StringBuilder(FUNCTIONS).append(feed);
        ways.forEach(words -> script.append("way ").append(words).append('\n'));
        folders.forEach(words -> script.append("folder ").append(words).append('\n'));
        script.append("each() {\n:\n");
        files.forEach(words -> script.append("\"$1\" ").append(words).append('\n'));
        script.append("}\n").append(archive.stages()).append("""
                trap 'each drop; stages drop_stage' EXIT
                trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
                """);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        script.append(archive.unpackInto(all));
        all.writeBytes(input.toByteArray());
        script.append("""
                each put
                on_disk -f -- "$base/" || fail "cannot write below $base: $disk_said"
                stages empty_stage
                each swap
                trap - EXIT
                """);
        others.forEach(line -> script.append(line).append('\n'));
        last.forEach(line -> script.append(line).append('\n'));
        Fields.of(node.run(Script.of(script.toString())
                .set("base", base)
                .set("backup", backup ? "1" : "")
                .input(all.toByteArray())));
        ways.clear();
        folders.clear();
        files.clear();
        others.clear();
        last.clear();
        input.reset();
    }

    private String words(String path, AttributeChange change) {
        return Script.quote(path) + " " + (folders.size() + files.size() + others.size()) + " "
                + Script.quote(change.mode().map(Mode::text).orElse("")) + " "
                + Script.quote(AttributeChange.text(change.uid())) + " "
                + Script.quote(AttributeChange.text(change.gid())) + " "
                + Script.quote(change.flagText()) + " "
                + Script.quote(change.contextText());
    }
}
