#!/bin/sh
# Powers a thousand made-up machines on at once, behind a relay agent in a namespace of its own, before a real `slipway serve`: DHCP, loader over
# TFTP, DHCP again as iPXE, script, kernel and initrd over HTTP. Then has 200 clients fetch a 60 MB initrd at once, from Slipway and from nginx in
# turn.
#   .ci/bench/storm.sh [NODES] [AT_ONCE] [MEGABYTES] [ROUNDS]     default: 1000 nodes, all installed at once, 8 MB each, 3 rounds
# SLIPWAY says which program. Needs root; installs Debian's `nginx-light`. Loaders are 300 kB of noise. Nodes that wait for their turn are told so;
# they are marked as installed by a loop beside them when AT_ONCE is less than NODES. Server and machines share the processors.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
nodes=${1:-1000}
at_once=${2:-$nodes}
megabytes=${3:-8}
rounds=${4:-3}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
space=sstorm$$

clean_up() {
    for pid in $(cat "$work"/*.pid 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
    ip netns del "$space-s" 2>/dev/null || true
    ip netns del "$space-c" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages nginx-light:nginx iproute2:ip curl:curl
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

mkdir -p "$work/home/tftp" "$work/home/profiles/storm" "$work/classes"
for loader in undionly.kpxe snponly.efi ipxe.efi; do head -c 300k /dev/urandom >"$work/home/tftp/$loader"; done
head -c "$((megabytes / 4))M" /dev/urandom >"$work/home/profiles/storm/vmlinuz"
head -c "$((megabytes - megabytes / 4))M" /dev/urandom >"$work/home/profiles/storm/initrd.gz"
mkdir "$work/home/profiles/large"
head -c 60M /dev/urandom >"$work/home/profiles/large/initrd.gz"
cp "$work/home/profiles/storm/vmlinuz" "$work/home/profiles/large/vmlinuz"
for profile in storm large; do
    printf 'kernel: vmlinuz\ninitrd: initrd.gz\n' >"$work/home/profiles/$profile/profile.yml"
done
awk -v nodes="$nodes" 'BEGIN {
    print "all:\n  vars:\n    slipway_pod: {name: storm, domain: pod.internal, network: 10.95.0.0/16, gateway: 10.95.0.1}\n  hosts:"
    for (i = 1; i <= nodes; i++)
        printf "    node%d: {ansible_host: 10.95.%d.%d, slipway: {mac: \"52:54:00:95:%02x:%02x\", boot: {profile: storm}}}\n",
            i, 16 + int(i / 200), 1 + i % 200, int(i / 256), i % 256
}' >"$work/pod.yml"
"$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$work/classes" "$here/appliance/src/bench/java/io/slipway/netboot/StormBench.java"

node() { "$SLIPWAY" node "$@" --home "$work/home" -i "$work/pod.yml"; }
bench() { ip netns exec "$space-c" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$work/classes" io.slipway.netboot.StormBench "$@"; }

node install all >/dev/null
ip netns exec "$space-s" "$SLIPWAY" serve --home "$work/home" --listen 10.95.0.1:8080 --set "inventory=$work/pod.yml" \
    --set netboot.interfaces=s0 --set "netboot.installs=$at_once" >"$work/log" 2>&1 &
echo $! >"$work/slipway.pid"
tries=0
until grep -q '^giving addresses' "$work/log"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || die 'slipway serves nobody' "$(cat "$work/log")"
    sleep 1
done
if [ "$at_once" -lt "$nodes" ]; then
    while sleep 2; do
        booting=$(node list | awk '$2 == "booting" { print $1 }' | paste -sd: -)
        [ -z "$booting" ] || node mark installed "$booting" >/dev/null
    done &
    echo $! >"$work/marks.pid"
fi
echo "$nodes nodes, $at_once installed at a time, $megabytes MB each, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
bench storm 10.95.0.1 10.95.0.2 "$nodes"
awk '/VmHWM/ { printf "peak memory of the server: %d MB\n", $2 / 1024 }' "/proc/$(cat "$work/slipway.pid")/status"

cat >"$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
worker_processes auto;
events { worker_connections 4096; }
http {
    sendfile on; tcp_nopush on; access_log off; default_type application/octet-stream;
    server { listen 10.95.0.1:8081; location /boot/profile/ { alias $work/home/profiles/; } }
}
CONF
ip netns exec "$space-s" nginx -c "$work/nginx.conf"
echo 'initrd of 60 MB to 200 clients: server, MB/s, seconds until the first, the middle and the last had it'
round=1
while [ "$round" -le "$rounds" ]; do
    case $((round % 2)) in 0) order='nginx:8081 slipway:8080' ;; *) order='slipway:8080 nginx:8081' ;; esac
    for server in $order; do
        bench fetch "http://10.95.0.1:${server#*:}/boot/profile/large/initrd.gz" 200 | awk -v server="${server%:*}" '
            { printf "%-8s %8.0f %8.2f %8.2f %8.2f\n", server, 60 * 200 / $3, $1, $2, $3 }'
    done
    round=$((round + 1))
done
