#!/bin/sh
# Times how long commands that do little take, with Slipway and with Debian's Ansible in turn.
#   .ci/bench/start.sh [ROUNDS]      default: 15
# SLIPWAY says which program. A line a command: the median of Slipway's and of Ansible's wall time in ms and their ratio, then the least
# wall times, which a busy machine disturbs less, and then the same of the CPU time, user and system.
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

# The CPU time in ms of what a shell waited for, from the output of times.
cpu() { awk 'NR == 2 { gsub("s", ""); split($1, u, "m"); split($2, s, "m"); print int((u[1] * 60 + u[2] + s[1] * 60 + s[2]) * 1000) }'; }

# Appends to the file $1 the wall and the CPU time of the rest of the arguments.
time_one() {
    file=$1
    shift
    (
        begin=$(milliseconds)
        "$@" >/dev/null 2>&1 || :
        wall=$(($(milliseconds) - begin))
        times >"$work/times"
        echo "$wall $(cpu <"$work/times")"
    ) >>"$file"
}

# Of the column $2 of the file $1.
median() { sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }
least() { sort -n -k "$2,$2" "$1" | awk -v c="$2" 'NR == 1 { print $c }'; }

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
    printf '%-13s' "$name"
    for column in 1 2; do
        [ "$column" = 1 ] && what=wall || what=cpu
        for how in median least; do
            a=$($how "$work/ours" $column)
            b=$($how "$work/theirs" $column)
            printf '  %s %s %d/%d ms = %s' "$what" "$how" "$a" "$b" "$(awk "BEGIN { printf \"%.2f\", $a / ($b > 0 ? $b : 1) }")"
        done
    done
    echo
}

cd "$here"
compare version --version -- ansible --version
compare inventory inventory -i inventory/example --list -- ansible-inventory -i inventory/example --list
compare syntax-check run playbooks/site.yml -i inventory/example --syntax-check -- ansible-playbook playbooks/site.yml -i inventory/example --syntax-check
