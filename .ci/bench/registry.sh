#!/bin/sh
# Slipway's registry beside Debian's docker-registry (and, for pulls, nginx that sends the same file), in turn: push and pull of one layer
# of 512 MiB, eight at once; pushes of 1 MiB and GET and HEAD of a manifest by 64 clients; memory while 500 clients pull.
#   .ci/bench/registry.sh [ROUNDS] [SECONDS]       default: 3 rounds, 5 seconds a measurement
# SLIPWAY says which program, SLIPWAY_CLASSES is a class path to use instead of the built jar. Installs Debian's `docker-registry`,
# `nginx-light`, `wrk` and `hey` (wrk has no HEAD). Prints a line for each measurement, with the CPU seconds of the server for
# what is large, then the median of the rounds' ratios.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-3}
seconds=${2:-5}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
slipway=127.0.0.1:18495
debian=127.0.0.1:18496
nginx=127.0.0.1:18497

clean_up() {
    for pid in "$work"/*.pid; do
        [ ! -s "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
    done
    sleep 1
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages docker-registry:docker-registry nginx-light:nginx wrk:wrk hey:hey curl:curl
classes=${SLIPWAY_CLASSES:-}
if [ -z "$classes" ]; then
    build_if_stale
    classes=$jar
fi
chmod 755 "$work"
mkdir -p "$work/home" "$work/classes" "$work/root"
printf 'anonymous:\n  pull: ["**"]\n  push: ["**"]\n' >"$work/home/registry.yml"
printf 'version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "%s"}\n' \
    "$work/debian" "$debian" >"$work/debian.yml"
cat >"$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
worker_processes auto;
events { worker_connections 4096; }
http { sendfile on; tcp_nopush on; access_log off; server { listen $nginx; root $work/root; } }
CONF
PATH="$PATH:/usr/sbin" nginx -c "$work/nginx.conf"
docker-registry serve "$work/debian.yml" >"$work/debian.log" 2>&1 &
echo $! >"$work/debian.pid"
"$SLIPWAY" serve --home "$work/home" --listen "$slipway" >"$work/slipway.log" 2>&1 &
echo $! >"$work/slipway.pid"
for address in $debian $slipway; do
    curl -sf --retry 100 --retry-delay 1 --retry-connrefused -o "$work/said" "http://$address/v2/" || die "$address does not answer" "$(cat "$work/slipway.log")"
done
"$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$work/classes" -cp "$classes" \
    "$here/appliance/src/bench/java/io/slipway/mirror/oci/PushBench.java"

now() { date +%s%N; }

# Pushes the file $3 to the repository $2 at $1.
push() {
    at=$(curl -sf -X POST -D - -o "$work/said$2" "http://$1/v2/bench/$2/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    case $at in /*) at=http://$1$at ;; esac
    case $at in *\?*) at="$at&" ;; *) at="$at?" ;; esac
    curl -sf -T "$3" -H 'Content-Type: application/octet-stream' "${at}digest=sha256:$(cat "$3.digest")"
}

fresh() { # FILE SIZE
    head -c "$2" /dev/urandom >"$1"
    sha256sum <"$1" | cut -c1-64 >"$1.digest"
}

rate() { # BEGIN BYTES: MB/s since then
    awk "BEGIN { printf \"%.0f\", $2 / 1048576 / (($(now) - $1) / 1e9) }"
}

report() { # WHAT SERVER VALUE
    printf '%-22s %-8s %10s\n' "$1" "$2" "$3" | tee -a "$work/results"
}

# CPU ticks that a server has used so far.
ticks() {
    case $1 in
        nginx) pids=$(pgrep -P "$(cat "$work/nginx.pid")") ;;
        *) pids=$(cat "$work/$1.pid") ;;
    esac
    for pid in $pids; do cat "/proc/$pid/stat"; done | awk '{ sum += $14 + $15 } END { print sum }'
}

mark() { # SERVER
    ticks_before=$(ticks "$1")
}

report_cpu() { # WHAT SERVER: since the mark
    report "$1 CPU s" "$2" "$(awk "BEGIN { print ($(ticks "$2") - $ticks_before) / $(getconf CLK_TCK) + 0.001 }")"
}

address() {
    case $1 in slipway) echo "$slipway" ;; debian) echo "$debian" ;; esac
}

storm() { # SERVER: GET and HEAD of a manifest by 64 clients
    url=http://$(address "$1")/v2/bench/image/manifests/v1
    wrk -t2 -c64 "-d${seconds}s" --latency -H "Accept: $oci" "$url" >"$work/wrk"
    ! grep -E 'Non-2xx|Socket errors' "$work/wrk" >&2 || die "$1 failed"
    report 'GET manifest /s' "$1" "$(awk '/Requests\/sec/ { print $2 }' "$work/wrk")"
    report 'GET manifest p99 ms' "$1" "$(awk '/99%/ { t = $2; print t * (t ~ /us/ ? 0.001 : t ~ /ms/ ? 1 : 1000) }' "$work/wrk")"
    hey -m HEAD -c 64 -z "${seconds}s" -H "Accept: $oci" "$url" >"$work/hey"
    ! grep -E '\[[3-5][0-9][0-9]\]|Error distribution' "$work/hey" >&2 || die "$1 failed"
    report 'HEAD manifest /s' "$1" "$(awk '/Requests\/sec/ { print $2 }' "$work/hey")"
    report 'HEAD manifest p99 ms' "$1" "$(awk '/99% in/ { print $3 * 1000 }' "$work/hey")"
}

# A manifest at both.
oci=application/vnd.oci.image.manifest.v1+json
printf '{}' >"$work/config"
sha256sum <"$work/config" | cut -c1-64 >"$work/config.digest"
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":2},"layers":[]}' \
    "$(cat "$work/config.digest")" >"$work/manifest"
for server in slipway debian; do
    push "$(address "$server")" image "$work/config"
    curl -sf -T "$work/manifest" -H "Content-Type: $oci" "http://$(address "$server")/v2/bench/image/manifests/v1"
done

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
round=1
while [ "$round" -le "$rounds" ]; do
    case $((round % 2)) in 0) order='debian slipway' ;; *) order='slipway debian' ;; esac
    fresh "$work/large" 512M
    for part in 1 2 3 4 5 6 7 8; do fresh "$work/part$part" 64M; done
    for server in $order; do
        mark $server
        begin=$(now)
        push "$(address $server)" large "$work/large"
        report 'push one MB/s' $server "$(rate "$begin" 536870912)"
        report_cpu 'push one' $server
    done
    for server in $order; do
        begin=$(now)
        pushes=
        for part in 1 2 3 4 5 6 7 8; do
            push "$(address $server)" "part$part" "$work/part$part" &
            pushes="$pushes $!"
        done
        # shellcheck disable=SC2086
        wait $pushes
        report 'push eight MB/s' $server "$(rate "$begin" 536870912)"
    done
    ln -f "$work/large" "$work/root/large"
    for many in 1 8; do
        for server in $order nginx; do
            case $server in
                nginx) url=http://$nginx/large ;;
                *) url=http://$(address $server)/v2/bench/large/blobs/sha256:$(cat "$work/large.digest") ;;
            esac
            mark $server
            begin=$(now)
            pulls=
            for _ in $(seq $many); do
                curl -sf -o /dev/null "$url" &
                pulls="$pulls $!"
            done
            # shellcheck disable=SC2086
            wait $pulls
            report "pull $many MB/s" $server "$(rate "$begin" $((536870912 * many)))"
            report_cpu "pull $many" $server
        done
    done
    for server in $order; do
        # shellcheck disable=SC2046
        set -- $("$JAVA_HOME/bin/java" -cp "$work/classes:$classes" io.slipway.mirror.oci.PushBench "http://$(address $server)" 64 "$seconds")
        report 'push 1 MiB /s' $server "$1"
        report 'push 1 MiB ms' $server "$2"
        report 'push 1 MiB p99 ms' $server "$3"
    done
    for server in $order; do storm $server; done
    rm -rf "$work/debian/docker/registry/v2/repositories/bench/push"
    round=$((round + 1))
done

pid=$(pgrep -f "serve --home $work/home" | tail -n 1)
echo 5 >"/proc/$pid/clear_refs"
wrk -t2 -c500 "-d${seconds}s" --timeout 60 "http://$slipway/v2/bench/large/blobs/sha256:$(cat "$work/large.digest")" >"$work/wrk"
report '500 pulls, peak MB' slipway "$(awk '/VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")"
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"

awk '{ value = $NF; server = $(NF - 1); $NF = ""; $(NF - 1) = ""; sub(/ +$/, ""); if (!($0 in seen)) { seen[$0] = ++whats; name[whats] = $0 }
        found[$0, server, ++n[$0, server]] = value }
    function median(values, count,   i, j, t) {
        for (i = 2; i <= count; i++) for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
        return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
    }
    END {
        for (k = 1; k <= whats; k++) for (p = 1; p <= 2; p++) {
            peer = p == 1 ? "debian" : "nginx"
            count = n[name[k], peer]
            if (!count) continue
            for (i = 1; i <= count; i++) ratios[i] = found[name[k], "slipway", i] / found[name[k], peer, i]
            printf "median %-22s slipway is %.2f of %s\n", name[k], median(ratios, count), peer == "debian" ? "docker-registry" : peer
        }
    }' "$work/results"
