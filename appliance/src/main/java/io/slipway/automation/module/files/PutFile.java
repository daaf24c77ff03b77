package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import io.slipway.automation.module.shell.OnDisk;
import io.slipway.automation.module.shell.UsualContext;
import io.slipway.automation.transport.Payload;
import java.util.Optional;

/**
 * Puts content at a path of a node, atomically: into a temporary file beside it, complete and with owner and mode set and on disk,
 * then renamed. What goes wrong leaves the old file and nothing else.
 */
public final class PutFile {

    /**
     * Starting a process is what costs most on a node: a new file of plain text that everybody may read takes {@code stat},
     * {@code sync} and {@code mv}, because the shell itself creates and fills it, with its mode at once. What not everybody may read
     * is never in the script and begins as a file of mode 0600, also in a folder with a default ACL, which needs {@code mktemp}.
     */
    private static final String LIBRARY = AttributeChange.LIBRARY
            + Leftovers.FUNCTION
            + OnDisk.FUNCTION
            + UsualContext.FUNCTION
            + Part.FUNCTIONS
            + """
            make_directories() {
              if [ -z "$1" ] || [ -d "$1" ]; then return 0; fi
              case ${1#./} in */*) make_directories "${1%/*}";; esac
              e=$(LC_ALL=C mkdir -- "$1" 2>&1) || [ -d "$1" ] || fail "cannot create the directory $1: ${e##*: }"
              (context=$directory_context; set_context "$1") || exit 1
              if [ -n "$directory_mode" ]; then chmod -- "$directory_mode" "$1" || fail "chmod of $1 failed"; fi
              if [ -n "$directory_uid" ]; then chown -- "$directory_uid" "$1" || fail "chown of $1 failed"; fi
              if [ -n "$directory_gid" ]; then chgrp -- "$directory_gid" "$1" || fail "chgrp of $1 failed"; fi
              set_flags "$1" "$directory_flags"
            }
            new_file() {
              if [ -z "$closed" ] && { read -r e </proc/sys/kernel/random/uuid; } 2>/dev/null; then
                tmp=${left_template%.*}.$e
                set -C
                if { printf '' >"$tmp"; } 2>/dev/null; then set +C; return 0; fi
                set +C
              fi
              tmp=
              e=$(LC_ALL=C mktemp -- "$left_template" 2>&1) || { [ -n "$unsafe" ] && e=$(mktemp); } || fail "cannot write into the directory $d: ${e##*: }"
              tmp=$e
            }
            fill() {
              if [ -n "$inline" ]; then
                { printf %s "$text" >"$tmp"; } 2>/dev/null && return 0
                e=$({ printf %s "$text" | LC_ALL=C cat >"$tmp"; } 2>&1)
              else
                e=$({ LC_ALL=C cat >>"$tmp"; } 2>&1)
              fi || {
                if [ "$?" = 129 ]; then hang_up; fi
                fail "cannot write $p: ${e##*: }"
              }
            }
            validate() { false; }
            look() {
              s=$(LC_ALL=C stat -c "%FORMAT%" -- "$tmp" "$q" 2>/dev/null)
              own=${s%%
            *}
              other=${s#*
            }
            }
            put() {
              locate
              if [ -n "$from" ]; then exec <"$from"; fi
              d=${q%/*}
              d=${d:-/}
              if [ -n "$directories" ]; then make_directories "$d"; fi
              asked=$mode
              left_key= tmp= hung_up=
              if [ -n "$large" ]; then part_key; fi
              name_in "$d"
              trap leave EXIT
              trap hang_up HUP
              trap 'trap "" HUP INT PIPE TERM; exit 143' INT PIPE TERM
              umask "$mask"
              new_file
              if [ -n "$left_part" ]; then take_part; fi
              umask 077
              if [ -n "$keep" ]; then
                e=$(LC_ALL=C cp --attributes-only --preserve=all -- "$q" "$tmp" 2>&1) || fail "cannot keep the attributes of $p: ${e##*: }"
                if [ -n "$mode" ]; then chmod 600 -- "$tmp"; fi
              else
                usual_context "$tmp" "$q" || fail "cannot give $p $label_said"
              fi
              fill
              set_attributes "$tmp"
              look
              case ${own#*:} in "$bits":*) ;; *) mode=$final; set_attributes "$tmp"; look;; esac
              case ${own%%:*} in "${length:-${own%%:*}}") ;; *) fail "only ${own%%:*} of $length bytes of $p arrived; it is left as it was";; esac
              if validate; then look; fi
              if [ -n "$expected" ] && [ "${other%:*}" != "$expected" ]; then say conflict 1; exit 0; fi
              if [ -n "$backup" ] && [ -e "$q" ]; then
                b=$p.$$.$(date '+%Y-%m-%d@%H:%M:%S~')
                case $b in /*) ;; *) b=./$b;; esac
                e=$(LC_ALL=C cp -p -- "$q" "$b" 2>&1) || { rm -f -- "$b"; fail "Could not make backup of $p to ${b#./}: ${e##*: }"; }
                say backup "${b#./}"
              fi
              on_disk -- "$tmp" || fail "cannot write $p: $disk_said"
              if e=$(LC_ALL=C mv -fT -- "$tmp" "$q" 2>&1); then
                trap - EXIT
              elif [ -n "$unsafe" ]; then
                e=$({ LC_ALL=C cat <"$tmp" >"$q"; } 2>&1) || fail "cannot overwrite $p: ${e##*: }"
                mode=$asked
                set_attributes "$q"
                look
                own=$other
                rm -f -- "$tmp"
              else
                case $(lsattr -d -- "$q" 2>/dev/null) in
                *[ai]*' '*) fail "cannot replace $p: ${e##*: } (its flags forbid it: take them away first, with attributes: -ai)";;
                esac
                fail "cannot replace $p: ${e##*: } (a mount point can only be overwritten in place: unsafe_writes: true)"
              fi
              set_flags "$q" "$flags"
              say path "$p"
              say own "$own"
            }
            """.replace("%FORMAT%", Status.FULL_FORMAT);

