#!/bin/sh
# Times how long commands that do little take, with Slipway and with Debian's Ansible in turn.
#   .ci/bench/start.sh [ROUNDS]      default: 15
# SLIPWAY says which program. A line a command: what, the median of Slipway's and of Ansible's wall time in ms, and their ratio.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="$work/home"
need_packages ansible:ansible-playbook
"$SLIPWAY" --version >/dev/null

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# Appends to the file $1 how long the rest of the arguments take.
time_one() {
    file=$1
    shift
    begin=$(milliseconds)
    "$@" >/dev/null 2>&1
    echo $(($(milliseconds) - begin)) >>"$file"
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# compare NAME SLIPWAY-WORDS -- ANSIBLE-WORDS
compare() {
    name=$1
    shift
    ours=
    while [ "$1" != -- ]; do
        ours="$ours $1"
        shift
    done
    shift
    rm -f "$work/ours" "$work/theirs"
    round=0
    while [ "$round" -lt "$rounds" ]; do
        # shellcheck disable=SC2086
        time_one "$work/ours" "$SLIPWAY" $ours
        time_one "$work/theirs" "$@"
        round=$((round + 1))
    done
    a=$(median "$work/ours")
    b=$(median "$work/theirs")
    printf '%-22s slipway %4d ms   ansible %4d ms   ratio %s\n' "$name" "$a" "$b" "$(awk "BEGIN { printf \"%.2f\", $a / $b }")"
}

cd "$here"
compare version --version -- ansible --version
compare inventory inventory -i inventory/example --list -- ansible-inventory -i inventory/example --list
compare syntax-check run playbooks/site.yml -i inventory/example --syntax-check -- ansible-playbook playbooks/site.yml -i inventory/example --syntax-check
