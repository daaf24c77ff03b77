#!/bin/sh
# Mirrors the same suite from an nginx of this machine with Slipway, aptly and apt-mirror, in turn: each from nothing, then again with
# nothing new. Beside them, as the floor, the least that brings checked files to the disk: eight times wget at once, then sha256sum on each
# processor, then sync.
#   .ci/bench/sync.sh [ROUNDS] [AGAIN]       default: 3 rounds, and in each 3 syncs with nothing new
# The suite is made once, and kept in UPSTREAM (default: a folder of this user's below /var/tmp): every nth package of the machine's own
# Debian main index, its entry as it is but for the digests, its file random bytes of the size that the entry names; MEGABYTES in all
# (default: 2100), signed with a key of its own. With EVERY=yes it has every package of that index, and each file is so much smaller. SLIPWAY says which program, WORK where the tools put what they mirror: it is emptied.
# Installs Debian's `nginx-light`, `aptly`, `apt-mirror`, `gnupg`, `time` and `wget`. Prints a line a run: tool, what, wall seconds, the same
# until all is on the disk (`sync` after it), CPU seconds, peak MB of its largest process, requests that nginx answered, load before it;
# then medians, and the ratio of the better of the other two to Slipway. Each has its defaults, but for what the configurations here say.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-3}
again=${2:-3}
SLIPWAY=${SLIPWAY:-$here/slipway}
UPSTREAM=${UPSTREAM:-/var/tmp/slipway-bench-$(id -un)/upstream}
MEGABYTES=${MEGABYTES:-2100}
WORK=${WORK:-$(mktemp -d "${TMPDIR:-/var/tmp}/slipway-bench-sync.XXXXXX")}
address=127.0.18.49 # at port 80, because apt-mirror loses all others
url=http://$address/debian
architecture=$(dpkg --print-architecture)

