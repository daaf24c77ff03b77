package io.slipway.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.doctor.Doctor.Purpose;
import io.slipway.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorTest {

    private static final Path HOME = Path.of("/srv/slipway");

    @Test
    void nothingIsWrongWithAGoodHost() {
        List<Finding> findings = examine(new FakeHost(), Purpose.LAB);
        assertTrue(findings.stream().allMatch(finding -> finding.level() == Level.OK), findings.toString());
        assertTrue(Doctor.ready(findings));
        assertEquals(
                findings.size(),
                findings.stream().map(Finding::check).distinct().count());
    }

    /** One fault each: the check that finds it, how bad it is, and a word that the remedy or cause must have. */
    static Stream<Arguments> faults() {
        return Stream.of(
                fault("java", Level.FAIL, "JAVA_HOME", host -> host.java = 21),
                fault("root", Level.WARN, "--home", host -> host.root = false),
                fault("disk", Level.FAIL, "--home", host -> host.free.put(HOME, 1L << 30)),
                fault("disk", Level.WARN, "100 GiB", host -> host.free.put(HOME, 20L << 30)),
                fault(
                        "memory",
                        Level.FAIL,
                        "2 GiB",
                        host -> host.files.put("/proc/meminfo", "MemTotal:  1000000 kB\n")),
                fault("memory", Level.WARN, "more", host -> host.files.put("/proc/meminfo", "MemTotal:  3000000 kB\n")),
                fault("memory", Level.FAIL, "2 GiB", host -> host.files.remove("/proc/meminfo")),
                fault("cores", Level.WARN, "core", host -> host.cores = 1),
                fault("clock", Level.FAIL, "certificates", host -> host.now = Instant.EPOCH),
                fault("clock", Level.FAIL, "time server", host -> host.now = Instant.parse("2150-01-01T00:00:00Z")),
                fault("port 8080/tcp", Level.FAIL, "ss -tlnp sport = :8080", host -> host.taken.add("8080/tcp")),
                fault("port 67/udp", Level.WARN, "ss -ulnp", host -> host.taken.add("67/udp")),
                fault("engine", Level.FAIL, "apt-get install docker.io", host -> {
                    host.engine = null;
                    host.programs.remove("dockerd");
                }),
                fault("engine", Level.FAIL, "apt-get install containerd)", host -> {
                    host.engine = null;
                    host.programs.remove("containerd");
                }),
                fault("engine disk", Level.FAIL, "--home", host -> {
                    host.engine = null;
                    host.free.put(HOME.resolve("engine/data"), 1L << 20);
                }),
                fault(
                        "engine",
                        Level.FAIL,
                        "no such socket",
                        host -> host.engineProblem = Problem.of("no engine").because("no such socket")),
                fault(
                        "engine disk",
                        Level.FAIL,
                        "docker system prune",
                        host -> host.free.put(Path.of("/data"), 1L << 20)),
                fault(
                        "mmdebstrap",
                        Level.FAIL,
                        "apt-get install mmdebstrap",
                        host -> host.programs.remove("mmdebstrap")),
                fault("ssh", Level.FAIL, "openssh-client", host -> host.programs.remove("ssh")),
                fault(
                        "kernel overlay",
                        Level.FAIL,
                        "CONFIG_OVERLAY_FS",
                        host -> host.files.put("/proc/kallsyms", "0 t br_dev_newlink\n0 t veth_newlink\n")),
                fault("kernel veth", Level.WARN, "modprobe veth", host -> host.files.remove("/proc/kallsyms")),
                fault("cgroups", Level.FAIL, "mount", host -> host.present.clear()),
                fault(
                        "bridge firewall",
                        Level.WARN,
                        "sysctl",
                        host -> host.files.put("/proc/sys/net/bridge/bridge-nf-call-iptables", "1\n")),
                fault(
                        "CAP_SYS_RESOURCE",
                        Level.WARN,
                        "oom_score",
                        host -> host.files.put("/proc/self/status", "CapBnd:\t000001fffeffffff\n")),
                fault("apt sources", Level.FAIL, "apt-get update", host -> host.sources = List.of()),
                fault("apt sources", Level.FAIL, "apt-get update", host -> host.suite = "trixie"),
                fault("apt sources", Level.FAIL, "verified", host -> host.unreadable.add("/k.gpg")),
                fault(
                        "apt sources",
                        Level.FAIL,
                        "denied",
                        host -> host.sourcesProblem = Problem.of("unreadable").because("denied")));
    }

    private static Arguments fault(String check, Level level, String word, Consumer<FakeHost> breaking) {
        return Arguments.of(check, level, word, breaking);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("faults")
    void eachFaultIsFoundWithCauseAndRemedy(String check, Level level, String word, Consumer<FakeHost> breaking) {
        FakeHost host = new FakeHost();
        breaking.accept(host);
        List<Finding> findings = examine(host, Purpose.LAB);
        Finding finding = find(findings, check);
        assertEquals(level, finding.level());
        assertTrue((finding.what() + finding.why() + finding.remedy()).contains(word), finding.toString());
        assertEquals(level != Level.FAIL, Doctor.ready(findings));
    }

    @Test
    void anInstalledEngineIsGoodEnoughForRootOnly() {
        FakeHost host = new FakeHost();
        host.engine = null;
        assertEquals(Level.OK, find(examine(host, Purpose.LAB), "engine").level());
        host.root = false;
        assertEquals(Level.FAIL, find(examine(host, Purpose.LAB), "engine").level());
    }

    @Test
    void whatOnlyALabNeedsIsNoFailureOfAnAppliance() {
        FakeHost host = new FakeHost();
        host.programs.clear();
        List<Finding> findings = examine(host, Purpose.APPLIANCE);
        assertTrue(Doctor.ready(findings));
        assertEquals(Level.WARN, find(findings, "mmdebstrap").level());
        host.java = 17;
        assertFalse(Doctor.ready(examine(host, Purpose.APPLIANCE)));
    }

    @Test
    void aModuleThatCanBeLoadedIsThere() {
        FakeHost host = new FakeHost();
        host.files.remove("/proc/kallsyms");
        host.files.put("/lib/modules/6.1/modules.dep", "kernel/fs/overlayfs/overlay.ko:\n");
        assertEquals(
                Level.OK, find(examine(host, Purpose.LAB), "kernel overlay").level());
    }

    private static List<Finding> examine(Host host, Purpose purpose) {
        return Doctor.forHome(HOME, purpose).examine(host);
    }

    private static Finding find(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }
}
