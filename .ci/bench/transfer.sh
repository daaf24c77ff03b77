#!/bin/sh
# Times one large file to a lab node and back with Slipway (`copy`, `fetch`) and with scp, then a directory of 1,000 small files with
# Slipway, Ansible's `copy` (pipelining) and rsync (`ansible.posix.synchronize`), in turn.
#   .ci/bench/transfer.sh [MIB] [ROUNDS]       default: 1024 MiB, 3 rounds
# SLIPWAY says which program, PARTS which of "large small memory", TOOLS which of "slipway synchronize ansible" copy the directory (real
# Ansible takes minutes for it). Needs root; installs Debian's `ansible`, `rsync` and `time`. Prints one line a run: tool, what, wall s,
# CPU s of the controller, CPU s of the node, peak MB of the largest process; then by how much a large file makes Slipway's memory grow.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
size=${1:-1024}
rounds=${2:-3}
parts=${PARTS:-large small memory}
tools=${TOOLS:-slipway synchronize ansible}
work=$(mktemp -d)
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="${SLIPWAY_HOME:-$work/home}" ANSIBLE_CONFIG="$work/ansible.cfg"

clean_up() {
    "$SLIPWAY" lab down --name transfer >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages ansible:ansible-galaxy rsync:rsync time:time docker.io:dockerd mmdebstrap:mmdebstrap openssh-client:scp
"$SLIPWAY" lab up --name transfer --nodes 1+0 --with-python >&2
lab=$SLIPWAY_HOME/labs/transfer
[ ! -S "$SLIPWAY_HOME/engine/docker.sock" ] || export DOCKER_HOST="unix://$SLIPWAY_HOME/engine/docker.sock"
address=$(sed -n 's/^ *ansible_host: *//p' "$lab/inventory.yml" | head -n 1)
login="-i $lab/id_ed25519 -o UserKnownHostsFile=$lab/known_hosts -o StrictHostKeyChecking=yes"

cat >"$ANSIBLE_CONFIG" <<'CFG'
[defaults]
gathering = explicit
interpreter_python = /usr/bin/python3
deprecation_warnings = False
[ssh_connection]
pipelining = True
CFG

# A playbook, as `exec` would also print the file's MD5, and so have to take it.
play() {
    printf -- '- hosts: all\n  gather_facts: false\n  tasks: [{%s}]\n' "$1"
}
play "copy: {src: $work/large, dest: /tmp/large}" >"$work/up.yml"
play "fetch: {src: /tmp/large, dest: $work/again, flat: true}" >"$work/down.yml"

node() {
    # shellcheck disable=SC2086
    ssh -n $login "slipway@$address" "$1"
}

# CPU seconds that the node has used so far, whichever version of cgroups counts them.
node_seconds() {
    id=$(docker ps -q --no-trunc --filter label=slipway.lab=transfer)
    { cat "/sys/fs/cgroup/cpuacct/docker/$id/cpuacct.usage" 2>/dev/null \
        || awk '$1 == "usage_usec" { print $2 * 1000 }' "/sys/fs/cgroup/system.slice/docker-$id.scope/cpu.stat"; } \
        | awk '{ printf "%.2f", $1 / 1e9 }'
}

# timed TOOL WHAT COMMAND...
timed() {
    tool=$1
    what=$2
    shift 2
    before=$(node_seconds)
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>&1 || {
        tail -n 30 "$work/out" >&2
        die "$tool failed: $what"
    }
    tail -n 1 "$work/time" | awk -v tool="$tool" -v what="$what" -v nodes="$(node_seconds)" -v before="$before" \
        '{ printf "%-12s %-8s %8.2f %8.2f %8.2f %8d\n", tool, what, $1, $2 + $3, nodes - before, $4 / 1024 }'
}

large() {
    node 'rm -f /tmp/large*'
    rm -rf "$work/back" "$work/again"
    for what in up down; do
        for tool in $(if [ $((round % 2)) = 1 ]; then echo scp slipway; else echo slipway scp; fi); do
            case $tool-$what in
                # shellcheck disable=SC2086
                scp-up) timed scp up scp -q $login "$work/large" "slipway@$address:/tmp/large-scp" ;;
                # shellcheck disable=SC2086
                scp-down) timed scp down scp -q $login "slipway@$address:/tmp/large-scp" "$work/back" ;;
                slipway-up) timed slipway up "$SLIPWAY" run -i "$lab/inventory.yml" "$work/up.yml" ;;
                slipway-down) timed slipway down "$SLIPWAY" run -i "$lab/inventory.yml" "$work/down.yml" ;;
            esac
        done
    done
    cmp "$work/large" "$work/back"
    cmp "$work/large" "$work/again"
}

