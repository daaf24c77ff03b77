package io.slipway.doctor;

import static io.slipway.doctor.Finding.fail;
import static io.slipway.doctor.Finding.ok;
import static io.slipway.doctor.Finding.warn;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.doctor.Host.RunningEngine;
import io.slipway.lab.engine.EnginePrograms;
import io.slipway.lab.engine.FindEngine;
import io.slipway.lab.rootfs.AptSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a lab needs beyond that: an engine, the tools to make nodes, and a kernel that can run them. */
final class LabChecks {

    private static final long GIB = 1L << 30;
    private static final Path SYMBOLS = Path.of("/proc/kallsyms");
    private static final Path BRIDGE_FIREWALL = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int SYS_RESOURCE = 24;

    private LabChecks() {}

    /** @param home of the appliance, where an engine of its own would keep its data */
    static List<Check> all(Path home) {
        return List.of(
                LabChecks::engine,
                host -> engineDisk(host, home),
                host -> program(
                        host, "mmdebstrap", "it makes the root file system of lab nodes", "apt-get install mmdebstrap"),
                host -> program(host, "ssh", "slipway lab ssh runs it", "apt-get install openssh-client"),
                host -> feature(host, "overlay", "ovl_get_tree", "nodes share one root file system through it"),
                host -> feature(host, "bridge", "br_dev_newlink", "the network of a lab is one"),
                host -> feature(host, "veth", "veth_newlink", "it plugs a node into the network of its lab"),
                LabChecks::cgroups,
                LabChecks::bridgeFirewall,
                LabChecks::resourceCapability,
                LabChecks::aptSources);
    }

    private static Finding engine(Host host) {
        try {
            Optional<RunningEngine> running = host.engine();
            if (running.isPresent()) {
                return ok(
                        "engine",
                        "Docker engine " + running.get().version() + " at "
                                + running.get().address());
            }
        } catch (ProblemException e) {
            Problem problem = e.problem();
            return fail("engine", problem.what(), problem.why(), problem.hint());
        }
        List<String> missing = EnginePrograms.missing(host::installed);
        if (!missing.isEmpty()) {
            return fail(
                    "engine",
                    "no Docker engine: " + EnginePrograms.notInstalled(missing),
                    "the nodes of a lab are its containers",
                    EnginePrograms.remedy(missing));
        }
        return host.root()
                ? ok("engine", "none runs; dockerd is installed and slipway lab up starts it")
                : fail(
                        "engine",
                        "no Docker engine that this user may use",
                        "only root may start one",
                        "run as root, or start it (systemctl start docker) and join the group docker");
    }

    private static Finding engineDisk(Host host, Path home) {
        Path dataRoot;
        String remedy = "free some: docker system prune";
        try {
            Optional<Path> running = host.engine().map(RunningEngine::dataRoot);
            dataRoot = running.orElse(FindEngine.dataOfOwn(home));
            if (running.isEmpty()) {
                remedy = "free some, or choose another --home";
            }
        } catch (ProblemException toldAlready) {
            return warn(
                    "engine disk", "unknown", "the engine that was asked for does not answer", "see 'engine' above");
        }
        long free = host.freeBytes(dataRoot);
        String what = MachineChecks.gib(free) + " free for " + dataRoot;
        return free < 2 * GIB
                ? fail("engine disk", what, "the nodes of a lab live there", remedy)
                : ok("engine disk", what);
    }

    private static Finding program(Host host, String name, String why, String remedy) {
        return host.installed(name)
                ? ok(name, "installed")
                : fail(name, "not installed", why, "install it (on Debian: " + remedy + ")");
    }

    /** Built into the kernel, where its code has names, or a module that can be loaded. */
    private static Finding feature(Host host, String module, String symbol, String why) {
        String name = "kernel " + module;
        Path modules = Path.of("/lib/modules", host.kernel());
        boolean loadable = List.of("modules.dep", "modules.builtin").stream()
                .flatMap(index -> host.read(modules.resolve(index)).stream())
                .anyMatch(index -> index.contains("/" + module + ".ko"));
        if (loadable) {
            return ok(name, "there");
        }
        Optional<String> symbols = host.read(SYMBOLS);
        if (symbols.isEmpty()) {
            return warn(name, "unknown", why, "see whether modprobe " + module + " works");
        }
        return symbols.get().contains(" " + symbol + "\n") || symbols.get().contains(" " + symbol + "\t")
                ? ok(name, "there")
                : fail(
                        name,
                        "missing",
                        why,
                        "boot a kernel that has it (CONFIG_"
                                + (module.equals("overlay") ? "OVERLAY_FS" : module.toUpperCase(java.util.Locale.ROOT))
                                + ")");
    }

    private static Finding cgroups(Host host) {
        if (host.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
            return ok("cgroups", "version 2");
        }
        return host.exists(Path.of("/sys/fs/cgroup/systemd")) || host.exists(Path.of("/sys/fs/cgroup/memory"))
                ? ok("cgroups", "version 1")
                : fail("cgroups", "not mounted", "no engine runs without them", "mount -t cgroup2 none /sys/fs/cgroup");
    }

    private static Finding bridgeFirewall(Host host) {
        boolean filtered =
                host.read(BRIDGE_FIREWALL).map(String::strip).orElse("0").equals("1");
        return filtered
                ? warn(
                        "bridge firewall",
                        "packets on a bridge pass the firewall",
                        "if its policy is to drop, the nodes of a lab do not reach each other",
                        "sysctl net.bridge.bridge-nf-call-iptables=0, or allow forwarding within the bridge")
                : ok("bridge firewall", "packets on a bridge do not pass it");
    }

    private static Finding resourceCapability(Host host) {
        long bounding = host.read(STATUS)
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith("CapBnd:"))
                        .findFirst())
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapBnd:".length()).strip(), 16))
                .orElse(-1L);
        return (bounding >> SYS_RESOURCE & 1) == 1
                ? ok("CAP_SYS_RESOURCE", "there")
                : warn(
                        "CAP_SYS_RESOURCE",
                        "this machine lacks it",
                        "lab nodes go without: containerd on them needs restrict_oom_score_adj",
                        "nothing, unless you can run Slipway where it is not taken away");
    }

    private static Finding aptSources(Host host) {
        String remedy = "add the distribution's archive, with its keyring; apt-get update must succeed";
        try {
            String codename = host.codename();
            List<AptSource> ours = host.aptSources().stream()
                    .filter(source -> source.suites().contains(codename)
                            && source.components().contains("main"))
                    .toList();
            if (ours.isEmpty()) {
                return fail(
                        "apt sources",
                        "none for " + codename + " main",
                        "lab nodes and the demo's mirror are made from them",
                        remedy);
            }
            return ours.stream()
                    .flatMap(source -> source.keyrings().stream())
                    .filter(keyring -> !host.readable(keyring))
                    .findFirst()
                    .map(missing -> fail(
                            "apt sources",
                            "the keyring " + missing + " cannot be read",
                            "what comes from the archive cannot be verified",
                            remedy))
                    .orElseGet(() -> ok("apt sources", "for " + codename + ", with their keyrings"));
        } catch (ProblemException e) {
            return fail(
                    "apt sources",
                    e.problem().what(),
                    e.problem().why(),
                    e.problem().hint().isEmpty() ? remedy : e.problem().hint());
        }
    }
}