    /** Bytes that a script may have in it and is still short. */
    private static final int INLINE = 3000;

    private final String path;
    private Payload content;
    private final long length;
    private final String from;
    private Attributes attributes = Attributes.NONE;
    private Attributes directoryAttributes = Attributes.NONE;
    private boolean directories;
    private String fill = "";
    private String expected = "";
    private String validate = "";
    private boolean backup;
    private boolean unsafe;
    private boolean large;
    private String part = "";

    private PutFile(String path, Payload content, long length, String from) {
        this.path = path;
        this.content = content;
        this.length = length;
        this.from = from;
    }

    /** @param path as {@link FoundPath#path()} or {@link FoundPath#realPath()} says it: nothing in it is expanded */
    public static PutFile at(String path, Payload content) {
        return new PutFile(path, content, content.size(), "");
    }

    public static PutFile at(String path, byte[] content) {
        return at(path, new Payload.Bytes(content));
    }

    /** Takes the content from another file of the node. */
    public static PutFile copyOf(String path, String from, long length) {
        return new PutFile(path, Payload.EMPTY, length, from);
    }

    /**
     * Has a shell function {@code fill} make the content of {@code $tmp}; it may end the script, and then nothing is written.
     *
     * @param input what the function reads
     */
    public static PutFile filled(String path, String function, byte[] input) {
        PutFile put = new PutFile(path, new Payload.Bytes(input), 0, "");
        put.fill = function;
        return put;
    }

    /** Sets these instead of what the old file had; a new file has the user's usual ones. */
    public PutFile attributes(Attributes wanted) {
        attributes = wanted;
        return this;
    }

    /** Makes the folders that the path lacks. */
    public PutFile directories(Attributes wanted) {
        directories = true;
        directoryAttributes = wanted;
        return this;
    }

    /** Leaves a file alone that is no longer what the probe saw; see {@link Written#conflict()}. */
    PutFile insteadOf(FoundPath probed) {
        expected = probed.identity();
        return this;
    }

