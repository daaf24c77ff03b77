#!/bin/sh
# Serves the same file over TFTP with Slipway, tftpd-hpa and dnsmasq, in turn, to the same client (atftp, which knows windows), on loopback
# with packets of Ethernet's size: one client, then many at once.
#   .ci/bench/tftp.sh [ROUNDS] [CLIENTS]       default: 5 rounds, 64 clients
# SLIPWAY says which program. Installs Debian's `tftpd-hpa`, `dnsmasq-base` and `atftp`; dnsmasq takes port 69. Prints one line a measurement:
# server, clients, window, MB/s; then the medians, with the ratio of Slipway's to the better one of the others.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-5}
many=${2:-64}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
address=127.0.0.1
megabytes_one=128
megabytes_each=8

clean_up() {
    for pid in $(cat "$work"/*.pid 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages tftpd-hpa:in.tftpd dnsmasq-base:dnsmasq atftp:atftp
PATH="$PATH:/usr/sbin"
chmod 755 "$work"
mkdir -p "$work/home/tftp" "$work/got"
head -c "${megabytes_one}M" /dev/urandom >"$work/home/tftp/one"
head -c "${megabytes_each}M" /dev/urandom >"$work/home/tftp/many"
chmod -R a+rX "$work/home"

"$SLIPWAY" serve --home "$work/home" --listen "$address:18690" --tftp "$address:16990" >"$work/slipway.log" 2>&1 &
echo $! >"$work/slipway.pid"
in.tftpd -L -a "$address:16991" -s "$work/home/tftp" &
echo $! >"$work/tftpd.pid"
dnsmasq -k -p 0 --conf-file=/dev/null --pid-file= --user=root --listen-address="$address" --bind-interfaces --enable-tftp \
    --tftp-root="$work/home/tftp" --tftp-max=1000 &
echo $! >"$work/dnsmasq.pid"

port() {
    case $1 in slipway) echo 16990 ;; tftpd) echo 16991 ;; dnsmasq) echo 69 ;; esac
}

fetch() {
    atftp --option 'blksize 1468' --option "windowsize $3" -g -r "$2" -l "$work/got/$4" "$address" "$(port "$1")" >/dev/null 2>&1
}

for server in slipway tftpd dnsmasq; do
    tries=0
    until fetch "$server" many 1 probe && cmp -s "$work/got/probe" "$work/home/tftp/many"; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || die "$server does not serve the file" "$(cat "$work/slipway.log")"
        sleep 1
    done
done

measure() {
    started=$(date +%s%N)
    case $2 in
        1)
            fetch "$1" one "$3" 1 || die "$1 failed"
            size=$megabytes_one
            ;;
        *)
            client=1
            pids=
            while [ "$client" -le "$2" ]; do
                fetch "$1" many "$3" "$client" &
                pids="$pids $!"
                client=$((client + 1))
            done
            for pid in $pids; do wait "$pid" || die "$1 failed a client of $2"; done
            size=$((megabytes_each * $2))
            ;;
    esac
    ended=$(date +%s%N)
    awk -v server="$1" -v clients="$2" -v window="$3" -v size="$size" -v took=$((ended - started)) \
        'BEGIN { printf "%-8s %7d %6d %8.0f\n", server, clients, window, size * 1e9 / took }'
}

echo "server   clients window     MB/s"
round=1
while [ "$round" -le "$rounds" ]; do
    for clients in 1 "$many"; do
        for window in 1 4 16; do
            case $((round % 2)) in 0) order='dnsmasq tftpd slipway' ;; *) order='slipway tftpd dnsmasq' ;; esac
            for server in $order; do measure "$server" "$clients" "$window"; done
        done
    done
    round=$((round + 1))
done | tee "$work/all"
sort -k1,1 -k2,2n -k3,3n -k4,4n "$work/all" | awk '
    { key = $1 " " $2 " " $3; rate[key, ++n[key]] = $4; place[$2 " " $3] = 1 }
    function median(key) { return (rate[key, int((n[key] + 1) / 2)] + rate[key, int((n[key] + 2) / 2)]) / 2 }
    END {
        for (p in place) {
            tftpd = median("tftpd " p); dnsmasq = median("dnsmasq " p); slipway = median("slipway " p)
            split(p, part, " ")
            printf "median of %d clients, window %d: slipway %.0f, tftpd-hpa %.0f, dnsmasq %.0f MB/s; %.2f of the better\n",
                part[1], part[2], slipway, tftpd, dnsmasq, slipway / (tftpd > dnsmasq ? tftpd : dnsmasq)
        }
    }' | sort -V
