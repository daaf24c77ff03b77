#!/bin/sh
# Builds Kubernetes 1.20.2 from the source package of Debian 12, which is whole (vendored) and of which Debian ships no binaries, for the tests
# that run a real cluster. Needs the source package from the machine's own apt sources, and several GB of disk; takes about 20 minutes on four cores.
#   .ci/kubernetes.sh FILE      writes FILE, a tar.xz of kubeadm, kubelet, kubectl and what a control plane runs
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
. "$here/.ci/lib.sh"
version=1.20.2
programs='kubeadm kubelet kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubectl'
[ $# = 1 ] || die "usage: .ci/kubernetes.sh FILE"
case $1 in /*) file=$1 ;; *) file=$PWD/$1 ;; esac

need_packages golang-go:go rsync:rsync jq:jq make:make xz-utils:xz dpkg-dev:dpkg-source
reflect=/usr/share/gocode/src/github.com/modern-go/reflect2
[ -d "$reflect" ] || install_packages golang-github-modern-go-reflect2-dev

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# the machine's own sources, asked for source packages as well
mkdir -p apt/lists/partial apt/sources
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$list" ] || continue
    sed -n 's/^deb /deb-src /p' "$list" >>apt/sources/machine.list
done
for list in /etc/apt/sources.list.d/*.sources; do
    [ -e "$list" ] || continue
    sed 's/^Types:.*/Types: deb-src/' "$list" >"apt/sources/${list##*/}"
done
apt="-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$work/apt/sources -o Dir::State::Lists=$work/apt/lists -o APT::Sandbox::User=root"
say "fetching the source of Kubernetes $version"
# shellcheck disable=SC2086
apt-get $apt -q update >log 2>&1 && apt-get $apt -q source --download-only kubernetes >>log 2>&1 \
    && grep -q "^Version:.*$version-" kubernetes_*.dsc || {
    tail -n 20 log >&2
    die "the source package kubernetes $version is not to be had from this machine's apt sources; Debian 12 has it"
}
mkdir -p go/src/k8s.io
dpkg-source --no-check --extract kubernetes_*.dsc go/src/k8s.io/kubernetes >>log

# The vendored one panics when it is built by Go 1.18 or newer.
rm -rf go/src/k8s.io/kubernetes/vendor/github.com/modern-go/reflect2
cp -r "$reflect" go/src/k8s.io/kubernetes/vendor/github.com/modern-go/reflect2

cat >version <<END
KUBE_GIT_COMMIT=debian
KUBE_GIT_TREE_STATE=clean
KUBE_GIT_VERSION=v$version
KUBE_GIT_MAJOR=1
KUBE_GIT_MINOR=20
END
say "building it; that takes a while"
what=
for program in $programs; do what="$what cmd/$program"; done
(
    cd go/src/k8s.io/kubernetes
    GOPATH=$work/go GOCACHE=$work/cache GO111MODULE=off GOFLAGS= KUBE_GIT_VERSION_FILE=$work/version \
        make CGO_ENABLED=0 GOLDFLAGS='-s -w' WHAT="${what# }"
) >>log 2>&1 || {
    tail -n 40 log >&2
    die "it cannot be built"
}
mkdir -p "$(dirname "$file")"
# shellcheck disable=SC2086
tar -cJf "$file.new" -C go/src/k8s.io/kubernetes/_output/bin $programs
mv "$file.new" "$file"
say "built $file"
