#!/bin/sh
# How long `slipway serve` takes from its start to the first blob that it gives out, with nothing in the registry and with 100,000 blobs in a
# hundred repositories, in turn, each time after a kill -9.
#   .ci/bench/restart.sh [ROUNDS]       default: 5 rounds
# SLIPWAY says which program. Prints seconds, CPU seconds and memory of each start.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-5}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
at=127.0.0.1:18498
pid=

clean_up() {
    [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages curl:curl
build_if_stale
cat >"$work/Fill.java" <<'JAVA'
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.HexFormat;

class Fill {
    public static void main(String[] home) throws Exception {
        Path store = Path.of(home[0], "store");
        for (int i = 0; i < Integer.parseInt(home[1]); i++) {
            byte[] content = ("b" + i).getBytes();
            String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            Path holds = Files.createDirectories(store.resolve("holds/team%app" + i % 100 + "/blobs"));
            Path blobs = Files.createDirectories(store.resolve("blobs/sha256/" + hex.substring(0, 2)));
            Files.write(blobs.resolve(hex), content);
            Files.writeString(holds.resolve("sha256:" + hex), hex + " " + content.length + " \n");
        }
    }
}
JAVA
for blobs in 1 100000; do
    mkdir -p "$work/$blobs"
    printf 'anonymous: {pull: ["**"]}\n' >"$work/$blobs/registry.yml"
    "$JAVA_HOME/bin/java" "$work/Fill.java" "$work/$blobs" "$blobs"
done
first=$(printf b0 | sha256sum | cut -c1-64)

start() { # HOME
    begin=$(date +%s%N)
    "$SLIPWAY" serve --home "$work/$1" --listen "$at" >"$work/log" 2>&1 &
    pid=$!
    until curl -sf -o /dev/null "http://$at/v2/team/app0/blobs/sha256:$first"; do sleep 0.02; done
    end=$(date +%s%N)
    awk -v blobs="$1" -v wall="$((end - begin))" -v tick="$(getconf CLK_TCK)" '
        FILENAME ~ /stat$/ { cpu = ($14 + $15) / tick }
        /VmRSS/ { rss = $2 / 1024 }
        END { printf "%6d blobs: %.2f s, CPU %.2f s, %.0f MB\n", blobs, wall / 1e9, cpu, rss }' "/proc/$pid/stat" "/proc/$pid/status"
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
    pid=
}

start 1 >/dev/null
echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for _ in $(seq "$rounds"); do
    for blobs in 1 100000; do start "$blobs"; done
done
