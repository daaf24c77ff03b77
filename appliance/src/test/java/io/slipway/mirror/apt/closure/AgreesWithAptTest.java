package io.slipway.mirror.apt.closure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Position;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the indexes of this machine's own sources, the closure of a package is what {@code apt-get install} would install on an empty system. */
class AgreesWithAptTest {

    private static final long SEED = 6;

    @TempDir
    Path scratch;

    /** @param closure nothing where it cannot be had */
    private record Ours(Optional<Closure> closure, String problems) {}

    private record Drawn(String name, boolean recommends) {
        @Override
        public String toString() {
            return name + (recommends ? " with what it recommends" : "");
        }
    }

    @Test
    @Tag("full")
    void forFiveHundredPackages() throws Exception {
        compare(500);
    }

    @Test
    @Tag("scenario")
    void forTwentyPackages() throws Exception {
        compare(20);
    }

    private void compare(int count) throws Exception {
        MachinePackages machine = new MachinePackages(scratch);
        Universe universe = new Universe(machine.architecture());
        machine.each(each -> universe.add(each, Universe.USUAL_PRIORITY));
        List<String> names = new ArrayList<>(universe.packageNames());
        Collections.shuffle(names, new Random(SEED));
        List<Drawn> drawn = new ArrayList<>();
        names.stream().limit(count).forEach(name -> drawn.add(new Drawn(name, drawn.size() % 2 == 0)));
        Map<Drawn, MachinePackages.Said> said = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Map<Drawn, Future<MachinePackages.Said>> answers = new HashMap<>();
            for (Drawn each : drawn) {
                Callable<MachinePackages.Said> ask = () -> machine.install(each.recommends(), each.name());
                answers.put(each, threads.submit(ask));
            }
            for (Drawn each : drawn) {
                said.put(each, answers.get(each).get());
            }
        }
        List<String> differences = new ArrayList<>();
        Map<String, Integer> rules = new TreeMap<>();
        said.forEach((each, apt) -> {
            String verdict = verdict(each, apt, ours(universe, each));
            rules.merge(verdict.split(":")[0], 1, Integer::sum);
            if (!verdict.startsWith("the same") && !verdict.startsWith("explained")) {
                differences.add(each + ": " + verdict);
            } else if (verdict.startsWith("explained")) {
                System.out.println(each + ": " + verdict);
            }
        });
        System.out.println(rules);
        assertEquals("", String.join("\n", differences));
    }

    private static Ours ours(Universe universe, Drawn drawn) {
        ClosureRequest.Item item = new ClosureRequest.Item(new Relation(drawn.name(), "", null), Position.in("test"));
        try {
            return new Ours(
                    Optional.of(ResolveClosure.resolve(
                            universe, new ClosureRequest(List.of(item), List.of(), false, drawn.recommends()))),
                    "");
        } catch (ClosureException e) {
            return new Ours(Optional.empty(), e.problems().toString());
        }
    }

    private static String verdict(Drawn drawn, MachinePackages.Said apt, Ours ours) {
        if (apt.status() != 0 || ours.closure().isEmpty()) {
            if (apt.status() != 0 && ours.closure().isEmpty()) {
                return "the same: neither can have it";
            }
            return apt.status() != 0
                    ? "apt cannot have it:\n" + apt.text()
                    : "Slipway cannot have it: " + ours.problems();
        }
        SortedSet<String> theirs = apt.text()
                .lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split("[ (]+"))
                .map(words -> words[1] + " " + words[2])
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> mine = new TreeSet<>();
        for (Closure.Pick pick : ours.closure().get().picks()) {
            BinaryPackage chosen = pick.chosen();
            mine.add(chosen.name() + " " + chosen.version());
        }
        SortedSet<String> missing = new TreeSet<>(theirs);
        missing.removeAll(mine);
        List<String> more = ours.closure().get().picks().stream()
                .filter(pick -> !theirs.contains(
                        pick.chosen().name() + " " + pick.chosen().version()))
                .map(Closure.Pick::chain)
                .toList();
        if (missing.isEmpty() && more.isEmpty()) {
            return "the same: set";
        }
        return "different (of " + theirs.size() + "): missing " + missing + " more " + more;
    }
}
