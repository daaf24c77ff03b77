#!/bin/sh
# Has Slipway, Kea (memfile, written to disk) and dnsmasq give addresses, in turn, to the machines that perfdhcp makes up: whole exchanges
# (discover, offer, request, acknowledgement) over a cable between two namespaces, every lease durable before it is acknowledged.
#   .ci/bench/dhcp.sh [ROUNDS] [SECONDS]       default: 3 rounds, 4 seconds a measurement
# SLIPWAY says which program. Needs root; installs Debian's `kea-admin`, `kea-dhcp4-server` and `dnsmasq-base`. A line a measurement: server, the
# highest rate a second of which less than 2.5 % were dropped, then p50 and p99 in ms of both halves of an exchange at 1,000 a second, and how
# many of those were dropped; then the medians.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-3}
seconds=${2:-4}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
space=sdhcp$$

clean_up() {
    stop_server
    ip netns del "$space-s" 2>/dev/null || true
    ip netns del "$space-c" 2>/dev/null || true
    rm -rf "$work"
}
stop_server() {
    [ ! -s "$work/pid" ] || { kill "$(cat "$work/pid")" 2>/dev/null && wait "$(cat "$work/pid")" 2>/dev/null; } || true
    rm -f "$work/pid"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages kea-admin:perfdhcp kea-dhcp4-server:kea-dhcp4 dnsmasq-base:dnsmasq iproute2:ip
PATH="$PATH:/usr/sbin:/sbin"
chmod 755 "$work"
ip netns add "$space-s"
ip netns add "$space-c"
ip link add s0 netns "$space-s" type veth peer name c0 netns "$space-c"
ip -n "$space-s" addr add 10.95.0.1/16 dev s0
ip -n "$space-c" addr add 10.95.0.2/16 dev c0
for end in s c; do
    ip -n "$space-$end" link set lo up
    ip -n "$space-$end" link set "${end}0" up
done

mkdir -p "$work/home/tftp"
for loader in undionly.kpxe snponly.efi ipxe.efi; do echo loader >"$work/home/tftp/$loader"; done
cat >"$work/pod.yml" <<'YML'
all:
  vars:
    slipway_pod: {name: bench, domain: pod.internal, network: 10.95.0.0/16, gateway: 10.95.0.1}
  hosts:
    node1: {ansible_host: 10.95.0.11, slipway: {mac: "52:54:00:95:00:01"}}
YML
cat >"$work/kea.json" <<JSON
{"Dhcp4": {
  "interfaces-config": {"interfaces": ["s0"]},
  "lease-database": {"type": "memfile", "persist": true, "name": "$work/kea.leases", "lfc-interval": 0},
  "multi-threading": {"enable-multi-threading": true},
  "control-socket": {"socket-type": "unix", "socket-name": "$work/kea.socket"},
  "valid-lifetime": 3600,
  "subnet4": [{"subnet": "10.95.0.0/16", "pools": [{"pool": "10.95.16.0 - 10.95.255.250"}],
    "option-data": [{"name": "routers", "data": "10.95.0.1"}, {"name": "domain-name", "data": "pod.internal"}]}],
  "loggers": [{"name": "kea-dhcp4", "severity": "WARN", "output_options": [{"output": "$work/kea.log"}]}]
}}
JSON

in_server() { ip netns exec "$space-s" "$@"; }

perf() { ip netns exec "$space-c" perfdhcp -4 -l c0 -x t "$@" >"$work/perf" 2>&1 || true; }

start_server() {
    rm -rf "$work"/kea.leases* "$work/dnsmasq.leases" "$work"/home/state.db*
    case $1 in
        slipway)
            in_server "$SLIPWAY" serve --home "$work/home" --listen 10.95.0.1:8080 --set "inventory=$work/pod.yml" \
                --set netboot.interfaces=s0 --set 'netboot.networks=[{network: 10.95.0.0/16, pool: 10.95.16.0-10.95.255.250,
                routers: 10.95.0.1, domain: pod.internal, lease: 1h}]' >"$work/log" 2>&1 &
            ;;
        kea) KEA_PIDFILE_DIR=$work KEA_LOCKFILE_DIR=none in_server kea-dhcp4 -c "$work/kea.json" >"$work/log" 2>&1 & ;;
        dnsmasq)
            in_server dnsmasq -k -p 0 --conf-file=/dev/null --pid-file= --user=root --no-ping --interface=s0 --log-facility=- \
                --quiet-dhcp --dhcp-range=10.95.16.0,10.95.255.250,1h --dhcp-lease-max=100000 --domain=pod.internal \
                --dhcp-leasefile="$work/dnsmasq.leases" >"$work/log" 2>&1 &
            ;;
    esac
    echo $! >"$work/pid"
    tries=0
    until perf -n 1 -R 1 -W 1000000 && grep -q 'received packets: 1' "$work/perf"; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || die "$1 gives no address" "$(tail -n 20 "$work/log" "$work/perf")"
        sleep 1
    done
    perf -r 800 -R 60000 -p 6
}

# Percent of the discovers and requests of the last run that nobody answered; the worse one.
dropped() { awk '/drops ratio/ { if ($3 + 0 > most) most = $3 + 0 } END { printf "%.2f\n", most }' "$work/perf"; }

highest() {
    rate=1000
    best=0
    while [ "$rate" -le 60000 ]; do
        perf -r "$rate" -R 60000 -p "$seconds" -W 500000
        awk -v drops="$(dropped)" 'BEGIN { exit !(drops <= 2.5) }' || break
        reached=$(awk '/^Rate:/ { print int($2) }' "$work/perf")
        [ "$reached" -gt "$best" ] && best=$reached
        [ $((reached * 2)) -ge "$rate" ] || break
        rate=$((rate * 5 / 4))
    done
    echo "$best"
}

measure() {
    start_server "$1"
    rate=$(highest)
    sleep 1
    perf -r 1000 -R 60000 -p "$seconds" -W 500000
    drops=$(dropped)
    # "sent / received: SECONDS / SECONDS" for each packet that was answered.
    awk '$1 == "sent" && $3 == "received:" && $6 > 0 { print ($6 - $4) * 1000 }' "$work/perf" | sort -n |
        awk -v server="$1" -v rate="$rate" -v drops="$drops" '
            { delay[NR] = $1 }
            END { printf "%-8s %8d %8.2f %8.2f %8.2f\n", server, rate, delay[int(NR / 2) + 1], delay[int(NR * 0.99) + 1], drops }'
    stop_server
}

echo "server   at most/s   p50 ms   p99 ms  dropped %    (p50, p99 and dropped at 1,000 a second)"
round=1
while [ "$round" -le "$rounds" ]; do
    case $((round % 2)) in 0) order='dnsmasq kea slipway' ;; *) order='slipway kea dnsmasq' ;; esac
    for server in $order; do measure "$server"; done
    round=$((round + 1))
done | tee "$work/all"
for server in slipway kea dnsmasq; do
    for column in 2 4; do
        awk -v server="$server" -v column="$column" '$1 == server { print $column }' "$work/all" | sort -n |
            awk '{ value[NR] = $1 } END { print (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
    done | xargs printf 'median   %s: %.0f exchanges a second, p99 %.2f ms at 1,000 a second\n' "$server"
done
