package io.slipway.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.lab.engine.FindEngine.Probe;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindEngineTest {

    private static final String SYSTEM = "unix:///var/run/docker.sock";

    private final Own own = new Own();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void theSystemsEngineServesIfItAnswers(@Nullable String dockerHost) {
        assertEquals(SYSTEM, find(dockerHost, SYSTEM).orStart().address());
        assertFalse(own.started);
    }

    @Test
    void dockerHostComesBeforeTheSystems() {
        assertEquals(
                "unix:///other.sock",
                find("unix:///other.sock", SYSTEM, "unix:///other.sock")
                        .orStart()
                        .address());
    }

    @Test
    void aDockerHostThatDoesNotAnswerIsNotPassedOver() {
        EngineException refusal = assertThrows(
                EngineException.class, () -> find("unix:///other.sock", SYSTEM).orStart());
        assertTrue(refusal.problem().what().contains("unix:///other.sock"));
        assertEquals("no such socket", refusal.problem().why());
    }

    @Test
    void anEngineElsewhereCannotServeALab() {
        EngineException refusal = assertThrows(
                EngineException.class, () -> find("tcp://10.0.0.1:2375").orStart());
        assertTrue(refusal.problem().why().contains("must run here"));
    }

    @Test
    void theHomesOwnEngineComesFirstAndIsRevived() {
        own.exists = true;
        assertEquals(own.address(), find(null, SYSTEM).orStart().address());
        assertTrue(own.started);
        assertEquals(own.address(), find(own.address()).orStart().address());
    }

    @Test
    void anotherDockerHostThanTheHomesOwnEngineIsRefusedAndNotPassedOver() {
        own.exists = true;
        FindEngine engines = find("unix:///other.sock", "unix:///other.sock");
        for (Executable asking : List.<Executable>of(engines::orStart, engines::existing, engines::running)) {
            Problem problem = assertThrows(EngineException.class, asking).problem();
            assertEquals("DOCKER_HOST names another engine than that of this home", problem.what());
            assertEquals("it is 'unix:///other.sock', but labs of this home live on " + own.address(), problem.why());
            assertTrue(problem.hint().startsWith("unset DOCKER_HOST"), problem.hint());
        }
        assertFalse(own.started);
    }

    @Test
    void anEngineThatLacksAPartSaysWhatToInstall() {
        own.missing = List.of("containerd", "runc");
        Problem problem =
                assertThrows(EngineException.class, () -> find(null).orStart()).problem();
        assertTrue(problem.why().endsWith(", and containerd, runc are not installed"), problem.why());
        assertEquals("install what dockerd needs (on Debian: apt-get install containerd runc)", problem.hint());
    }

    @Test
    void withoutAnyOneIsStarted() {
        assertEquals(own.address(), find(null).orStart().address());
        assertTrue(own.started);
    }

    @Test
    void withoutDockerdItSaysWhatToInstall() {
        own.missing = List.of("dockerd", "containerd");
        Problem problem =
                assertThrows(EngineException.class, () -> find(null).orStart()).problem();
        assertEquals("there is no Docker engine on this machine", problem.what());
        assertEquals(
                "no engine answers (" + SYSTEM + ": no such socket), and dockerd, containerd are not installed",
                problem.why());
        assertEquals("install Docker's engine (on Debian: apt-get install docker.io)", problem.hint());
    }

    @Test
    void withoutRootItSaysSo() {
        own.permitted = false;
        Problem problem =
                assertThrows(EngineException.class, () -> find(null).orStart()).problem();
        assertTrue(problem.why().endsWith("only root may start one"));
    }

    @Test
    void lookingAtALabStartsNothing() {
        assertTrue(find(null).running().isEmpty());
        assertTrue(find(null).existing().isEmpty());
        own.exists = true;
        assertTrue(find(null).running().isEmpty());
        assertFalse(own.started);
        assertTrue(find(null).existing().isPresent());
        assertTrue(own.started);
    }

    @Test
    void theHomesOwnEngineRetiresWhenNothingIsLeftOnIt() {
        own.exists = true;
        find(null).retire(new Stub(own.address(), 1), false);
        find(null).retire(new Stub(SYSTEM, 0), false);
        assertEquals(List.of(), own.told);
        find(null).retire(new Stub(own.address(), 0), true);
        assertEquals(List.of("stop"), own.told);
        find(null).retire(new Stub(own.address(), 0), false);
        assertEquals(List.of("stop", "stop", "remove"), own.told);
    }

    private FindEngine find(@Nullable String dockerHost, String... answering) {
        Set<String> alive = Set.of(answering);
        return new FindEngine(
                own,
                dockerHost,
                address -> alive.contains(address)
                        ? new Probe.Ready(new Stub(address, 0))
                        : new Probe.Dead("no such socket"));
    }

    private static final class Own implements OwnEngine {

        private boolean exists;
        private List<String> missing = List.of();
        private boolean permitted = true;
        private boolean started;
        private final List<String> told = new java.util.ArrayList<>();

        @Override
        public String address() {
            return "unix:///home/engine/docker.sock";
        }

        @Override
        public boolean exists() {
            return exists;
        }

        @Override
        public List<String> missing() {
            return missing;
        }

        @Override
        public boolean permitted() {
            return permitted;
        }

        @Override
        public Engine start() {
            started = true;
            return new Stub(address(), 0);
        }

        @Override
        public void stop() {
            told.add("stop");
        }

        @Override
        public void remove() {
            told.add("remove");
        }
    }
}
