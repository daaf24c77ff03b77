#!/bin/sh
# Times debug and set_fact without a connection, where most of the work is finding and templating variables, with Slipway and with
# Debian's Ansible on the same input, in turn.
#   .ci/bench/variables.sh [HOSTS] [VARS] [TASKS] [ROUNDS]      default: 100 hosts, 500 variables, 30 tasks, 1 round
# SLIPWAY says which program, TOOLS which of "slipway ansible" to time. A line a run: tool, hosts, wall s, CPU s, peak MB (Ansible: its largest process).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
hosts=${1:-100}
vars=${2:-500}
tasks=${3:-30}
rounds=${4:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="${SLIPWAY_HOME:-$work/home}" ANSIBLE_CONFIG="$work/ansible.cfg"
find_jdk
need_packages ansible:ansible-playbook time:time
"$SLIPWAY" --version >/dev/null

# A third of the variables are plain, a third build on the one before, a third are lists of mappings.
mkdir -p "$work/group_vars"
awk -v n="$vars" 'BEGIN {
    for (i = 0; i < n; i++) {
        if (i % 3 == 0) printf "v%d: value %d\n", i, i
        else if (i % 3 == 1) printf "v%d: \"{{ v%d }} on {{ inventory_hostname }}\"\n", i, i - 1
        else printf "v%d: [{name: a%d, size: %d}, {name: \"{{ v%d }}\", size: 2}]\n", i, i, i, i - 2
    } }' >"$work/group_vars/all.yml"
printf '[all]\nn[1:%d] rack=1\n' "$hosts" >"$work/hosts"
# Of three tasks one prints, one remembers, one is skipped.
{
    printf -- '- hosts: all\n  gather_facts: false\n  tasks:\n'
    awk -v n="$tasks" -v m="$vars" 'BEGIN {
        for (i = 0; i < n; i++) {
            v = int((i * 7) % m / 3) * 3
            if (i % 3 == 0) printf "    - debug: {msg: \"{{ v%d }} and {{ v%d[1].name }}\"}\n", v + 1 < m ? v + 1 : v, v + 2 < m ? v + 2 : 2
            else if (i % 3 == 1) printf "    - set_fact: {f%d: \"{{ v%d }} of {{ groups.all | length }}\"}\n", i, v
            else printf "    - debug: {msg: never}\n      when: v%d is undefined or f%d == %d\n", v, i - 1, i
        } }'
} >"$work/site.yml"
printf '[defaults]\nforks = 50\ninventory = %s\n' "$work/hosts" >"$ANSIBLE_CONFIG"

timed() {
    tool=$1
    shift
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>&1 || {
        tail -n 20 "$work/out" >&2
        die "$tool failed"
    }
    [ "$(grep -c "ok=$((tasks - tasks / 3)) .*failed=0 *skipped=$((tasks / 3))" "$work/out")" -eq "$hosts" ] || die "$tool did something else"
    tail -n 1 "$work/time" | awk -v tool="$tool" -v hosts="$hosts" '{ printf "%-8s %5d  %8.2f  %8.2f  %6d\n", tool, hosts, $1, $2 + $3, $4 / 1024 }'
}

echo "tool     hosts    wall s     CPU s  peak MB     $vars variables, $tasks tasks"
round=1
while [ "$round" -le "$rounds" ]; do
    for tool in ${TOOLS:-slipway ansible}; do
        case $tool in
            slipway) timed slipway "$SLIPWAY" run -i "$work/hosts" "$work/site.yml" ;;
            ansible) timed ansible ansible-playbook -i "$work/hosts" "$work/site.yml" ;;
        esac
    done | tee "$work/round"
    awk '$1 == "slipway" { s = $3; c = $4 } $1 == "ansible" && s { printf "ratio           %8.1f  %8.1f\n", $3 / s, $4 / c }' "$work/round"
    round=$((round + 1))
done
