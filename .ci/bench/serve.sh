#!/bin/sh
# Serves the same files with Slipway and with nginx (sendfile), in turn, to the same client: one large file to 32 clients at a time,
# and small files (20 kB each) to 64 clients that keep their connections.
#   .ci/bench/serve.sh [ROUNDS] [SECONDS]       default: 5 rounds, 6 seconds a measurement
# SLIPWAY says which program. Installs Debian's `nginx-light` and `wrk`. Prints one line a measurement: server, what, requests/s, MB/s,
# CPU ms of the server per 1000 requests (small) or per GB (large); then the median of the rounds' ratios to nginx.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-5}
seconds=${2:-6}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
slipway_port=18480
nginx_port=18481

clean_up() {
    [ ! -s "$work/slipway.pid" ] || kill "$(cat "$work/slipway.pid")" 2>/dev/null || true
    [ ! -s "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages nginx-light:nginx wrk:wrk curl:curl
chmod 755 "$work"

# A store is plain files: blobs by digest, a generation that names them, a pointer.
store=$work/home/store
pool=$work/root/apt/bench/pool
mkdir -p "$store/blobs/sha256" "$store/generations/bench" "$pool"
add() {
    hash=$(sha256sum <"$pool/$1" | cut -c1-64)
    mkdir -p "$store/blobs/sha256/${hash%"${hash#??}"}"
    ln "$pool/$1" "$store/blobs/sha256/${hash%"${hash#??}"}/$hash"
    echo "serve $hash $(stat -c %s "$pool/$1") pool/$1" >>"$work/lines"
}
head -c 512M /dev/urandom >"$pool/large.deb"
add large.deb
number=0
while [ "$number" -lt 200 ]; do
    head -c 20000 /dev/urandom >"$pool/small$number.deb"
    add "small$number.deb"
    number=$((number + 1))
done
{
    printf 'slipway-generation 1\nname bench\ncreated 2026-11-22T08:00:00Z\n'
    LC_ALL=C sort -k4 "$work/lines"
    echo end
} >"$work/generation"
id=20261122T080000Z-$(sha256sum <"$work/generation" | cut -c1-16)
mv "$work/generation" "$store/generations/bench/$id"
echo "$id" >"$store/generations/bench/current"

cat >"$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
worker_processes auto;
events { worker_connections 4096; }
http {
    sendfile on; tcp_nopush on; tcp_nodelay on; access_log off; keepalive_requests 100000000;
    default_type application/octet-stream;
    server { listen 127.0.0.1:$nginx_port; root $work/root; }
}
CONF
PATH="$PATH:/usr/sbin" nginx -c "$work/nginx.conf"
"$SLIPWAY" serve --home "$work/home" --listen "127.0.0.1:$slipway_port" >"$work/slipway.log" 2>&1 &
echo $! >"$work/slipway.pid"
for port in $slipway_port $nginx_port; do
    curl -s --retry 100 --retry-delay 1 --retry-connrefused -o "$work/got" "http://127.0.0.1:$port/apt/bench/pool/small0.deb"
    cmp -s "$work/got" "$pool/small0.deb" || die "port $port does not serve the files" "$(cat "$work/slipway.log")"
done

cat >"$work/small.lua" <<'LUA'
local i = 0
request = function() i = (i + 1) % 200; return wrk.format("GET", "/apt/bench/pool/small" .. i .. ".deb") end
LUA

# CPU ticks that a server has used so far.
ticks() {
    case $1 in
        slipway) pids=$(cat "$work/slipway.pid") ;;
        nginx) pids=$(pgrep -P "$(cat "$work/nginx.pid")") ;;
    esac
    for pid in $pids; do cat "/proc/$pid/stat"; done | awk '{ sum += $14 + $15 } END { print sum }'
}

measure() {
    server=$1
    case $server in slipway) url=http://127.0.0.1:$slipway_port ;; nginx) url=http://127.0.0.1:$nginx_port ;; esac
    case $2 in
        small) set -- "$1" "$2" -c64 -s "$work/small.lua" "$url/" ;;
        large) set -- "$1" "$2" -c32 --timeout 60 "$url/apt/bench/pool/large.deb" ;;
    esac
    what=$2
    shift 2
    before=$(ticks "$server")
    wrk -t2 "-d${seconds}s" "$@" >"$work/wrk"
    ! grep -E 'Non-2xx|Socket errors' "$work/wrk" >&2 || die "$server failed"
    awk -v server="$server" -v what="$what" -v cpu=$(($(ticks "$server") - before)) -v hz="$(getconf CLK_TCK)" -v seconds="$seconds" '
        function megabytes(text) { return text * (text ~ /GB/ ? 1024 : text ~ /MB/ ? 1 : text ~ /KB/ ? 1 / 1024 : 1 / 1048576) }
        /Requests\/sec/ { requests = $2 }
        /Transfer\/sec/ { rate = megabytes($2) }
        END {
            each = what == "small" ? cpu / hz * 1e6 / (requests * seconds) : cpu / hz * 1e3 / (rate * seconds / 1024)
            printf "%-8s %-6s %10.0f %8.0f %8.1f\n", server, what, requests, rate, each
        }' "$work/wrk"
}

echo "server   what   requests/s     MB/s   CPU ms (per 1000 requests, or per GB)"
measure slipway small >/dev/null
round=1
while [ "$round" -le "$rounds" ]; do
    for what in small large; do
        case $((round % 2)) in 0) order='nginx slipway' ;; *) order='slipway nginx' ;; esac
        for server in $order; do measure "$server" "$what"; done
    done
    round=$((round + 1))
done | tee "$work/all"
awk '{ rate[$1, $2, ++n[$1, $2]] = $2 == "small" ? $3 : $4; cpu[$1, $2, n[$1, $2]] = $5 }
    function median(values, count,   i, j, t) {
        for (i = 2; i <= count; i++) for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
        return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
    }
    END {
        for (k = 1; k <= 2; k++) {
            what = k == 1 ? "small" : "large"
            count = n["nginx", what]
            for (i = 1; i <= count; i++) {
                rates[i] = rate["slipway", what, i] / rate["nginx", what, i]
                cpus[i] = cpu["slipway", what, i] / cpu["nginx", what, i]
            }
            printf "median   %-6s rate %.2f of nginx, CPU %.2f of nginx\n", what, median(rates, count), median(cpus, count)
        }
    }' "$work/all"
