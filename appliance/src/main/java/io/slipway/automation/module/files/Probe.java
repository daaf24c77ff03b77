package io.slipway.automation.module.files;

import io.slipway.automation.module.JointLook;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;

/** Asks a node about one path: status, link target, checksum, content, in one exchange. */
public final class Probe {

    /** Bytes of content that several probes may each have in one answer, and that may wait on this side for each to be asked. */
    static final int LONG = 1 << 16;

    /** Reports on {@code $p}: fields {@code path}, {@code own}, {@code link}, {@code real}, {@code target}, {@code parent}. */
    static final String REPORT = Fields.SAY + """
            seen_path= seen_own= seen_target= seen_link= seen_real= seen_sum= seen_flags=
            seen() {
              [ "$seen_path" = "$q" ] && [ -n "$1" ]
            }
            missing() {
              if [ -e "$q" ] || [ -L "$q" ]; then return 1; fi
              d=${q%/*} e=${q##*/}
              [ "${#e}" -le 60 ] && [ -n "$e" ] && [ -d "$d/" ] && [ -x "$d/" ]
            }
            status() {
              eval "s=\\$seen_$1"
              if seen "$s" || s=$(LC_ALL=C stat $3 -c "%FORMAT%" -- "$2" 2>&1); then say "$1" "$s"; size=${s%%:*}; return 0; fi
              case $s in *'No such file'*) ;; *'Not a directory'*|*'Too many levels'*) say astray "${s##*: }";; *) say trouble "${s#stat: }";; esac
              return 1
            }
            locate() {
              case $p in /*) q=$p;; *) q=./$p;; esac
            }
            report() {
              say path "$p"
              if ! missing && status own "$q"; then
                if [ -L "$q" ] && seen "$seen_real"; then
                  say link "$seen_link"
                  say real "$seen_real"
                  status target "$q" -L || :
                elif [ -L "$q" ]; then
                  printf 'link='; readlink -n -- "$q"; printf '\\0'
                  printf 'real='; readlink -mn -- "$q"; printf '\\0'
                  status target "$q" -L || :
                fi
              else
                d=${q%"${q##*[!/]}"}
                d=${d%/*}
                if [ -d "${d:-/}" ]; then say parent present; else say parent absent; fi
              fi
            }
            """.replace("%FORMAT%", Status.FULL_FORMAT);

    /**
     * What several probes are going to ask, asked once for all of them: {@code stat} for their paths, then what checksums, links and
     * flags need. Each program prints a line for a path; where one complains, or says more than that, each probe asks for itself, but
     * not for flags when nothing has any. A probe whose answer would be long says that it wants to be asked alone; see
     * {@link JointLook}.
     */
    private static final String AHEAD = """
            ahead= ahead_mark= no_flags=
            nothing_more() {
              also() { :; }
              at_last() { :; }
            }
            each_ahead() {
              ahead=$1 ahead_k=1
              while [ "$ahead_k" -le "$ahead_count" ]; do
                "look_$ahead_k"
                ahead_k=$((ahead_k + 1))
              done
            }
            foresee() {
              case $ahead in
              paths)
                if [ -n "$follow" ] && [ -L "$q" ]; then return; fi
                case $q in *"$ahead_line"*) return;; esac
                if [ -e "$q" ] || [ -L "$q" ]; then eval "ahead_path_$ahead_k=\\$q"; fi ;;
              kinds)
                eval "seen_own=\\$ahead_own_$ahead_k seen_path=\\$ahead_path_$ahead_k"
                if ! seen "$seen_own"; then return; fi
                if [ -n "$flags" ]; then eval "ahead_all_$ahead_k=\\$q"; fi
                if [ -L "$q" ]; then
                  eval "ahead_link_$ahead_k=\\$q"
                  if [ -e "$q" ]; then eval "ahead_end_$ahead_k=\\$q"; fi
                fi
                case ${seen_own#*:} in 8???:*) ;; *) return;; esac
                size=${seen_own%%:*}
                if [ -z "$algorithm" ] || [ "$size" -gt "$sum_limit" ]; then return; fi
                case $size_wanted in ''|"$size") ;; *) return;; esac
                case ${ahead_algorithm:=$algorithm} in "$algorithm") eval "ahead_file_$ahead_k=\\$q";; esac ;;
              esac
            }
            ask_ahead() {
              ahead_of=$1 ahead_to=$2 ahead_any=
              shift 2
              ahead_k=$ahead_count
              while [ "$ahead_k" -gt 0 ]; do
                eval "q=\\$ahead_${ahead_of}_$ahead_k"
                if [ -n "$q" ]; then ahead_any=1; set -- "$@" "$q"; fi
                ahead_k=$((ahead_k - 1))
              done
              if [ -z "$ahead_any" ]; then return; fi
              if ! ahead_said=$(LC_ALL=C "$@" 2>/dev/null && echo .); then [ -n "$ahead_said" ]; return; fi
              ahead_k=$ahead_count
              while [ "$ahead_k" -gt 0 ]; do
                eval "q=\\$ahead_${ahead_of}_$ahead_k"
                if [ -n "$q" ]; then
                  eval "ahead_${ahead_to}_$ahead_k=\\${ahead_said%%\\"\\$ahead_line\\"*}"
                  ahead_said=${ahead_said#*"$ahead_line"}
                fi
                ahead_k=$((ahead_k - 1))
              done
              case $ahead_said in .) return;; esac
              ahead_k=$ahead_count
              while [ "$ahead_k" -gt 0 ]; do
                eval "ahead_${ahead_to}_$ahead_k="
                ahead_k=$((ahead_k - 1))
              done
            }
            remember() {
              eval "seen_path=\\$ahead_path_$ahead_k seen_own=\\$ahead_own_$ahead_k seen_target=\\$ahead_target_$ahead_k"
              eval "seen_link=\\$ahead_text_$ahead_k seen_real=\\$ahead_real_$ahead_k"
              eval "seen_sum=\\$ahead_sum_$ahead_k seen_flags=\\$ahead_letters_$ahead_k"
            }
            look_ahead() {
              ahead_count=$1 ahead_mark=$2 ahead_algorithm=
              ahead_line=$(printf '\\n_')
              ahead_line=${ahead_line%_}
              each_ahead paths
              ask_ahead path own stat -c "%FORMAT%" --
              each_ahead kinds
              ask_ahead file sum "${ahead_algorithm}sum" --
              ask_ahead end target stat -L -c "%FORMAT%" --
              ask_ahead link text readlink --
              ask_ahead link real readlink -m --
              ask_ahead all letters lsattr -vd -- || no_flags=1
              ahead= ahead_k=1
              while [ "$ahead_k" -le "$ahead_count" ]; do
                nothing_more
                ( remember; "look_$ahead_k" )
                printf '\\n%s %s\\n' "$ahead_mark" "$?"
                printf '\\n%s\\n' "$ahead_mark" >&2
                ahead_k=$((ahead_k + 1))
              done
            }
            """.replace("%FORMAT%", Status.FULL_FORMAT);

