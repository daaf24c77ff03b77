#!/bin/sh
# Runs a play of 20 tasks on a thousand hosts: a thousand real SSH connections at the same time to one sshd of this machine, which
# listens on all of 127.0.0.0/8, so that each host has an address of its own. Controller and hosts share the processors.
#   .ci/bench/thousand.sh [HOSTS] [FORKS] [ROUNDS]      default: 1000 hosts, as many forks, 2 rounds
# SLIPWAY says which program. Needs root; installs `time` and `openssh-server`. Every host must end with 20 tasks done, none failed.
# A line a run: which, hosts, wall s, CPU s of the controller, peak MB of the controller, 1-minute load before.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
. "$here/.ci/bench/sshd.sh"
hosts=${1:-1000}
forks=${2:-$hosts}
rounds=${3:-2}
work=$(mktemp -d)
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="${SLIPWAY_HOME:-$work/home}"

clean_up() {
    stop_sshd
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages time:time
"$SLIPWAY" --version >/dev/null
start_sshd
many_hosts "$hosts" >"$work/hosts"

cat >"$work/motd.j2" <<'J2'
{{ inventory_hostname }} of {{ groups.all | length }}
J2
cat >"$work/site.yml" <<YML
- hosts: all
  gather_facts: false
  vars: {root: "$work/nodes/{{ inventory_hostname }}"}
  tasks:
    - file: {path: "{{ root }}", state: directory, mode: "0750"}
    - copy: {content: "{{ inventory_hostname }}\n", dest: "{{ root }}/name", mode: "0640"}
    - template: {src: motd.j2, dest: "{{ root }}/motd", mode: "0644"}
    - lineinfile: {path: "{{ root }}/settings", line: "key=value", regexp: "^key=", create: true, mode: "0644"}
    - file: {src: "{{ root }}/name", dest: "{{ root }}/link", state: link}
    - stat: {path: "{{ root }}/name"}
      register: name
    - debug: {msg: "{{ name.stat.size }}"}
    - set_fact: {size_of_name: "{{ name.stat.size }}"}
    - assert: {that: "size_of_name | int == (inventory_hostname | length) + 1"}
    - command: cat {{ root }}/motd
      changed_when: false
      register: motd
    - assert: {that: "motd.stdout == inventory_hostname ~ ' of ' ~ (groups.all | length)"}
    - slurp: {src: "{{ root }}/name"}
      register: slurped
    - assert: {that: "slurped.content | b64decode == inventory_hostname ~ '\n'"}
    - file: {path: "{{ root }}/a", state: directory, mode: "0700"}
    - copy: {content: "a\n", dest: "{{ root }}/a/a", mode: "0600"}
    - blockinfile: {path: "{{ root }}/settings", block: "more=1"}
    - command: "true"
      changed_when: false
    - shell: printf x | wc -c
      changed_when: false
    - find: {paths: "{{ root }}"}
    - stat: {path: "{{ root }}/a"}
YML

timed() {
    load=$(cut -d' ' -f1 /proc/loadavg)
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" \
        "$SLIPWAY" run -i "$work/hosts" --forks "$forks" "$work/site.yml" >"$work/out" 2>&1 || {
        grep -E 'fatal|ERROR' "$work/out" | head -n 20 >&2
        tail -n 5 "$work/out" >&2
        die "the $1 run failed"
    }
    [ "$(grep -c 'ok=20 .*unreachable=0 .*failed=0 ' "$work/out")" -eq "$hosts" ] || die "not every host did all tasks in the $1 run"
    tail -n 1 "$work/time" | awk -v which="$1" -v hosts="$hosts" -v load="$load" \
        '{ printf "%-7s %6d %8.2f %8.2f %8d %6.2f\n", which, hosts, $1, $2 + $3, $4 / 1024, load }'
}

echo "run      hosts   wall s    CPU s  peak MB   load    20 tasks each, $forks forks, $(nproc) cores"
round=1
while [ "$round" -le "$rounds" ]; do
    rm -rf "$work/nodes"
    mkdir "$work/nodes"
    timed first
    timed second
    round=$((round + 1))
done
