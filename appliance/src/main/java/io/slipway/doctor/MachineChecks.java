package io.slipway.doctor;

import static io.slipway.doctor.Finding.fail;
import static io.slipway.doctor.Finding.ok;
import static io.slipway.doctor.Finding.warn;

import io.slipway.doctor.Host.Port;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What every provisioning node must have. */
final class MachineChecks {

    private static final int JAVA = 25;
    private static final long GIB = 1L << 30;
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** No release of Slipway is older than this; a clock that is, was never set. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private MachineChecks() {}

    static List<Check> all(Path home) {
        List<Check> checks = new ArrayList<>(List.of(
                MachineChecks::java,
                MachineChecks::root,
                host -> disk(host, home),
                MachineChecks::memory,
                MachineChecks::cores,
                MachineChecks::clock,
                host -> port(host, new Port(8080, false), "packages and images are served there", true)));
        checks.add(host -> port(host, new Port(53, true), "nodes ask for names there", false));
        checks.add(host -> port(host, new Port(67, true), "machines that boot ask for an address there", false));
        checks.add(host -> port(host, new Port(69, true), "machines that boot fetch their loader there", false));
        checks.add(host -> port(host, new Port(123, true), "nodes ask for the time there", false));
        return checks;
    }

    private static Finding java(Host host) {
        return host.javaRelease() >= JAVA
                ? ok("java", "Java " + host.javaRelease())
                : fail(
                        "java",
                        "Java " + host.javaRelease(),
                        "Slipway is compiled for Java " + JAVA,
                        "install JDK " + JAVA + " and set JAVA_HOME to it");
    }

    private static Finding root(Host host) {
        return host.root()
                ? ok("root", "this is root")
                : warn(
                        "root",
                        "this is not root",
                        "only root may serve boot requests, start a container engine or write to /var/lib/slipway",
                        "run as root, or stay with a --home of your own and a running engine");
    }

    private static Finding disk(Host host, Path home) {
        long free = host.freeBytes(home);
        String what = gib(free) + " free for " + home;
        String remedy = "free some, or choose another --home";
        if (free < 4 * GIB) {
            return fail("disk", what, "even the demo's mirror and nodes need 4 GiB", remedy);
        }
        return free < 100 * GIB
                ? warn("disk", what, "the mirror of a whole pod, with its images, takes 100 GiB and more", remedy)
                : ok("disk", what);
    }

    private static Finding memory(Host host) {
        long total = host.read(MEMORY).map(MachineChecks::totalMemory).orElse(0L);
        String what = gib(total) + " of memory";
        if (total < 2 * GIB) {
            return fail("memory", what, "the appliance and three lab nodes need 2 GiB", "add memory");
        }
        return total < 4 * GIB
                ? warn("memory", what, "large mirrors and many nodes at once need more", "add memory")
                : ok("memory", what);
    }

    private static long totalMemory(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0L);
    }

    private static Finding cores(Host host) {
        String what = host.cores() + (host.cores() == 1 ? " core" : " cores");
        return host.cores() < 2
                ? warn("cores", what, "a run over many nodes encrypts on every core", "add cores")
                : ok("cores", what);
    }

    private static Finding clock(Host host) {
        Instant now = host.now();
        return now.isBefore(EARLIEST) || now.isAfter(LATEST)
                ? fail(
                        "clock",
                        "the clock says " + now,
                        "certificates and signed package lists are refused by nodes with another time",
                        "set the clock, and have it follow a time server")
                : ok("clock", "the clock says " + now);
    }

    private static Finding port(Host host, Port port, String use, boolean needed) {
        String name = "port " + port;
        if (host.portFree(port)) {
            return ok(name, "free");
        }
        String remedy = "see who has it: ss -" + (port.udp() ? "u" : "t") + "lnp sport = :" + port.number();
        return needed ? fail(name, "taken", use, remedy) : warn(name, "taken, or not ours to take", use, remedy);
    }

    static String gib(long bytes) {
        return (bytes >= GIB ? bytes / GIB + " GiB" : (bytes >> 20) + " MiB");
    }
}
