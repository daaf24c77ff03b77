package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.Engine.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaiseLabTest {

    private static final String IMAGE = "slipway-lab:abc";
    private static final LabSpec SPEC = LabSpec.named("t").nodes("1+1").subnet("10.77.3.0/24");

    @TempDir
    Path home;

    private final FakeEngine engine = new FakeEngine();
    private final Set<String> silent = new HashSet<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public Step begin(String what, long total, Unit unit) {
            told.add(what);
            return Progress.NONE.begin(what, total, unit);
        }

        @Override
        public void note(String line) {
            told.add(line);
        }
    };
    private List<Routes.Route> routes = List.of();

    @Test
    void fromNothing() {
        Lab lab = raise(SPEC);
        assertEquals(
                List.of(
                        "create slipway-t-dgx01 10.77.3.101",
                        "create slipway-t-mgmt01 10.77.3.11",
                        "network slipway-t 10.77.3.0/24",
                        "start slipway-t-dgx01",
                        "start slipway-t-mgmt01",
                        "unpack into slipway-t-dgx01",
                        "unpack into slipway-t-mgmt01"),
                engine.heard());
        assertEquals("10.77.3.1", lab.gateway());
        assertTrue(Files.exists(lab.inventory()));
        assertTrue(engine.containers().stream()
                .allMatch(node -> "t".equals(node.labels().get("slipway.lab"))));
    }

    @Test
    void whatIsRightIsLeftAlone() {
        Lab lab = raise(SPEC);
        engine.heard();
        assertEquals(lab, raise(SPEC));
        assertEquals(List.of(), engine.heard());
    }

    @Test
    void withoutAWantedSubnetTheOneItHasStays() {
        Subnet first = raise(SPEC).subnet();
        engine.heard();
        assertEquals(first, raise(LabSpec.named("t").nodes("1+1")).subnet());
        assertEquals(List.of(), engine.heard());
    }

    @Test
    void aStoppedNodeIsStartedAndAPausedOneGoesOn() {
        raise(SPEC);
        become("slipway-t-dgx01", "exited");
        become("slipway-t-mgmt01", "paused");
        engine.heard();
        raise(SPEC);
        assertEquals(List.of("start slipway-t-dgx01", "unpause slipway-t-mgmt01"), engine.heard());
    }

    @Test
    void whatIsRepairedIsSaidAndNothingElse() {
        raise(SPEC);
        assertEquals(List.of("start the nodes"), told());
        raise(SPEC);
        assertEquals(List.of("look after the nodes"), told());
        become("slipway-t-dgx01", "exited");
        become("slipway-t-mgmt01", "paused");
        raise(SPEC);
        assertEquals(
                List.of(
                        "look after the nodes",
                        "node dgx01 had stopped: starting it again",
                        "node mgmt01 was paused: letting it go on"),
                told());
        become("slipway-t-dgx01", "dead");
        raise(SPEC);
        assertEquals(List.of("look after the nodes", "node dgx01 is past help (dead): making it anew"), told());
        raise(SPEC.nodes("mgmt01,gpu1"));
        assertEquals(
                List.of(
                        "look after the nodes",
                        "node gpu1 is missing: making it",
                        "slipway-t-dgx01 is not wanted any more: removing it"),
                told());
        raise(SPEC.nodes("mgmt01"), "slipway-lab:other");
        assertTrue(told().contains("node mgmt01 is not as it is wanted now: making it anew"));
    }

    private List<String> told() {
        List<String> lines = told.stream().sorted().toList();
        told.clear();
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "dead", "removing"})
    void aNodeThatIsHalfMadeOrPastHelpIsMadeAnew(String state) {
        raise(SPEC);
        become("slipway-t-dgx01", state);
        engine.heard();
        raise(SPEC);
        assertEquals(
                List.of(
                        "create slipway-t-dgx01 10.77.3.101",
                        "remove slipway-t-dgx01",
                        "start slipway-t-dgx01",
                        "unpack into slipway-t-dgx01"),
                engine.heard());
    }

    @Test
    void aNodeThatCannotBeStartedAgainIsMadeAnew() {
        raise(SPEC);
        become("slipway-t-dgx01", "exited");
        engine.refuseStart = true;
        engine.heard();
        raise(SPEC);
        assertEquals(
                List.of(
                        "create slipway-t-dgx01 10.77.3.101",
                        "remove slipway-t-dgx01",
                        "start slipway-t-dgx01",
                        "unpack into slipway-t-dgx01"),
                engine.heard());
    }

    @Test
    void aRunningNodeThatDoesNotAnswerIsMadeAnewOnce() {
        raise(SPEC);
        engine.heard();
        silent.add("dgx01");
        LabException failure = assertThrows(LabException.class, () -> raise(SPEC));
        assertEquals("dgx01 is silent", failure.problem().what());
        assertEquals(
                1,
                engine.heard().stream()
                        .filter(line -> line.equals("remove slipway-t-dgx01"))
                        .count());
    }

    @Test
    void aNodeThatIsNoLongerWantedGoesAndANewOneComes() {
        raise(SPEC);
        engine.heard();
        raise(SPEC.nodes("mgmt01,gpu1"));
        assertEquals(
                List.of(
                        "create slipway-t-gpu1 10.77.3.101",
                        "remove slipway-t-dgx01",
                        "start slipway-t-gpu1",
                        "unpack into slipway-t-gpu1"),
                engine.heard());
    }

    @Test
    void anotherImageMakesNodesAnew() {
        raise(SPEC);
        engine.heard();
        raise(SPEC, "slipway-lab:other");
        assertEquals(
                2,
                engine.heard().stream()
                        .filter(line -> line.startsWith("remove "))
                        .count());
    }

    @Test
    void anotherSubnetMakesEverythingAnew() {
        raise(SPEC);
        engine.heard();
        assertEquals("10.77.4.1", raise(SPEC.subnet("10.77.4.0/24")).gateway());
        List<String> heard = engine.heard();
        assertTrue(heard.contains("remove network"));
        assertTrue(heard.contains("create slipway-t-dgx01 10.77.4.101"));
        assertEquals(2, engine.containers().size());
    }

    @Test
    void aNetworkWithoutNodesIsAdopted() {
        engine.createNetwork("slipway-t", "b", "10.77.3.0/24", "10.77.3.1", Map.of("slipway.lab", "t"));
        raise(SPEC);
        assertEquals(1, engine.networks().size());
    }

    @Test
    void whatBelongsToSomebodyElseIsNotTouched() {
        engine.networks.add(new Network("n", "slipway-t", List.of("10.1.0.0/24"), Map.of()));
        LabException network = assertThrows(LabException.class, () -> raise(SPEC));
        assertTrue(network.problem().what().contains("network 'slipway-t'"));
        engine.networks.clear();

        engine.containers.add(new Container("x", "slipway-t-dgx01", "running", Map.of("slipway.lab", "other")));
        LabException container = assertThrows(LabException.class, () -> raise(SPEC));
        assertTrue(container.problem().what().contains("container 'slipway-t-dgx01'"));
        assertTrue(engine.containers().stream().anyMatch(found -> found.id().equals("x")));
    }

    @Test
    void aSubnetThatThisMachineUsesIsRefusedBeforeAnythingIsMade() {
        routes = List.of(new Routes.Route("eth0", Subnet.parse("10.77.0.0/16")));
        assertThrows(LabException.class, () -> raise(SPEC));
        assertEquals(List.of(), engine.heard());
        assertFalse(Files.exists(home.resolve("labs/t/lab.json")));
    }

    @Test
    void aLabOfTheSameNameInAnotherHomeHasOtherAddresses() {
        LabSpec spec = LabSpec.named("t");
        Subnet first = raise(spec).subnet();
        routes = List.of(new Routes.Route(engine.bridges.getLast(), first));
        engine.networks.clear();
        engine.containers.clear();
        assertEquals(first, raise(spec).subnet(), "what is left of this lab is in nobody's way");
        engine.networks.clear();
        engine.containers.clear();
        home = home.resolve("other");
        assertNotEquals(first, raise(spec).subnet());
    }

    @Test
    void strikingRemovesThisLabOnly() {
        raise(SPEC);
        engine.containers.add(new Container("x", "web", "running", Map.of()));
        engine.networks.add(new Network("n", "slipway-u", List.of(), Map.of("slipway.lab", "u")));
        engine.images.addAll(List.of(IMAGE, "postgres:16"));
        new StrikeLab(engine, "t", Progress.NONE).strike("slipway-lab");
        assertEquals(
                List.of("web"),
                engine.containers().stream().map(Container::name).toList());
        assertEquals(
                List.of("slipway-u"),
                engine.networks().stream().map(Network::name).toList());
        assertEquals(List.of("postgres:16"), engine.images);
    }

    private Lab raise(LabSpec spec) {
        return raise(spec, IMAGE);
    }

    private Lab raise(LabSpec spec, String image) {
        LabFiles files = new LabFiles(home, spec.name(), new SecureRandom());
        AwaitNode atOnce = (engine, container, node) -> {
            if (silent.contains(node.name())) {
                throw new LabException(Problem.of(node.name() + " is silent"));
            }
        };
        return new RaiseLab(engine, spec, files, () -> routes, atOnce, progress).from(image);
    }

    private void become(String name, String state) {
        String id = engine.containers().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
        engine.become(id, state);
    }
}
