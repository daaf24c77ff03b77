package io.slipway.automation.module.files;

import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Many new files in one stream, which one program unpacks: a program for each of them would be most of the time that a tree takes. They are
 * unpacked into a folder of nobody else's within the directory where each belongs, so that they inherit from that what they would have, and
 * moved from there.
 */
final class TreeArchive {

    /** For {@link Probe#also}: says whether the node can unpack one, and needs to look up the SELinux context of no file. */
    static final String LOOK = """
            left_in /
            case $left_node$context_format in
            *[!A-Za-z0-9._-]*) ;;
            *) case $(LC_ALL=C tar --version 2>/dev/null) in *'GNU tar'*) say gnu_tar 1 ;; esac ;;
            esac
            """;

    /** {@code unpack SIZE UID GID} reads the archive. What is called {@code stages} calls its argument with each directory. */
    static final String FUNCTIONS = """
            stage() {
              d=$base${1:+/$1} s=$base${1:+/$1}/.slipway.$left_node.$$.new
            }
            open_stage() {
              stage "$1"
              name_in "$d"
              e=$(umask 077; LC_ALL=C mkdir -- "$s" 2>&1) || fail "cannot write into the directory $d: ${e##*: }"
            }
            own_stage() {
              stage "$1"
              if [ -n "$2" ]; then e=$(LC_ALL=C find "$s" -type f -exec chown -- "$2" {} + 2>&1) || fail "chown failed: ${e#chown: }"; fi
              if [ -n "$3" ]; then e=$(LC_ALL=C find "$s" -type f -exec chgrp -- "$3" {} + 2>&1) || fail "chgrp failed: ${e#chgrp: }"; fi
            }
            empty_stage() {
              stage "$1"
              e=$(LC_ALL=C find "$s" -mindepth 1 -exec mv -f -t "$d" -- {} + 2>&1) || fail "cannot write into the directory $d: ${e##*: }"
              rmdir -- "$s"
            }
            drop_stage() { stage "$1"; rm -rf -- "$s"; }
            unpack() {
              stages open_stage
              e=.slipway.$left_node.$$.new
              e="s#^\\(.*/\\)\\{0,1\\}\\([^/]*\\)\\$#\\1$e/\\2#"
              e=$({ head -c "$1" | LC_ALL=C TAR_OPTIONS= tar -x -f - -C "${base:-/}" -m -p --no-same-owner --transform "$e"; } 2>&1) || {
                e=${e%%
            *}
                fail "cannot write below $base: ${e##*: }"
              }
              if [ -n "$2$3" ]; then stages own_stage "$2" "$3"; fi
            }
            """;

    private final SortedSet<String> directories = new TreeSet<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private TarArchiveOutputStream tar = open(bytes);
    private @Nullable AttributeChange owners;

    /** Whether a file that is not there yet can come in it: all have the same owner, and nothing that unpacking leaves out. */
    boolean takes(String path, AttributeChange change) {
        boolean given = change.uid().isPresent() || change.gid().isPresent();
        boolean special = change.flags().isPresent() || (given && (change.mode().orElse(0) & 06000) != 0);
        boolean others = owners != null
                && !(owners.uid().equals(change.uid()) && owners.gid().equals(change.gid()));
        return !special && !others && NodeText.isUtf8(path) && change.mode().isPresent();
    }

    void add(String path, byte[] content, AttributeChange change) {
        owners = change;
        directories.add(path.contains("/") ? NodePath.parent(path) : "");
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(content.length);
        entry.setMode(change.mode().orElseThrow());
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isEmpty() {
        return directories.isEmpty();
    }

    long size() {
        return bytes.size();
    }

    /** Defines {@code stages}. */
    String stages() {
        StringBuilder script = new StringBuilder("stages() {\n:\n");
        directories.forEach(
                path -> script.append("\"$1\" ").append(Script.quote(path)).append(" \"$2\" \"$3\"\n"));
        return script.append("}\n").toString();
    }

    /**
     * Hands it over, and begins anew.
     *
     * @return what unpacks it, after {@link #FUNCTIONS} and {@link #stages}
     */
    String unpackInto(ByteArrayOutputStream input) {
        AttributeChange whose = owners;
        if (whose == null) {
            return "";
        }
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        input.writeBytes(bytes.toByteArray());
        int size = bytes.size();
        bytes = new ByteArrayOutputStream();
        tar = open(bytes);
        directories.clear();
        owners = null;
        return "unpack " + size + " '" + AttributeChange.text(whose.uid()) + "' '" + AttributeChange.text(whose.gid())
                + "'\n";
    }

    private static TarArchiveOutputStream open(ByteArrayOutputStream bytes) {
        TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        return out;
    }
}
