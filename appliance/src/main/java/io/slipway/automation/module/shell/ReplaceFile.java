package io.slipway.automation.module.shell;

import io.slipway.automation.module.Script;

/**
 * Replaces a small text file on a node in one move, so that no reader and no power failure ever sees half of it. An existing file
 * keeps its owner, mode and SELinux context, a new one gets what the policy has for it, and it stays behind the symbolic link through which it was named.
 */
public final class ReplaceFile {

    private static final String SCRIPT = Leftovers.FUNCTION + OnDisk.FUNCTION + UsualContext.FUNCTION + """
            _place=$(readlink -f -- "$_path" 2>/dev/null) || _place=$_path
            case $_place in */*) _folder=${_place%/*} ;; *) _folder=. ;; esac
            name_in "${_folder:-/}"
            if ! _new=$(LC_ALL=C mktemp -- "$left_template" 2>&1); then
              echo "cannot write into the directory ${_folder:-/}: ${_new##*: }" >&2
              return 1
            fi
            trap 'rm -f -- "$_new"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            if [ -e "$_place" ]; then
              cp -a --attributes-only -- "$_place" "$_new" || return 1
            else
              chmod -- "$_mode" "$_new" && { [ -z "$_owner" ] || chown -- "$_owner" "$_new"; } || return 1
              usual_context "$_new" "$_place" || { echo "cannot give $_path $label_said" >&2; return 1; }
            fi
            if ! _e=$({ printf '%s' "$_content" | LC_ALL=C cat >"$_new"; } 2>&1); then
              echo "cannot write $_path: ${_e##*: }" >&2
              return 1
            fi
            if ! on_disk -- "$_new"; then
              echo "cannot write $_path: $disk_said" >&2
              return 1
            fi
            mv -f -- "$_new" "$_place" || return 1
            trap - EXIT
            """;

    private ReplaceFile() {}

    /** @param mode for a new file, in octal */
    public static Script with(String path, String content, String mode) {
        return with(path, content, mode, "");
    }

    /** @param owner for a new file, as {@code user:group}; empty for whoever runs the script */
    public static Script with(String path, String content, String mode, String owner) {
        return Script.of(SCRIPT)
                .set("_path", path)
                .set("_content", content)
                .set("_mode", mode)
                .set("_owner", owner);
    }
}
