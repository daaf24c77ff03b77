package io.slipway.automation.module.packages;

import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import io.slipway.automation.module.shell.OnDisk;
import java.util.Base64;

/** Files with public keys: fetched by what every node with apt has, and put in place in one move. */
final class KeyFile {

    /**
     * {@code _dump NAME FILE} tells a file's bytes; {@code _fetch NAME} those of an {@link AptDownload}, or {@code fetch-failed} and
     * what apt's downloader said.
     */
    static final String READ = AptDownload.FUNCTION + """
            _dump() { tell "$1" "$(base64 <"$2" | tr -d '\\n')"; }
            _fetch() {
              _work=$(mktemp -d) && chmod 711 "$_work" || exit 1
              trap 'rm -rf -- "$_work"' EXIT
              trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
              if _said=$(_download "$_work/key" 2>&1) && [ -s "$_work/key" ]; then
                _dump "$1" "$_work/key"
              else
                tell fetch-failed "$_said"
              fi
            }
            """;

    /** The words of {@code $_options} that have certificates pass unseen. */
    static final String ANY_CERTIFICATE = "-o Acquire::https::Verify-Peer=false -o Acquire::https::Verify-Host=false";

    private static final String PUT = Leftovers.FUNCTION + OnDisk.FUNCTION + """
            _folder=${_path%/*}
            [ -d "$_folder" ] || { mkdir -p -- "$_folder" && chmod 755 -- "$_folder"; } || return 1
            name_in "$_folder"
            if ! _new=$(LC_ALL=C mktemp -- "$left_template" 2>&1); then
              echo "cannot write into the directory $_folder: ${_new##*: }" >&2
              return 1
            fi
            trap 'rm -f -- "$_new"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            printf '%s' "$_content" | base64 -d >"$_new" && chmod 644 -- "$_new" || return 1
            if ! on_disk -- "$_new"; then
              echo "cannot write $_path: $disk_said" >&2
              return 1
            fi
            mv -f -- "$_new" "$_path" || return 1
            trap - EXIT
            """;

    private KeyFile() {}

    /** As a step: everybody may read the file, as apt's own downloader must. */
    static Script put(String path, byte[] content) {
        return Script.of(PUT)
                .set("_path", path)
                .set("_content", Base64.getEncoder().encodeToString(content));
    }

    /** @param dumped what {@code _dump} told */
    static byte[] bytes(String dumped) {
        return Base64.getDecoder().decode(dumped);
    }
}