small() {
    for tool in $tools; do
        node 'rm -rf /tmp/tree'
        for what in first second; do
            case $tool in
                slipway) timed "$tool" "$what" "$SLIPWAY" exec all -i "$lab/inventory.yml" -m copy -a "src=$work/tree/ dest=/tmp/tree" ;;
                ansible) timed "$tool" "$what" ansible all -i "$lab/inventory.yml" -m copy -a "src=$work/tree/ dest=/tmp/tree" ;;
                *) timed "$tool" "$what" ansible all -i "$lab/inventory.yml" -m ansible.posix.synchronize -a "src=$work/tree/ dest=/tmp/tree" ;;
            esac
        done
        node 'cd /tmp/tree && find . -type f -exec sha1sum {} + | sort' >"$work/there"
        cmp -s "$work/here" "$work/there" || die "$tool copied something else"
    done
}

# The largest heap that a collection leaves, with a young generation too small to hide anything.
memory() {
    for file in little large; do
        timed slipway "$file" env SLIPWAY_JAVA_OPTS="-Xmn8m -Xlog:gc:file=$work/gc" "$SLIPWAY" exec all -i "$lab/inventory.yml" -m copy -a "src=$work/$file dest=/tmp/memory-$file"
        echo "after collections the heap held at most $(sed -n 's/.*->\([0-9]*\)M(.*/\1/p' "$work/gc" | sort -n | tail -n 1) MB"
    done
    node 'rm -f /tmp/memory-*'
}

head -c "${size}M" /dev/urandom >"$work/large"
head -c 1K /dev/urandom >"$work/little"
mkdir "$work/tree"
for folder in 0 1 2 3 4 5 6 7 8 9; do
    mkdir "$work/tree/$folder"
    for file in $(seq 100); do
        head -c $((file * 40)) /dev/urandom >"$work/tree/$folder/$file.conf"
    done
done
(cd "$work/tree" && find . -type f -exec sha1sum {} + | sort) >"$work/here"
# The node is offline: it gets this machine's rsync, which is of the same Debian.
{ command -v rsync && ldd "$(command -v rsync)" | sed -n 's/.*=> \(.*\) (.*/\1/p'; } >"$work/rsync"
tar -chf - -T "$work/rsync" 2>/dev/null | docker exec -i "$(docker ps -q --filter label=slipway.lab=transfer)" tar -xf - -C / --skip-old-files

# shellcheck disable=SC2086
echo "scp: $(ssh -v -n $login "slipway@$address" true 2>&1 | sed -n 's/.*client->server \(cipher: [^ ]*\).*/\1/p')"
echo "tool         what       wall s    CPU s   node s  peak MB     $size MiB, then 1,000 files of 40 to 4,000 bytes"
round=1
while [ "$round" -le "$rounds" ]; do
    for part in $parts; do "$part"; done | tee "$work/round"
    awk '{ wall[$1, $2] = $3 }
        END {
            if (("scp", "up") in wall) printf "rate over scp   up %.2f   down %.2f\n", wall["scp", "up"] / wall["slipway", "up"], wall["scp", "down"] / wall["slipway", "down"]
            for (i = 1; i <= 2; i++) for (w = 1; w <= 2; w++) {
                tool = i == 1 ? "ansible" : "synchronize"; what = w == 1 ? "first" : "second"
                if ((tool, what) in wall) printf "wall of %s over slipway   %s %.1f\n", tool, what, wall[tool, what] / wall["slipway", what]
            }
        }' "$work/round"
    round=$((round + 1))
done
