package io.slipway.automation.module.files;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;

/** Asks a node about one path: status, link target, checksum, content, in one exchange. */
public final class Probe {

    /** Reports on {@code $p}: fields {@code path}, {@code own}, {@code link}, {@code real}, {@code target}, {@code parent}. */
    static final String REPORT = Fields.SAY + """
            status() {
              if s=$(LC_ALL=C stat $3 -c '%FORMAT%' -- "$2" 2>&1); then say "$1" "$s"; size=${s%%:*}; return 0; fi
              case $s in *'No such file'*) ;; *'Not a directory'*|*'Too many levels'*) say astray "${s##*: }";; *) say trouble "${s#stat: }";; esac
              return 1
            }
            locate() {
              case $p in /*) q=$p;; *) q=./$p;; esac
            }
            report() {
              say path "$p"
              if status own "$q"; then
                if [ -L "$q" ]; then
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
            """.replace("%FORMAT%", Status.FORMAT);

    private static final String LIBRARY = REPORT + """
            also() { :; }
            at_last() { :; }
            probe() {
            given=$p
            if [ -n "$name" ]; then
              case $p in */) p=$p$name;; esac
              locate
              if [ -d "$q" ]; then p=${p%/}/$name; fi
            fi
            locate
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
            if [ -n "$selinux" ] && [ -e /sys/fs/selinux/enforce ]; then say selinux on; fi
            also
            report
            if [ -n "$access" ]; then
              if [ -r "$q" ]; then say readable 1; fi
              if [ -w "$q" ]; then say writeable 1; fi
              if [ -x "$q" ]; then say executable 1; fi
            fi
            if [ -n "$mime" ] && e=$(file --brief --mime -- "$q" 2>/dev/null); then say mime "$e"; fi
            if [ -n "$flags" ] && e=$(lsattr -vd -- "$q" 2>/dev/null); then say flags "${e%"$q"}"; fi
            if [ -n "$letters" ]; then
              r=$q
              if [ -L "$q" ]; then r=$(readlink -mn -- "$q"; echo x); r=${r%x}; fi
              if e=$(lsattr -d -- "$r" 2>/dev/null); then say letters "${e%% *}"; fi
            fi
            if [ -f "$q" ]; then
              sum=
              if [ -n "$algorithm" ] && [ "$size" -le "$sum_limit" ]; then
                case $size_wanted in
                ''|"$size") if sum=$("${algorithm}sum" <"$q"); then sum=${sum%% *}; say checksum "$sum"; else sum=; fi;;
                esac
              fi
              if [ "$content" -ge "$size" ] && [ "$sum" != "$sum_wanted" ]; then
                printf 'content='; cat -- "$q" || exit 1
              fi
            fi
            at_last
            exit 0
            }
            """;

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
    private boolean selinux;
    private boolean letters;
    private boolean access;
    private boolean mime;
    private boolean flags;
    private String also = "";
    private String last = "";

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
        selinux = wanted.selinux();
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
                .set("selinux", selinux ? "1" : "");
        return new FoundPath(Fields.of(node.run(script)));
    }

    private static String function(String name, String body) {
        return body.isEmpty() ? "" : name + "() {\n" + body + "\n}\n";
    }
}
