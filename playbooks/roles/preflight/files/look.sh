#!/bin/sh
# Says what stands in the way of a cluster on this node, "finding NAME what, and what to do" in one line each; and what only makes sense
# beside other nodes: "is NAME value". Changes nothing, and needs nothing but a shell, iproute2 and apt.
set -u
finding() { echo "finding $*"; }

joined=
[ ! -e /etc/kubernetes/kubelet.conf ] || joined=yes
unfinished=
[ ! -e /etc/kubernetes/slipway/unfinished ] || unfinished=yes

if [ "$(wc -l </proc/swaps)" -gt 1 ]; then
    finding swap "swap is on ($(awk 'NR > 1 {print $1}' /proc/swaps | xargs)), and kubelet does not start beside it:" \
        "run site.yml, or \`swapoff -a\` and take it out of /etc/fstab"
fi

has=$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo)
if [ "$has" -lt "$memory" ]; then
    finding memory "there are $has MiB of memory, and what runs here needs $memory: give it more, or make it a compute node," \
        "or set slipway_preflight_memory for it"
fi
has=$(grep -c '^processor' /proc/cpuinfo)
if [ "$has" -lt "$processors" ]; then
    finding processors "there are $has processors, and what runs here needs $processors: give it more, or set slipway_preflight_processors for it"
fi

for folder in $folders; do
    at=$folder
    while [ ! -e "$at" ]; do at=$(dirname "$at"); done
    for what in '' -i; do
        used=$(df -P $what "$at" | awk 'NR == 2 && $5 ~ /%/ {print int($5)}')
        [ -n "$used" ] && [ $((100 - used)) -lt "$free" ] || continue
        kind=room
        [ -z "$what" ] || kind=inodes
        finding disk "$folder has $((100 - used)) % of its $kind left ($(df -P "$at" | awk 'NR == 2 {print $6}')), and kubelet throws pods out below" \
            "$free %: see \`du -xh --max-depth 2 $at | sort -h | tail\`, or give it a larger disk"
    done
done

grep -qw overlay /proc/filesystems || finding modules "the kernel does not know overlay, in which containers' files lie: run site.yml, or \`modprobe overlay\`"
setting() {
    value=$(cat "/proc/sys/$(echo "$1" | tr . /)" 2>/dev/null)
    [ "$value" = "$2" ] ||
        finding sysctl "$1 is ${value:-missing}, and must be $2 for the network of pods: run ${3:-site.yml}"
}
setting net.ipv4.ip_forward 1
if [ "$bridge" = yes ]; then
    if [ ! -e /proc/sys/net/bridge ]; then
        finding modules "the kernel module br_netfilter is not loaded, and pods' traffic would pass services by: run site.yml, or \`modprobe br_netfilter\`"
    fi
fi
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo 'is cgroup 2'
    controllers=$(cat /sys/fs/cgroup/cgroup.controllers)
else
    echo 'is cgroup 1'
    controllers=$(awk '$4 == 1 {print $1}' /proc/cgroups | xargs)
fi
for controller in cpu cpuset memory pids; do
    case " $controllers " in
        *" $controller "*) ;;
        *) finding cgroups "the kernel has no cgroup controller $controller, and kubelet does not start without: take cgroup_disable off the kernel's command line" ;;
    esac
done
systemctl is-active --quiet containerd ||
    finding containerd "containerd does not run: run site.yml, and see \`journalctl -u containerd\`"

if [ -z "$joined$unfinished" ]; then
    for port in $ports; do
        who=$(ss -Hltnp "sport = :$port" | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1)
        [ -z "$(ss -Hltn "sport = :$port")" ] || finding port "port $port is taken by ${who:-another program}, and the cluster needs it: stop that, and take it off the node's boot"
    done
fi

if [ -z "$unfinished" ] && [ -e /var/lib/etcd/member ] && [ ! -e /etc/kubernetes/manifests/etcd.yaml ]; then
    finding etcd-data "/var/lib/etcd holds data of an etcd that is no more, and a new member would not begin: if nobody wants it, \`rm -rf /var/lib/etcd/member\`;" \
        "if it is all that is left of the cluster, see docs/operations/recover-etcd.md"
fi

has=$(dpkg-query -W -f '${Version}' kubelet 2>/dev/null)
case ${joined:+$has} in
    '' | "$version-"*) ;;
    *) finding version "it has kubelet $has, and the inventory says $version: run upgrade.yml, or set slipway_kubernetes.version to what the cluster has" ;;
esac
if [ -z "$joined" ]; then
    architecture=$(dpkg --print-architecture)
    eval "$(apt-config shell architecture APT::Architecture)"
    offered=$(apt-cache madison kubelet 2>/dev/null | awk '{print $3}' | sort -u | xargs)
    case " $offered" in
        *" $version-"*) ;;
        *) finding packages "no source of packages has kubelet $version for $architecture (${offered:-none at all}): see that the mirror brings that version" \
            "and architecture (architectures: in its description), sync it, and run site.yml" ;;
    esac
fi
uri=$(apt-get -q --print-uris update 2>/dev/null | sed -n "s/^'\([^']*\)'.*/\1/p" | head -n 1)
if [ -z "$uri" ]; then
    finding mirror "apt has no source of packages: run site.yml"
else
    into=$(mktemp -d)
    said=$(/usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 \
        download-file "$uri" "$into/it" 2>&1) ||
        finding mirror "$uri cannot be had: $(echo "$said" | sed -n 's/^E: //p' | head -n 1); does \`slipway serve\` run, and does a firewall let this node reach it?"
    rm -rf "$into"
fi

echo "is machine-id $(cat /etc/machine-id 2>/dev/null)"
# kubelet's own certificate is from the authority that it trusts
in_kubeconfig() { sed -n "s/^ *$1: *//p" /etc/kubernetes/kubelet.conf | head -n 1; }
[ -z "$joined$unfinished" ] || echo 'is known yes'
if [ -n "$joined" ] && [ -z "$unfinished" ]; then
    echo "is server $(in_kubeconfig server)"
    in_kubeconfig certificate-authority-data | base64 -d 2>/dev/null | sha256sum | sed 's/^/is kubelet-authority /; s/ *-$//'
fi
if [ -z "$unfinished" ] && [ -e /etc/kubernetes/pki/ca.crt ]; then
    sha256sum </etc/kubernetes/pki/ca.crt | sed 's/^/is authority /; s/ *-$//'
fi
echo "is clock $(date +%s)"