    private static final String LIBRARY = REPORT
            + AHEAD
            + """
            nothing_more
            look_for_context() {
              e=$q
              until [ -e "$e" ] || [ -z "${e%/*}" ]; do e=${e%/*}; done
              case $(df --output=fstype -- "${e:-/}" 2>/dev/null) in *fuse*|*nfs*|*vboxsf*|*ramfs*|*9p*|*vfat*) return;; esac
              if ! e=$(matchpathcon -n "$q" 2>/dev/null) || [ "$e" = '<<none>>' ]; then e=; fi
              say usual_context "$e"
            }
            probe() {
            given=$p
            if [ -n "$name" ]; then
              case $p in */) p=$p$name;; esac
              locate
              if [ -d "$q" ]; then p=${p%/}/$name; fi
            fi
            locate
            if [ -n "$ahead" ]; then foresee; return; fi
            if [ -n "$follow" ] && [ -L "$q" ]; then p=$(readlink -mn -- "$q"; echo x); p=${p%x}; locate; fi
            printf 'umask='; umask; printf '\\0'
            uid= gid=
            if [ -n "$owner$group" ]; then say my_uid "$(id -u)"; say my_gid "$(id -g)"; fi
            case $owner in
            '') ;;
            *[!0-9]*) if uid=$(id -u -- "$owner" 2>/dev/null); then say uid "$uid"; fi;;
            *) uid=$owner; say uid "$uid";;
            esac
            case $group in
            '') ;;
            *[!0-9]*) if n=$(getent -- group "$group"); then n=${n#*:*:}; gid=${n%%:*}; say gid "$gid"; fi;;
            *) gid=$group; say gid "$gid";;
            esac
            if [ -n "$context" ] && [ -n "$context_format" ]; then look_for_context; fi
            also
            report
            if [ -n "$access" ]; then
              if [ -r "$q" ]; then say readable 1; fi
              if [ -w "$q" ]; then say writeable 1; fi
              if [ -x "$q" ]; then say executable 1; fi
            fi
            if [ -n "$mime" ] && e=$(file --brief --mime -- "$q" 2>/dev/null); then say mime "$e"; fi
            if [ -n "$flags" ] && [ -z "$no_flags" ]; then
              e=$seen_flags
              if seen "$e" || e=$(lsattr -vd -- "$q" 2>/dev/null); then say flags "${e%"$q"}"; fi
            fi
            if [ -n "$letters" ]; then
              r=$q
              if [ -L "$q" ]; then r=$(readlink -mn -- "$q"; echo x); r=${r%x}; fi
              if e=$(lsattr -d -- "$r" 2>/dev/null); then say letters "${e%% *}"; fi
            fi
            if [ -f "$q" ]; then
              sum=
              if [ -n "$algorithm" ] && [ "$size" -le "$sum_limit" ]; then
                case $size_wanted in
                ''|"$size")
                  sum=
                  if seen "$seen_sum"; then sum=${seen_sum#\\\\}; fi
                  if [ -n "$sum" ] || sum=$("${algorithm}sum" <"$q"); then sum=${sum%% *}; say checksum "$sum"; else sum=; fi;;
                esac
              fi
              if [ "$content" -ge "$size" ] && [ "$sum" != "$sum_wanted" ]; then
                if [ -n "$ahead_mark" ] && [ "$size" -gt %LONG% ]; then exit %ALONE%; fi
                printf 'content='; cat -- "$q" || exit 1
              fi
            fi
            at_last
            exit 0
            }
            """.replace("%LONG%", Integer.toString(LONG)).replace("%ALONE%", Integer.toString(JointLook.ALONE));

