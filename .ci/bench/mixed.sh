#!/bin/sh
# Times a mixed playbook (file, copy, template, lineinfile, command, stat in loops; 52 module calls a node) on equal lab nodes with
# Slipway, Debian's Ansible (pipelining, as many forks as nodes) and Ansible with Mitogen, in turn: a first run, then a converged one.
#   .ci/bench/mixed.sh [NODES] [ROUNDS]       default: 20 nodes, 2 rounds
# TOOLS says which of "slipway ansible mitogen"; SLIPWAY which program. Needs root; installs Debian's `ansible`, `ansible-mitogen` and
# `time`. Prints one line a run: tool, which run, wall s, CPU s of the controller, CPU s of all nodes, peak MB (largest process).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
nodes=${1:-20}
rounds=${2:-2}
tools=${TOOLS:-slipway ansible mitogen}
work=$(mktemp -d)
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="$work/home" ANSIBLE_CONFIG="$work/ansible.cfg"

clean_up() {
    "$SLIPWAY" lab down --name mixed >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
mitogen=/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy
[ -d "$mitogen" ] || need_packages ansible-mitogen:mitogen
need_packages ansible:ansible-galaxy time:time docker.io:dockerd mmdebstrap:mmdebstrap
"$SLIPWAY" lab up --name mixed --nodes "1+$((nodes - 1))" --with-python >&2
lab=$SLIPWAY_HOME/labs/mixed
[ ! -S "$SLIPWAY_HOME/engine/docker.sock" ] || export DOCKER_HOST="unix://$SLIPWAY_HOME/engine/docker.sock"

settings() {
    cat >"$ANSIBLE_CONFIG" <<CFG
[defaults]
forks = $nodes
gathering = explicit
interpreter_python = /usr/bin/python3
deprecation_warnings = False
[ssh_connection]
pipelining = True
CFG
    [ "$1" != mitogen ] || sed -i "s,^gathering,strategy_plugins = $mitogen\nstrategy = mitogen_linear\n&," "$ANSIBLE_CONFIG"
}

mkdir "$work/templates"
cat >"$work/templates/unit.j2" <<'J2'
# {{ item }} on {{ inventory_hostname }}
{% for peer in groups.all %}
peer {{ peer }} {{ loop.index }}
{% endfor %}
J2
cat >"$work/site.yml" <<'YML'
- hosts: all
  become: true
  gather_facts: false
  vars: {root: /srv/bench}
  tasks:
    - file: {path: "{{ root }}/{{ item }}", state: directory, mode: "0750"}
      loop: [., a, b, c, d, e, f, g]
    - copy: {content: "{{ item }} of {{ inventory_hostname }}\n", dest: "{{ root }}/a/{{ item }}", mode: "0640"}
      loop: "{{ range(10) }}"
    - template: {src: unit.j2, dest: "{{ root }}/b/{{ item }}.conf", mode: "0644"}
      loop: "{{ range(8) }}"
    - lineinfile: {path: "{{ root }}/c/settings", line: "key{{ item }}=value", regexp: "^key{{ item }}=", create: true, mode: "0644"}
      loop: "{{ range(8) }}"
    - file: {src: "{{ root }}/a/{{ item }}", dest: "{{ root }}/d/{{ item }}", state: link}
      loop: "{{ range(4) }}"
    - command: "cat {{ root }}/b/{{ item }}.conf"
      loop: "{{ range(6) }}"
      changed_when: false
    - stat: {path: "{{ root }}/a/{{ item }}"}
      loop: "{{ range(8) }}"
YML

# CPU seconds that all nodes have used so far, whichever version of cgroups counts them.
node_seconds() {
    for id in $(docker ps -q --no-trunc --filter label=slipway.lab=mixed); do
        cat "/sys/fs/cgroup/cpuacct/docker/$id/cpuacct.usage" 2>/dev/null \
            || awk '$1 == "usage_usec" { print $2 * 1000 }' "/sys/fs/cgroup/system.slice/docker-$id.scope/cpu.stat"
    done | awk '{ sum += $1 } END { printf "%.2f", sum / 1e9 }'
}

timed() {
    before=$(node_seconds)
    case $1 in
        slipway) set -- "$1" "$2" "$SLIPWAY" run "$work/site.yml" -i "$lab/inventory.yml" --forks "$nodes" ;;
        *) set -- "$1" "$2" ansible-playbook "$work/site.yml" -i "$lab/inventory.yml" ;;
    esac
    tool=$1
    which=$2
    shift 2
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>&1 || {
        tail -n 30 "$work/out" >&2
        die "$tool failed on its $which run"
    }
    [ "$which" = first ] || [ "$(grep -c 'changed=0 ' "$work/out")" -eq "$nodes" ] || die "$tool changed something on its second run"
    tail -n 1 "$work/time" | awk -v tool="$tool" -v which="$which" -v nodes="$(node_seconds)" -v before="$before" \
        '{ printf "%-8s %-7s %8.2f %8.2f %8.2f %8d\n", tool, which, $1, $2 + $3, nodes - before, $4 / 1024 }'
}

echo "tool     run       wall s    CPU s  nodes s  peak MB     $nodes nodes, 52 module calls each"
round=1
while [ "$round" -le "$rounds" ]; do
    for tool in $tools; do
        "$SLIPWAY" exec all -i "$lab/inventory.yml" -b -m shell -a 'rm -rf /srv/bench' >/dev/null
        settings "$tool"
        timed "$tool" first
        timed "$tool" second
    done | tee "$work/round"
    awk '$1 == "slipway" { wall[$2] = $3; cpu[$2] = $4 + $5; next }
        ($2 in wall) { printf "ratio    %-7s %8.1f %8.1f (controller and nodes)  %s\n", $2, $3 / wall[$2], ($4 + $5) / cpu[$2], $1 }' "$work/round"
    round=$((round + 1))
done