clean_up() {
    [ ! -s "$WORK/nginx.pid" ] || kill "$(cat "$WORK/nginx.pid")" 2>/dev/null || true
    rm -rf "$WORK"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages nginx-light:nginx aptly:aptly apt-mirror:apt-mirror gnupg:gpg time:time wget:wget
mkdir -p "$WORK"
chmod 755 "$WORK"

# The entries of every nth package, until there is enough.
choose_entries() {
    index=$(apt-get indextargets --format '$(FILENAME)' 'Created-By: Packages' 'Component: main' "Architecture: $architecture" \
        | xargs ls -S 2>/dev/null | head -n 1)
    [ -n "$index" ] || die "apt has no index of packages here" "run 'apt-get update'"
    /usr/lib/apt/apt-helper cat-file "$index" >"$making/all"
    if [ "${EVERY:-}" = yes ]; then
        part=$(awk -v enough="$MEGABYTES" '/^Size: / { all += $2 } END { print enough * 1048576 / all }' "$making/all")
        awk -v part="$part" '/^Size: / { $2 = int($2 * part) + 100 } { print }' "$making/all" >"$making/entries"
        return
    fi
    nth=$(awk -v enough="$MEGABYTES" '/^Size: / { all += $2 } END { print int(all / (enough * 1048576 * 1.3)) }' "$making/all")
    awk -v nth="$nth" -v enough="$MEGABYTES" -v RS= -v ORS='\n\n' '
        (nth < 2 || NR % nth == 0) && all < enough * 1048576 {
            print
            match($0, /\nSize: [0-9]+/)
            all += substr($0, RSTART + 7, RLENGTH - 7)
        }' "$making/all" >"$making/entries"
}

# Digests of the files that stand in $making/paths, in their order.
digests() {
    (cd "$making/debian" && tr '\n' '\0' <"$making/paths" | xargs -0 "$1") | cut -d ' ' -f 1
}

make_upstream() {
    say "making a suite of about $MEGABYTES MB in $UPSTREAM"
    making=$UPSTREAM.making
    rm -rf "$making" "$UPSTREAM"
    binary=$making/debian/dists/bench/main/binary-$architecture
    mkdir -p "$binary" "$making/gpg"
    chmod 700 "$making/gpg"
    choose_entries
    sed -n 's/^Filename: //p' "$making/entries" >"$making/paths"
    sed 's|/[^/]*$||' "$making/paths" | sort -u | (cd "$making/debian" && xargs mkdir -p)
    sed -n 's/^Size: //p' "$making/entries" | paste -d ' ' - "$making/paths" | while read -r size path; do
        head -c "$size" /dev/urandom >"$making/debian/$path"
    done
    digests sha256sum >"$making/sha256"
    digests md5sum >"$making/md5"
    awk -v sha256="$making/sha256" -v md5="$making/md5" '
        /^SHA256: / { getline digest <sha256; print "SHA256: " digest; next }
        /^MD5sum: / { getline digest <md5; print "MD5sum: " digest; next }
        { print }' "$making/entries" >"$binary/Packages"
    gzip -9nk "$binary/Packages"
    xz -k "$binary/Packages"
    (
        cd "$making/debian/dists/bench"
        printf 'Origin: Bench\nLabel: Bench\nSuite: bench\nCodename: bench\nDate: %s\nArchitectures: %s\nComponents: main\n' \
            "$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')" "$architecture" >Release.head
        for kind in MD5Sum:md5sum SHA256:sha256sum; do
            echo "${kind%%:*}:"
            for file in "main/binary-$architecture"/Packages*; do
                printf ' %s %s %s\n' "$("${kind##*:}" <"$file" | cut -d ' ' -f 1)" "$(stat -c %s "$file")" "$file"
            done
        done >Release.files
        cat Release.head Release.files >Release
        rm Release.head Release.files
        gpg="gpg --homedir $making/gpg --batch --quiet"
        $gpg --passphrase '' --quick-generate-key 'Bench <bench@example.org>' rsa2048 sign never 2>/dev/null
        $gpg --clearsign --digest-algo SHA512 --output InRelease Release
        $gpg --armor --detach-sign --digest-algo SHA512 --output Release.gpg Release
        $gpg --export >"$making/key.gpg"
        $gpg --export --armor >"$making/key.asc"
    )
    gpgconf --homedir "$making/gpg" --kill gpg-agent
    rm -rf "$making/gpg" "$making/all" "$making/entries" "$making/sha256" "$making/md5"
    chmod -R a+rX "$making"
    mv "$making" "$UPSTREAM"
}

[ -s "$UPSTREAM/key.asc" ] || make_upstream

cat >"$WORK/nginx.conf" <<CONF
pid $WORK/nginx.pid;
error_log $WORK/nginx.log;
worker_processes auto;
events { worker_connections 1024; }
http {
    sendfile on; tcp_nopush on; default_type application/octet-stream; access_log $WORK/access.log;
    server { listen $address:80; root $UPSTREAM; }
}
CONF
PATH="$PATH:/usr/sbin" nginx -c "$WORK/nginx.conf"
find "$UPSTREAM/debian" -type f -exec cat {} + >/dev/null

configure() {
    place=$WORK/$1
    rm -rf "$place"
    mkdir -p "$place"
    case $1 in
        slipway)
            mkdir -p "$place/mirrors"
            cp "$UPSTREAM/key.asc" "$place/mirrors/key.asc"
            printf 'sources:\n  - {type: apt, uri: "%s", suites: [bench], components: [main], signed-by: key.asc, take: all, publish: %s}\n' \
                "$url" "${PUBLISH:-verbatim}" >"$place/mirrors/bench.yml"
            ;;
        aptly)
            printf '{"rootDir": "%s", "architectures": ["%s"]}\n' "$place/root" "$architecture" >"$place/aptly.conf"
            aptly -config="$place/aptly.conf" -keyring="$UPSTREAM/key.gpg" mirror create bench "$url" bench main >"$place/log" 2>&1 \
                || die "aptly made no mirror" "$(cat "$place/log")"
            ;;
        apt-mirror)
            mkdir -p "$place/mirror" "$place/skel" "$place/var"
            printf 'set base_path %s\nset run_postmirror 0\ndeb [arch=%s] %s bench main\n' "$place" "$architecture" "$url" \
                >"$place/mirror.list"
            ;;
        floor)
            sed "s|^|$url/|" "$UPSTREAM/paths" | split -n r/8 - "$place/part."
            cat >"$place/floor" <<SCRIPT