    private final String assigned;
    private String name = "";
    private boolean follow;
    private String algorithm = "";
    private String sizeWanted = "";
    private long sumLimit = Long.MAX_VALUE;
    private String sumWanted = "-";
    private long content = -1;
    private String owner = "";
    private String group = "";
    private boolean context;
    private boolean letters;
    private boolean access;
    private boolean mime;
    private boolean flags;
    private String also = "";
    private String last = "";
    private boolean alone;

    private Probe(String assigned) {
        this.assigned = assigned;
    }

    /** @param path as the playbook writes it; {@code ~} and {@code $NAME} are the node's */
    public static Probe of(String path) {
        return new Probe(NodePath.assign("p", path));
    }

    /** @param path as the node has it, whatever is in it */
    static Probe exactly(String path) {
        return new Probe("p=" + Script.quote(path) + "\n");
    }

    /** Looks at this member when the path is a directory or ends with a slash. */
    public Probe inside(String member) {
        name = member;
        return this;
    }

    /** Looks at what a link leads to, and calls it by that path. */
    public Probe following(boolean links) {
        follow = links;
        return this;
    }

    /** @param hash {@code md5}, {@code sha1}, {@code sha224}, {@code sha256}, {@code sha384} or {@code sha512} */
    public Probe checksum(String hash) {
        algorithm = hash;
        return this;
    }

    /** Takes the checksum only if the file has this size; without the right size it is another file anyway. */
    Probe ifSized(long size) {
        sizeWanted = Long.toString(size);
        return this;
    }

    /** Takes the checksum unless the file is larger than this many bytes. */
    Probe upTo(long limit) {
        sumLimit = limit;
        return this;
    }

    /** Takes the content unless it is larger than this many bytes. */
    public Probe content(long limit) {
        content = limit;
        return this;
    }

    /** Takes the content only if the checksum is another one. */
    Probe unless(String checksum) {
        sumWanted = checksum;
        return this;
    }

    /** Looks up the owner and group that are wanted, and flags if some are. */
    public Probe resolving(Attributes wanted) {
        owner = wanted.owner().orElse("");
        group = wanted.group().orElse("");
        context = wanted.context().isPresent();
        letters = wanted.flags().isPresent();
        return this;
    }

    /** Says whether the node's user may read, write and execute it. */
    Probe access() {
        access = true;
        return this;
    }

    /** Asks {@code file} and {@code lsattr}, where the node has them. */
    Probe kinds(boolean mimeType, boolean attributeFlags) {
        mime = mimeType;
        flags = attributeFlags;
        return this;
    }

    /** Runs more of a script once {@code $p}, the path, and {@code $q}, a safe form of it, are known; {@code $given} is the path asked for. */
    public Probe also(String script) {
        also = script;
        return this;
    }

    /** Runs more of a script at the end; {@code $uid} and {@code $gid} are known, and it may print {@code content=} and bytes. */
    public Probe atLast(String script) {
        last = script;
        return this;
    }

    /** Is not asked before its turn, since what waits for the answer takes much memory. */
    Probe alone() {
        alone = true;
        return this;
    }

    /** @throws io.slipway.automation.module.ModuleFailure when the node cannot say */
    public FoundPath on(Node node) {
        Script script = Script.of(function("also", also) + function("at_last", last) + assigned + "probe\n")
                .using(LIBRARY)
                .set("name", name)
                .set("follow", follow ? "1" : "")
                .set("algorithm", algorithm)
                .set("sum_limit", Long.toString(sumLimit))
                .set("size_wanted", sizeWanted)
                .set("sum_wanted", sumWanted)
                .set("content", Long.toString(content))
                .set("owner", owner)
                .set("group", group)
                .set("access", access ? "1" : "")
                .set("mime", mime ? "1" : "")
                .set("flags", flags ? "1" : "")
                .set("letters", letters ? "1" : "")
                .set("context", context ? "1" : "");
        return new FoundPath(Fields.of(node.run(alone ? script : script.looking())));
    }

    private static String function(String name, String body) {
        return body.isEmpty() ? "" : name + "() {\n" + body + "\n}\n";
    }
}
