#!/bin/sh
# Times playbooks/site.yml with Slipway and with Debian's Ansible, first and second run, on equal fresh lab nodes, in turn.
#   .ci/bench/site.sh [ROUNDS] [NODES]        default: 3 rounds, nodes 1+2
# Needs root; installs Debian's `ansible` and `time`. Prints one line a run: tool, which run, wall s, user s, system s, peak kB.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-3}
nodes=${2:-1+2}
work=$(mktemp -d)
export SLIPWAY_HOME="$work/home" ANSIBLE_CONFIG="$work/ansible.cfg"
server=

clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    "$here/slipway" lab down --name bench >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages ansible:ansible-galaxy time:time docker.io:dockerd mmdebstrap:mmdebstrap
cat >"$ANSIBLE_CONFIG" <<CFG
[defaults]
forks = 50
roles_path = $here/playbooks/roles
interpreter_python = /usr/bin/python3
deprecation_warnings = False
[ssh_connection]
pipelining = True
CFG

"$here/slipway" sync demo --mirrors "$here/mirrors" >&2

fresh_nodes() {
    "$here/slipway" lab down --name bench --keep-image >/dev/null 2>&1 || true
    "$here/slipway" lab up --name bench --nodes "$nodes" --with-python >&2
    lab=$SLIPWAY_HOME/labs/bench
    if [ -z "$server" ]; then
        "$here/slipway" serve --listen 0.0.0.0:18080 >&2 &
        server=$!
    fi
}

timed() {
    tool=$1
    which=$2
    shift 2
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>&1 || {
        cat "$work/out" >&2
        die "$tool failed on its $which run"
    }
    printf '%-8s %-6s %s  %s\n' "$tool" "$which" "$(tail -n 1 "$work/time")" \
        "$(grep -c 'changed=0 ' "$work/out") nodes unchanged"
}

printf '%-8s %-6s %s\n' tool run 'wall user system peak-kB'
round=1
while [ "$round" -le "$rounds" ]; do
    for tool in slipway ansible; do
        fresh_nodes
        for which in first second; do
            if [ "$tool" = slipway ]; then
                timed slipway "$which" "$here/slipway" run "$here/playbooks/site.yml" -i "$lab/inventory.yml" -e slipway_port=18080
            else
                timed ansible "$which" ansible-playbook "$here/playbooks/site.yml" -i "$lab/inventory.yml" -e slipway_port=18080
            fi
        done
    done
    round=$((round + 1))
done
