#!/bin/sh
# Times one exchange with a host on a warm session, over loopback, and beside it what OpenSSH itself takes on the same machine: a byte
# through a client that runs all the time, a command over a ControlMaster (its client must start for that), and `ssh -O check`.
#   .ci/bench/exchange.sh
# Needs root; installs `openssh-server`. SLIPWAY_CLASSES is a class path to use instead of the built jar.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
. "$here/.ci/bench/sshd.sh"
work=$(mktemp -d)

clean_up() {
    stop_sshd
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
classes=${SLIPWAY_CLASSES:-}
if [ -z "$classes" ]; then
    build_if_stale
    classes=$jar
fi
start_sshd
cp "$work/sshd/key.pub" "$work/sshd/authorized"
echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
mkdir "$work/classes"
"$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$work/classes" -cp "$classes" \
    "$here/appliance/src/bench/java/io/slipway/automation/transport/ExchangeBench.java"
# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" $jvm_options -cp "$work/classes:$classes" io.slipway.automation.transport.ExchangeBench \
    127.1.0.1 "$bench_port" root "$work/sshd/key" "$work/sshd/known_hosts"

through() {
    ssh -F none -o BatchMode=yes -o "UserKnownHostsFile=$work/sshd/known_hosts" -i "$work/sshd/key" -p "$bench_port" \
        -o "ControlPath=$work/master" "$@"
}

each() {
    name=$1
    shift
    start=$(date +%s%N)
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do "$@" >/dev/null 2>&1; done
    printf '%-34s mean %5d us\n' "$name" $((($(date +%s%N) - start) / 25000))
}

through -M -N -f root@127.1.0.1
each "ssh -o ControlPath … true" through root@127.1.0.1 true
each "ssh -O check" through -O check root@127.1.0.1
through -O exit root@127.1.0.1 2>/dev/null || true
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
