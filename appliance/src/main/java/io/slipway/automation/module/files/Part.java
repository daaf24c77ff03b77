package io.slipway.automation.module.files;

import io.slipway.automation.transport.Payload;
import java.io.IOException;
import java.util.Optional;

/**
 * What had come of a large file when its connection broke. It stays beside the file's place, under the name of a temporary file that says
 * which file it is of, readable by nobody but its user; {@link io.slipway.automation.module.shell.Leftovers} says for how long. The next
 * copy continues it if both sides agree on the checksum of it, so nothing else needs to be known about who left it and when.
 *
 * @param path on the node
 * @param size how much of the file it is, in bytes
 */
record Part(String path, long size) {

    /** What is smaller is sent again, and leaves nothing. */
    private static final long LARGE = 64 << 20;

    /**
     * {@code part_key} sets {@code $left_key} to what names the parts of the file {@code $q}, {@code take_part} makes {@code $tmp} of
     * one, {@code hang_up} is for when the line was cut, of which a program of the script may hear before the script itself does, and
     * {@code leave} ends a script: if the line was cut in the middle of a large file, {@code $tmp} stays.
     */
    static final String FUNCTIONS = """
            part_key() {
              left_key=$(printf %s "${q##*/}" | sha1sum)
              left_key=part-${left_key%%[!0-9a-f]*}
            }
            take_part() {
              e=$(LC_ALL=C mv -fT -- "$left_part" "$tmp" 2>&1) || fail "what an earlier run left of $p is gone: run it again"
            }
            hang_up() {
              trap '' HUP INT PIPE TERM
              hung_up=1
              exit 129
            }
            leave() {
              trap '' HUP INT PIPE TERM
              case $hung_up:$tmp in
              1:*."${left_key:-none}"-*)
                if [ -s "$tmp" ]; then
                  chown -- "$(id -u)" "$tmp"
                  chmod 600 -- "$tmp"
                  return
                fi
                ;;
              esac
              rm -f -- "$tmp"
            }
            """;

    /** For {@link Probe#also}, after {@link io.slipway.automation.module.shell.Leftovers#FUNCTION} and {@link #FUNCTIONS}. */
    static final String LOOK = """
            part_key
            d=${q%/*}
            left_in "${d:-/}"
            for e in "$left_template".[0-9]*."$left_key"-*; do
              if is_left "$e" && [ -f "$e" ] && [ ! -L "$e" ] && [ -O "$e" ]; then
                case $(stat -c '%h:%s' -- "$e") in 1:[1-9]*) ;; *) continue ;; esac
                say part "$e"
                say part_size "$(stat -c %s -- "$e")"
                e=$(sha1sum <"$e")
                say part_sha1 "${e%% *}"
                break
              fi
            done
            """;

    static boolean mayStayOf(Payload content) {
        return content instanceof Payload.FileContent && content.size() >= LARGE;
    }

    /** The one that {@link #LOOK} found, if it is the beginning of this content. */
    static Optional<Part> found(FoundPath there, Payload content) {
        if (there.extra("part").isEmpty() || !(content instanceof Payload.FileContent file)) {
            return Optional.empty();
        }
        Part part = new Part(
                there.extra("part").get(),
                Long.parseLong(there.extra("part_size").orElseThrow()));
        boolean begins =
                part.size <= file.size() && there.extra("part_sha1").equals(Optional.of(sha1(file.first(part.size))));
        return Optional.of(part).filter(p -> begins);
    }

    private static String sha1(Payload.FileContent content) {
        try {
            return Hash.hex("SHA-1", content);
        } catch (IOException e) {
            throw Source.unreadable(content.file(), e);
        }
    }
}
