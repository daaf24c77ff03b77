#!/bin/sh
# Asks Slipway and Debian's Ansible the same about every playbook of a tree that uses Ansible: --syntax-check, --list-hosts, --list-tags,
# --list-tasks. Prints each difference in output or exit status (- Ansible, + Slipway), then one line with the numbers; fails if there is one.
#   .ci/upstream.sh TREE INVENTORY [ANSWERS]     INVENTORY within TREE; ANSWERS keeps what Ansible said, for the next time
# Only the order of hosts, and of a play's own tags, which Ansible makes at random, is set aside. SLIPWAY and JOBS (default 3) may say which program, and how many at once.
set -eu

questions='syntax-check list-hosts list-tags list-tasks'

# The hosts of a play in order, then the exit status.
hosts_in_order() {
    awk '
        function flush(   i) { for (i = 1; i <= count; i++) print hosts[i] | "sort"; close("sort"); count = 0 }
        /^    hosts \([0-9]+\):$/ { print; fflush(); among = 1; next }
        among && /^      [^ ]/ { hosts[++count] = $0; next }
        { flush(); among = 0; print; fflush() }
        END { flush() }'
}

# The tags in the head of each play in order.
tags_in_order() {
    awk '
        /^  play #/ && match($0, /TAGS: \[[^]]*\]$/) {
            head = substr($0, 1, RSTART - 1)
            count = split(substr($0, RSTART + 7, RLENGTH - 8), tags, ",")
            for (i = 2; i <= count; i++)
                for (j = i; j > 1 && tags[j] < tags[j - 1]; j--) { t = tags[j]; tags[j] = tags[j - 1]; tags[j - 1] = t }
            line = head "TAGS: ["
            for (i = 1; i <= count; i++) line = line (i > 1 ? "," : "") tags[i]
            print line "]"
            next
        }
        { print }' "$1"
}

# What one tool says: answer_of COMMAND… >FILE
answer_of() {
    { "$@" 2>"$errors" </dev/null || echo "exit status $?"; } | hosts_in_order
}

if [ "${1:-}" = --one ]; then
    playbook=$2
    question=$3
    name=$(printf '%s' "$playbook" | tr '/' '_').$question
    cd "$TREE"
    errors=$WORK/$name.ansible.err
    if [ ! -f "$ANSWERS/$name" ]; then
        answer_of ansible-playbook -i "$INVENTORY" "--$question" "$playbook" >"$ANSWERS/$name.part"
        mv "$ANSWERS/$name.part" "$ANSWERS/$name"
    fi
    errors=$WORK/$name.slipway.err
    answer_of "$SLIPWAY" run -i "$INVENTORY" "--$question" "$playbook" >"$WORK/$name.slipway"
    tags_in_order "$ANSWERS/$name" >"$WORK/$name.ansible"
    tags_in_order "$WORK/$name.slipway" >"$WORK/$name.ours"
    if ! diff -u --label "ansible-playbook --$question $playbook" --label "slipway run --$question $playbook" \
        "$WORK/$name.ansible" "$WORK/$name.ours" >"$WORK/$name.diff"; then
        { cat "$WORK/$name.diff"; sed 's/^/  ansible: /' "$WORK/$name.ansible.err" 2>/dev/null | tail -n 12
          sed 's/^/  slipway: /' "$errors" | head -n 12; } >"$WORK/$name.differs"
        cat "$WORK/$name.differs"
    fi
    exit 0
fi

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
. "$here/.ci/lib.sh"
[ $# -ge 2 ] || die "usage: .ci/upstream.sh TREE INVENTORY [ANSWERS]"
TREE=$(readlink -f -- "$1")
INVENTORY=$2
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT INT TERM
ANSWERS=${3:-$WORK/answers}
mkdir -p "$ANSWERS"
ANSWERS=$(readlink -f -- "$ANSWERS")
SLIPWAY=${SLIPWAY:-$here/slipway}
SLIPWAY_HOME=${SLIPWAY_HOME:-$WORK/home}
ANSIBLE_LOCALHOST_WARNING=False
export TREE INVENTORY WORK ANSWERS SLIPWAY SLIPWAY_HOME ANSIBLE_LOCALHOST_WARNING
find_jdk
need_packages ansible:ansible-playbook
"$SLIPWAY" --version >/dev/null

(cd "$TREE" && grep -rlE --include='*.yml' --include='*.yaml' \
    '^(- |  )(hosts|import_playbook|ansible.builtin.import_playbook|include): ' . | grep -v '^\./\.' | sed 's|^\./||' | sort) >"$WORK/playbooks"
for question in $questions; do
    sed "s/\$/ $question/" "$WORK/playbooks"
done | xargs -P "${JOBS:-3}" -n 2 "$(readlink -f -- "$0")" --one

asked=$(($(wc -l <"$WORK/playbooks") * 4))
differing=$(find "$WORK" -maxdepth 1 -name '*.differs' | wc -l)
failing=$(grep -lx 'exit status [0-9]*' "$ANSWERS"/*.syntax-check | wc -l)
echo "$(wc -l <"$WORK/playbooks") playbooks ($failing of them refused by Ansible), $asked questions, $differing answered differently"
[ "$differing" -eq 0 ]
