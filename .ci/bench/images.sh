#!/bin/sh
# Brings the same 40 images from one registry (Debian's docker-registry) to another place: into Slipway's store with `slipway sync`, and
# into a second docker-registry with `skopeo sync`, in turn. The images share four bases, as real ones do.
#   .ci/bench/images.sh [ROUNDS]       default: 3 rounds
# skopeo copies to another registry; Slipway syncs into its store, which is served at once.
# SLIPWAY says which program. Installs Debian's `docker-registry` and `skopeo`. Prints seconds for the first run, a second one that finds
# nothing new, and one by the lock; then the medians' ratios.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
rounds=${1:-3}
SLIPWAY=${SLIPWAY:-$here/slipway}
work=$(mktemp -d)
from=127.0.0.1:18490
to=127.0.0.1:18491

clean_up() {
    for pid in "$work"/*.pid; do
        [ ! -s "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages docker-registry:docker-registry skopeo:skopeo curl:curl

start() { # NAME ADDRESS
    rm -rf "${work:?}/$1"
    mkdir -p "$work/$1"
    printf 'version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "%s"}\n' \
        "$work/$1" "$2" >"$work/$1.yml"
    docker-registry serve "$work/$1.yml" >"$work/$1.log" 2>&1 &
    echo $! >"$work/$1.pid"
    until curl -fs "http://$2/v2/" >/dev/null; do sleep 0.1; done
}

stop() { # NAME
    kill "$(cat "$work/$1.pid")"
    wait "$(cat "$work/$1.pid")" 2>/dev/null || true
    rm "$work/$1.pid"
}

blob() { # FILE: moves it into the layout, prints digest and size as JSON
    hash=$(sha256sum <"$1" | cut -c1-64)
    size=$(stat -c %s "$1")
    mv "$1" "$layout/blobs/sha256/$hash"
    printf '"digest":"sha256:%s","size":%s' "$hash" "$size"
}

layer() { # NAME SIZE: leaves $work/tar and prints nothing
    head -c "$2" /dev/urandom >"$work/$1"
    tar -C "$work" -cf "$work/$1.tar" "$1"
    rm "$work/$1"
}

image() { # BASE OWN: pushes an image of a shared and a new layer
    layout=$work/layout
    rm -rf "$layout"
    mkdir -p "$layout/blobs/sha256"
    diffs='' layers=''
    for tar in "$work/base$1.tar" "$work/own.tar"; do
        diffs="$diffs,\"sha256:$(sha256sum <"$tar" | cut -c1-64)\""
        gzip -1nc "$tar" >"$work/gz"
        layers="$layers,{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",$(blob "$work/gz")}"
    done
    printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}' "${diffs#,}" >"$work/c"
    config=$(blob "$work/c")
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},"layers":[%s]}' \
        "$config" "${layers#,}" >"$work/m"
    printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",%s}]}' "$(blob "$work/m")" >"$layout/index.json"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
    skopeo copy -q --insecure-policy --dest-tls-verify=false "oci:$layout" "docker://$from/bench/image$2:v1"
}

seconds() { # COMMAND...: how long it took
    begin=$(date +%s%N)
    "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
    end=$(date +%s%N)
    awk "BEGIN { printf \"%.2f\", ($end - $begin) / 1e9 }"
}

start upstream "$from"
mkdir -p "$work/mirrors"
echo 'images:' >"$work/mirrors/images.yml"
printf '%s:\n  tls-verify: false\n  images:\n' "$from" >"$work/skopeo.yml"
for base in 0 1 2 3; do layer "base$base" 8M; done
for number in $(seq 10 49); do
    layer own 3M
    image $((number % 4)) "$number"
    echo "  - $from/bench/image$number:v1" >>"$work/mirrors/images.yml"
    printf '    bench/image%s: [v1]\n' "$number" >>"$work/skopeo.yml"
done
printf 'registries: {"%s": {uri: "http://%s"}}\n' "$from" "$from" >>"$work/mirrors/images.yml"

ours() { "$SLIPWAY" --home "$work/home" sync images --mirrors "$work/mirrors" "$@"; }
theirs() { skopeo --insecure-policy sync --src yaml --dest docker --dest-tls-verify=false "$work/skopeo.yml" "$to"; }

round=1
while [ "$round" -le "$rounds" ]; do
    rm -rf "$work/home" "$work/mirrors/images.lock"
    start target "$to"
    for what in first second; do
        s=$(seconds theirs)
        o=$(seconds ours)
        echo "$what skopeo $s slipway $o" | tee -a "$work/results"
    done
    echo "locked skopeo $s slipway $(seconds ours --locked)" | tee -a "$work/results"
    stop target
    round=$((round + 1))
done
for what in first second locked; do
    grep "^$what " "$work/results" | awk '{ printf "%.2f\n", $3 / $5 }' | sort -n |
        awk -v what="$what" '{ all[NR] = $1 } END { print what ": skopeo takes " all[int((NR + 1) / 2)] " times as long" }'
done
