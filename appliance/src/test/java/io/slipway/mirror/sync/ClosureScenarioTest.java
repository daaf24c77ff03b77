package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Position;
import io.slipway.common.Progress;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.FetchSuite;
import io.slipway.mirror.apt.LastSeen;
import io.slipway.mirror.apt.ReadIndexes;
import io.slipway.mirror.apt.closure.ClosureRequest;
import io.slipway.mirror.apt.closure.ResolveClosure;
import io.slipway.mirror.apt.closure.Universe;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import io.slipway.mirror.apt.machine.Machine;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real indexes of this machine's own sources, a closure is what {@code apt-get install} would install on an empty system. */
@Tag("scenario")
class ClosureScenarioTest {

    private static final List<String> SAMPLE = List.of(
            "curl",
            "containerd",
            "chrony",
            "gnupg",
            "keepalived",
            "nfs-common",
            "openssh-server",
            "prometheus",
            "slurm-wlm");

    @TempDir
    Path directory;

    @Test
    void agreesWithApt() throws Exception {
        for (String each : List.of("state/lists/partial", "cache/archives/partial")) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.createFile(directory.resolve("state/status"));
        Machine machine = Machine.local();
        Universe universe = new Universe(machine.architecture(), packages(machine));
        apt("update");
        for (String name : SAMPLE) {
            assertEquals(installedByApt(name), closure(universe, name), name);
        }
    }

    private List<BinaryPackage> packages(Machine machine) {
        List<BinaryPackage> packages = new ArrayList<>();
        List<AptSource> sources = machine.sources(
                machine.codename(), List.of("main"), List.of(machine.architecture()), Position.in("test"));
        try (Fetch fetch = new Fetch(Fetch.Settings.standard());
                StoreWriter store = ContentStore.in(directory.resolve("store")).lock()) {
            FetchSuite fetchSuite = new FetchSuite(
                    fetch,
                    store,
                    Backoff.patient(),
                    InstantSource.system(),
                    LastSeen.in(Optional.empty()),
                    Progress.NONE);
            sources.forEach(source -> ReadIndexes.packages(store.store(), fetchSuite.fetch(source), packages::add));
        }
        return packages;
    }

    private static Set<String> closure(Universe universe, String name) {
        ClosureRequest.Item item = new ClosureRequest.Item(new Relation(name, "", null), Position.in("test"));
        return ResolveClosure.resolve(universe, new ClosureRequest(List.of(item), List.of(), false, false))
                .picks()
                .stream()
                .map(pick -> pick.chosen().name() + " " + pick.chosen().version())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> installedByApt(String name) throws Exception {
        return apt("-s", "install", "--no-install-recommends", name)
                .lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split("[ (]+"))
                .map(words -> words[1] + " " + words[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String apt(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                "apt-get",
                                "-q",
                                "-o",
                                "Dir::State=" + directory.resolve("state"),
                                "-o",
                                "Dir::State::status=" + directory.resolve("state/status"),
                                "-o",
                                "Dir::Cache=" + directory.resolve("cache"),
                                "-o",
                                "APT::Sandbox::User=root"),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
