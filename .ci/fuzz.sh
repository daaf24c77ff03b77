#!/bin/sh
# Has Jazzer, which follows the branches that an input takes, look for inputs that crash or hang what reads packets and configs of others: DHCP,
# TFTP, DNS, NTP, Ignition and Butane. The same doors are tried with fixed seeds by the unit tests (`FuzzTest`).
#   .ci/fuzz.sh [SECONDS] [NAME…]       default: 600 seconds each of DhcpFuzz TftpFuzz DnsFuzz NtpFuzz IgnitionFuzz ButaneFuzz
# Jazzer comes by Maven. SLIPWAY_CLASSES is a class path, with the tests on it, to use instead of building them. What was found lies in
# target/fuzz; fails at the first finding. Inputs that took new branches are kept there, too, and taken up again the next time.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
. "$here/.ci/lib.sh"
seconds=${1:-600}
[ $# = 0 ] || shift
jazzer=0.28.0
work=$here/target/fuzz

find_jdk
need_packages maven:mvn
mkdir -p "$work/lib"
for part in jazzer jazzer-api; do
    [ -f "$work/lib/$part-$jazzer.jar" ] \
        || maven -q dependency:copy -N "-Dartifact=com.code-intelligence:$part:$jazzer" "-DoutputDirectory=$work/lib"
done
classes=${SLIPWAY_CLASSES:-}
if [ -z "$classes" ]; then
    maven -q test-compile -Dspotless.check.skip=true dependency:build-classpath "-Dmdep.outputFile=$work/classpath" -pl appliance
    classes=$here/appliance/target/test-classes:$here/appliance/target/classes:$(cat "$work/classpath")
fi

# Each target gives its seeds itself; a small program lays them out for Jazzer.
cat >"$work/Seeds.java" <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class Seeds {
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<?> seeds = (List<?>) Class.forName(args[0]).getMethod("seeds").invoke(null);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed" + i), (byte[]) seeds.get(i));
        }
    }
}
JAVA

[ $# != 0 ] || set -- DhcpFuzz TftpFuzz DnsFuzz NtpFuzz IgnitionFuzz ButaneFuzz
for name; do
    file=$(find "$here/appliance/src/test/java" -name "$name.java")
    [ -n "$file" ] || die "there is no $name"
    target=$(echo "${file#"$here/appliance/src/test/java/"}" | sed 's|/|.|g; s|\.java$||')
    "$JAVA_HOME/bin/java" -cp "$classes" "$work/Seeds.java" "$target" "$work/$name"
    say "$name for $seconds s"
    (
        cd "$work"
        "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
            -cp "$work/lib/jazzer-$jazzer.jar:$work/lib/jazzer-api-$jazzer.jar:$classes" com.code_intelligence.jazzer.Jazzer \
            --target_class="$target" '--instrumentation_includes=io.slipway.**:org.xbill.**' --disabled_hooks='com.code_intelligence.**' \
            "--reproducer_path=$work" -timeout=10 -max_len=4096 "-max_total_time=$seconds" "$work/$name"
    ) >"$work/$name.log" 2>&1 || {
        tail -n 40 "$work/$name.log" >&2
        die "$name found something; all that was said is in $work/$name.log"
    }
    grep -E 'Done [0-9]+ runs' "$work/$name.log" || tail -n 1 "$work/$name.log"
done