cd "$place"
for part in part.*; do wget -q -x -nH -P files -i "\$part" & done
wait
find files -type f -print0 | xargs -0 -P "$(nproc)" -n 50 sha256sum >sums
sync -f .
SCRIPT
            ;;
    esac
}

run() {
    case $1 in
        slipway) "$2" "$SLIPWAY" sync --home "$place/home" --mirrors "$place/mirrors" ;;
        aptly) "$2" aptly -config="$place/aptly.conf" -keyring="$UPSTREAM/key.gpg" mirror update bench ;;
        apt-mirror) "$2" apt-mirror "$place/mirror.list" ;;
        floor) "$2" sh "$place/floor" ;;
    esac
}

timed() { /usr/bin/time -o "$WORK/time" -f '%e %U %S %M' "$@" >"$place/log" 2>&1 || die "$tool failed" "$(tail "$place/log")"; }

# How many packages there are must be the same everywhere, and whole.
check() {
    case $1 in
        slipway) files="$place/home/store/blobs" ;;
        aptly) files="$place/root/pool" ;;
        apt-mirror) files="$place/mirror" ;;
        floor) files="$place/files" ;;
    esac
    there=$(find "$files" -type f | wc -l)
    [ "$there" -ge "$(wc -l <"$UPSTREAM/paths")" ] || die "$1 has $there files" "$(tail "$place/log")"
}

measure() {
    tool=$1
    place=$WORK/$1
    sync
    : >"$WORK/access.log"
    load=$(cut -d ' ' -f 1 /proc/loadavg)
    begin=$(date +%s.%N)
    run "$1" timed
    sync
    awk -v tool="$1" -v what="$2" -v span="$begin $(date +%s.%N)" -v requests="$(wc -l <"$WORK/access.log")" -v load="$load" '{
        split(span, at, " ")
        printf "%-10s %-7s %8.2f %8.2f %8.2f %6.0f %8d %7.1f\n", tool, what, $1, at[2] - at[1], $2 + $3, $4 / 1024, requests, load
    }' "$WORK/time"
}

echo "$(wc -l <"$UPSTREAM/paths") packages, $(du -sm "$UPSTREAM/debian/pool" | cut -f 1) MB"
echo "tool       what        wall  on disk      CPU     MB requests    load"
round=1
while [ "$round" -le "$rounds" ]; do
    case $((round % 3)) in
        0) order='apt-mirror floor slipway aptly' ;;
        1) order='slipway aptly apt-mirror floor' ;;
        2) order='aptly apt-mirror slipway floor' ;;
    esac
    for tool in $order; do
        configure "$tool"
        measure "$tool" first
        check "$tool"
        time=1
        while [ "$tool" != floor ] && [ "$time" -le "$again" ]; do
            measure "$tool" nothing
            time=$((time + 1))
        done
        rm -rf "${WORK:?}/$tool"
    done
    round=$((round + 1))
done | tee "$WORK/all"
awk '{ for (i = 3; i <= 7; i++) value[$1, $2, i, ++n[$1, $2, i]] = $i }
    function median(tool, what, column,   count, i, j, t, v) {
        count = n[tool, what, column]
        for (i = 1; i <= count; i++) {
            v[i] = value[tool, what, column, i]
            for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
        }
        return count % 2 ? v[(count + 1) / 2] : (v[count / 2] + v[count / 2 + 1]) / 2
    }
    function better(what, column,   a, b) {
        a = median("aptly", what, column)
        b = median("apt-mirror", what, column)
        return a < b ? a : b
    }
    END {
        whats["first"]; whats["nothing"]; tools["slipway"]; tools["aptly"]; tools["apt-mirror"]; tools["floor"]
        for (what in whats) {
            for (tool in tools) if (n[tool, what, 3]) printf "median     %-7s %-10s wall %.2f, on disk %.2f, CPU %.2f, %d MB, %d requests\n", what, tool,
                median(tool, what, 3), median(tool, what, 4), median(tool, what, 5), median(tool, what, 6), median(tool, what, 7)
            printf "ratio      %-7s the better of the others to Slipway: wall %.2f, on disk %.2f, CPU %.2f\n", what,
                better(what, 3) / median("slipway", what, 3), better(what, 4) / median("slipway", what, 4),
                better(what, 5) / median("slipway", what, 5)
        }
    }' "$WORK/all"