    /**
     * Runs a command on the temporary file before it takes the old one's place. No shell looks at it.
     *
     * @param command with {@code %s} for the file
     */
    public PutFile validate(Optional<String> command) {
        command.ifPresent(c -> validate = ValidateCommand.function(c));
        return this;
    }

    /** Keeps the old file beside the new one. */
    public PutFile backup(boolean wanted) {
        backup = wanted;
        return this;
    }

    /** Keeps what has come if the connection breaks, and sends only what follows on what was kept so. */
    PutFile continuing(Optional<Part> earlier) {
        large = true;
        if (earlier.isPresent() && content instanceof Payload.FileContent file) {
            part = earlier.get().path();
            content = file.after(earlier.get().size());
        }
        return this;
    }

    /** Overwrites a file that cannot be replaced, such as a mount point. */
    public PutFile unsafe(boolean allowed) {
        unsafe = allowed;
        return this;
    }

    /**
     * What has been written.
     *
     * @param now the file as it is
     * @param conflict whether somebody else changed the file first, so that nothing was written
     */
    public record Written(FoundPath now, Optional<String> backupFile, boolean conflict) {}

    /**
     * One exchange.
     *
     * @param before what the probe found at the path
     * @throws ModuleFailure when it cannot be done; the old file is left
     */
    public Written on(Node node, FoundPath before) {
        Optional<Status> old = path.equals(before.path()) ? before.own() : before.target();
        old.filter(s -> !s.isRegular() && !s.isLink()).ifPresent(s -> {
            throw new ModuleFailure("cannot write " + path + ": it is no regular file").with("path", path);
        });
        boolean keep = old.filter(Status::isRegular).isPresent();
        AttributeChange change =
                keep ? attributes.against(old.get(), before, false) : attributes.forNew(false, before, false);
        AttributeChange folders = directoryAttributes.forNew(true, before, false);
        int mode = change.mode().orElse(change.oldMode());
        boolean given = change.uid().isPresent() || change.gid().isPresent();
        boolean writable = (mode & 07600) == 0600;
        boolean everybodys = (mode & 0004) != 0;
        boolean asCreated = !large && writable && !keep && !given && everybodys;
        boolean asFound = !large && writable && keep && !given && change.mode().isEmpty();
        boolean closed = large || (!keep && !asCreated);
        Optional<String> text = everybodys ? inline() : Optional.empty();
        Script script = (asCreated || asFound ? change.withoutMode() : change.complete())
                .in(Script.of(fill + validate + "put\n").using(LIBRARY))
                .set("final", Mode.text(mode))
                .set("bits", Integer.toHexString(0100000 | mode))
                .set("mask", asCreated ? Mode.text(~mode & 0777) : "077")
                .set("closed", closed ? "1" : "")
                .set("inline", text.isPresent() ? "1" : "")
                .set("text", text.orElse(""))
                .set("p", path)
                .set("keep", keep ? "1" : "")
                .set("length", fill.isEmpty() ? Long.toString(length) : "")
                .set("from", from)
                .set("large", large ? "1" : "")
                .set("left_part", part)
                .set("expected", expected)
                .set("backup", backup ? "1" : "")
                .set("unsafe", unsafe ? "1" : "")
                .set("directories", directories ? "1" : "")
                .set("directory_flags", folders.flagText())
                .set("directory_context", folders.contextText())
                .set(
                        "directory_mode",
                        directoryAttributes.mode().map(Mode::toString).orElse(""))
                .set("directory_uid", AttributeChange.text(folders.uid()))
                .set("directory_gid", AttributeChange.text(folders.gid()))
                .input(text.isPresent() ? Payload.EMPTY : content);
        Fields fields = Fields.of(node.run(script));
        return new Written(new FoundPath(fields), fields.text("backup"), fields.has("conflict"));
    }

    /** Text that may travel in a variable of the shell. */
    private Optional<String> inline() {
        return fill.isEmpty()
                        && from.isEmpty()
                        && content instanceof Payload.Bytes bytes
                        && bytes.size() <= INLINE
                        && bytes.plainText()
                ? Optional.of(NodeText.decode(bytes.content())).filter(NodeText::isUtf8)
                : Optional.empty();
    }
}
