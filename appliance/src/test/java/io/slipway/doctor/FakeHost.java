package io.slipway.doctor;

import io.slipway.common.Problem;
import io.slipway.lab.LabException;
import io.slipway.lab.rootfs.AptSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A host with which nothing is wrong until a test spoils it. */
final class FakeHost implements Host {

    int java = 25;
    boolean root = true;
    int cores = 8;
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    String suite = "bookworm";
    final Map<Path, Long> free = new HashMap<>();
    final Set<String> taken = new HashSet<>();
    final Set<String> unreadable = new HashSet<>();
    final Set<String> programs = new HashSet<>(Set.of("dockerd", "containerd", "runc", "mmdebstrap", "ssh"));
    final Set<String> present = new HashSet<>(Set.of("/sys/fs/cgroup/cgroup.controllers"));
    final Map<String, String> files = new HashMap<>(Map.of(
            "/proc/meminfo", "MemTotal:       24684544 kB\nMemFree: 1 kB\n",
            "/proc/kallsyms", "0 t ovl_get_tree\n0 t br_dev_newlink\t[bridge]\n0 t veth_newlink\n",
            "/proc/self/status", "CapBnd:\t000001ffffffffff\n"));
    List<AptSource> sources = List.of(new AptSource(
            List.of("http://archive.example"), List.of("bookworm"), List.of("main"), Map.of("Signed-By", "/k.gpg")));

    @Nullable
    RunningEngine engine = new RunningEngine("unix:///s", "20.10", Path.of("/data"));

    @Nullable
    Problem engineProblem;

    @Nullable
    Problem sourcesProblem;

    @Override
    public int javaRelease() {
        return java;
    }

    @Override
    public boolean root() {
        return root;
    }

    @Override
    public long freeBytes(Path directory) {
        return free.getOrDefault(directory, 500L << 30);
    }

    @Override
    public int cores() {
        return cores;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public boolean portFree(Port port) {
        return !taken.contains(port.toString());
    }

    @Override
    public boolean installed(String program) {
        return programs.contains(program);
    }

    @Override
    public Optional<String> read(Path file) {
        return Optional.ofNullable(files.get(file.toString()));
    }

    @Override
    public boolean exists(Path file) {
        return present.contains(file.toString());
    }

    @Override
    public boolean readable(Path file) {
        return !unreadable.contains(file.toString());
    }

    @Override
    public String kernel() {
        return "6.1";
    }

    @Override
    public Optional<RunningEngine> engine() {
        if (engineProblem != null) {
            throw new LabException(engineProblem);
        }
        return Optional.ofNullable(engine);
    }

    @Override
    public List<AptSource> aptSources() {
        if (sourcesProblem != null) {
            throw new LabException(sourcesProblem);
        }
        return sources;
    }

    @Override
    public String codename() {
        return suite;
    }
}
