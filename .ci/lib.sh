# What the launchers share: sourced with $here set to the top of the repository.

minimum_java=25

say() {
    printf 'slipway: %s\n' "$*" >&2
}

die() {
    say "$1"
    shift
    for line; do say "  $line"; done
    exit 1
}

# Prints the major version of the JDK at $1, or nothing when there is none.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to a JDK that is new enough: the one given, else the newest under /usr/lib/jvm, else one from Debian.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ]; then
        version=$(jdk_version "$JAVA_HOME")
        [ "${version:-0}" -ge "$minimum_java" ] && return 0
    fi
    best=
    best_version=0
    for jdk in /usr/lib/jvm/*; do
        version=$(jdk_version "$jdk")
        if [ "${version:-0}" -ge "$minimum_java" ] && [ "$version" -gt "$best_version" ]; then
            best=$jdk
            best_version=$version
        fi
    done
    if [ -z "$best" ] && [ "$(id -u)" -eq 0 ] && [ -z "${jdk_tried:-}" ] \
        && apt-cache show "openjdk-$minimum_java-jdk-headless" >/dev/null 2>&1; then
        jdk_tried=yes
        install_packages "openjdk-$minimum_java-jdk-headless"
        find_jdk
        return
    fi
    [ -n "$best" ] || die "JDK $minimum_java or newer is needed, and none was found." \
        "looked at: JAVA_HOME=${JAVA_HOME:-(not set)} and /usr/lib/jvm/*" \
        "install a JDK $minimum_java (Temurin, or Debian's openjdk-$minimum_java-jdk-headless where it exists) and set JAVA_HOME to it"
    JAVA_HOME=$best
    export JAVA_HOME
}

# The JVM takes the names of files to be in the encoding of the locale, and nothing can tell it otherwise later.
use_utf8() {
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] && return 0
    LC_ALL=C.UTF-8
    export LC_ALL
}

install_packages() {
    say "installing Debian packages: $*"
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "installing $* failed; the end of apt's output is above"
    fi
    rm -f "$log"
}

# Each argument is PACKAGE:COMMAND; installs the packages whose command is missing.
need_packages() {
    missing=
    for pair; do
        PATH="$PATH:/usr/sbin:/sbin" command -v "${pair#*:}" >/dev/null 2>&1 || missing="$missing ${pair%%:*}"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" -eq 0 ] || die "these Debian packages are missing:$missing" "install them: sudo apt-get install$missing"
    # shellcheck disable=SC2086
    install_packages $missing
}

maven() {
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" mvn -B -f "$here/pom.xml" "$@"
}

# Whether the jar $1 is not there, or older than what it is made from.
is_stale() {
    [ -f "$1" ] || return 0
    [ -d "$here/appliance/src/main" ] || return 1
    [ -n "$(find "$here/pom.xml" "$here/appliance/pom.xml" "$here/appliance/src/main" -newer "$1" -type f -print -quit)" ]
}

# Sets $jar to the appliance that is up to date: the one that slipway-test made and checked, else the launcher's own.
find_jar() {
    for jar in "$here/appliance/target/slipway.jar" "$here/appliance/target/launcher/slipway.jar"; do
        is_stale "$jar" || return 0
    done
    return 1
}

# Tells how long the build takes and what Maven is doing, by its log $1, until somebody ends this or the launcher is gone.
# A build of less than two seconds stays quiet. On a terminal the line moves; otherwise there is one each half minute.
watch_build() {
    started=$(date +%s)
    next=2
    while sleep 1 2>/dev/null && kill -0 $$ 2>/dev/null; do
        seconds=$(($(date +%s) - started))
        [ "$seconds" -ge "$next" ] || continue
        stage=$(sed -n -e 's/^\[INFO\] --- \([a-z-]*\):[^:]*:\([A-Za-z-]*\) .*/\1 \2/p' \
            -e 's|^.*Downloading from .*/\([^/]*\)$|downloading \1|p' "$1" | tail -n 1 | sed 's/^maven-//; s/-maven-plugin / /; s/-plugin / /' | cut -c1-40)
        text="building the appliance: $seconds s${stage:+, $stage}"
        if [ -t 2 ]; then
            printf '\r\033[Kslipway: %s' "$text" >&2
        else
            say "$text"
            next=$((seconds + 30))
        fi
    done
}

# What every start of the JVM takes; its log is nobody's business. With a thousand connections most of the heap lives long: little room for
# what is new and little to spare are enough then. The JVM's notes are mapped where they were made for, instead of being rewritten for
# another address at each start; a later JVM may not know how.
jvm_options='-XX:+UseSerialGC -XX:MaxNewSize=48m -XX:MinHeapFreeRatio=20 -Xlog:disable --enable-native-access=ALL-UNNAMED
    -XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions -XX:ArchiveRelocationMode=0'

# Lets the JVM note beside $jar what everyday commands load, so that they start faster. Without that everything works, too.
train() {
    # shellcheck disable=SC2086
    "$JAVA_HOME/bin/java" $jvm_options -XX:AOTCacheOutput="$jar.aot.new" \
        -cp "$jar" io.slipway.cli.Training </dev/null >/dev/null 2>&1 || return 1
    mv -f "$jar.aot.new" "$jar.aot"
}

# Builds the jar, once at a time, without static checks and tests; those are slipway-test's affair. Sets $jar.
build_if_stale() {
    find_jar && return 0
    mkdir -p "$here/appliance/target"
    exec 9>"$here/appliance/target/.build.lock"
    flock 9
    if ! find_jar; then
        need_packages maven:mvn
        log=$(mktemp)
        watch_build "$log" >/dev/null 9>&- &
        watcher=$!
        built=yes
        MAVEN_OPTS="-XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}" maven -Plauncher package -Dmaven.test.skip=true \
            -Dspotless.check.skip=true >"$log" 2>&1 || built=
        [ -z "$built" ] || { find_jar && train; } || :
        kill "$watcher" 2>/dev/null || :
        wait "$watcher" 2>/dev/null || :
        [ ! -t 2 ] || printf '\r\033[K' >&2
        if [ -z "$built" ]; then
            grep -v '^\[INFO\]' "$log" | tail -n 40 >&2
            rm -f "$log"
            die "the build failed; the end of its output is above"
        fi
        rm -f "$log"
    fi
    exec 9>&-
}
