package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Stage stage(int hosts) {
        return new Stage(
                folder, IntStream.range(0, hosts).mapToObj(i -> "h" + i).toArray(String[]::new));
    }

    @Test
    void underFreeAHostGoesOnWhileAnotherIsAtAnEarlierTask() {
        Stage stage = stage(2).forks(2);
        assertTimeoutPreemptively(LONG, () -> stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: free
                  tasks:
                    - sh: await 1
                      when: inventory_hostname == 'h0'
                    - sh: release
                      when: inventory_hostname == 'h1'
                """));
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    /** The host that hangs keeps one of two places until the others, one after another in the other place, are through. */
    @ParameterizedTest
    @ValueSource(strings = {"free", "host_pinned"})
    void aHostThatHangsDelaysNobodyButItself(String strategy) {
        Stage stage = stage(4).forks(2);
        assertTimeoutPreemptively(LONG, () -> stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: %s
                  tasks:
                    - sh: await 3
                      when: inventory_hostname == 'h0'
                    - sh: say 1
                    - sh: say 2
                    - sh: release
                      when: inventory_hostname != 'h0'
                """.formatted(strategy)));
        assertEquals(RunOutcome.OK, stage.outcome());
        List<String> said = stage.connector.runs.stream()
                .filter(run -> run.exchange().script().endsWith("say 2"))
                .map(run -> run.target().name())
                .toList();
        assertEquals("h0", said.getLast());
        assertEquals(4, said.size());
    }

    @Test
    void aPinnedHostIsThroughBeforeTheNextBegins() {
        Stage stage = stage(8).forks(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        stage.file("site.yml", """
                - hosts: all
                  gather_facts: false
                  strategy: host_pinned
                  tasks:
                    - debug: {msg: 1}
                    - debug: {msg: 2}
                    - debug: {msg: 3}
                """);
        stage.runner(event -> {
                    if (event instanceof RunEvent.TaskDone done) {
                        order.add(done.result().host());
                    }
                })
                .run(List.of(folder.resolve("site.yml")));
        assertEquals(24, order.size());
        for (int i = 0; i < 24; i += 3) {
            assertEquals(1, order.subList(i, i + 3).stream().distinct().count(), order.toString());
        }
    }

    @Test
    void neverMoreHostsWorkThanForksAndThrottleAllow() {
        Stage stage = stage(20).forks(5);
        AtomicInteger working = new AtomicInteger();
        Map<String, Integer> most = new ConcurrentHashMap<>();
        stage.file("site.yml", """
                - hosts: all
                  gather_facts: false
                  strategy: free
                  tasks:
                    - touch:
                    - touch:
                      name: throttled
                      throttle: 1
                """);
        stage.runner(event -> {
                    switch (event) {
                        case RunEvent.HostBegan began ->
                            most.merge(
                                    began.task().name().isPresent() ? "throttled" : "free",
                                    working.incrementAndGet(),
                                    Math::max);
                        case RunEvent.TaskDone done -> working.decrementAndGet();
                        default -> {}
                    }
                })
                .run(List.of(folder.resolve("site.yml")));
        assertTrue(most.get("free") <= 5, most.toString());
    }

    @Test
    void throttleHoldsUnderFree() {
        Stage stage = stage(20).forks(10);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        stage.file("site.yml", """
                - hosts: all
                  gather_facts: false
                  strategy: free
                  tasks:
                    - touch:
                      throttle: 2
                """);
        stage.runner(event -> {
                    switch (event) {
                        case RunEvent.HostBegan began -> most.accumulateAndGet(working.incrementAndGet(), Math::max);
                        case RunEvent.TaskDone done -> working.decrementAndGet();
                        default -> {}
                    }
                })
                .run(List.of(folder.resolve("site.yml")));
        assertTrue(most.get() >= 1 && most.get() <= 2, most.toString());
    }

    @Test
    void aHundredHostsOfWhichManyFailEndWell() {
        Stage stage = stage(100).forks(10);
        assertTimeoutPreemptively(LONG, () -> stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: free
                  handlers:
                    - name: h
                      touch:
                  tasks:
                    - touch:
                      notify: h
                    - block:
                        - fail: {msg: rescued}
                          when: inventory_hostname is match('h.*5')
                      rescue:
                        - debug: {msg: rescue}
                    - meta: flush_handlers
                    - fail: {msg: lost}
                      when: inventory_hostname is match('h.*3')
                    - meta: end_host
                      when: inventory_hostname is match('h.*7')
                    - set_fact: {seen: "{{ inventory_hostname }}"}
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: "{{ seen | default('-') }}"}
                """));
        assertEquals(RunOutcome.FAILED, stage.outcome());
        List<String> lines = stage.transcript.lines();
        assertEquals(
                100, lines.stream().filter(line -> line.startsWith("RECAP")).count());
        assertEquals(
                19, lines.stream().filter(line -> line.contains(" failed=1")).count());
        assertEquals(
                19, lines.stream().filter(line -> line.contains(" rescued=1")).count());
        assertEquals(
                81,
                lines.stream()
                        .filter(line -> line.matches("ok: \\[h\\d+\\] (h\\d+|-)"))
                        .count());
    }

    @Test
    void whatNoHostGetsPastEndsTheRunForAll() {
        Stage stage = stage(10).forks(3);
        String text = assertTimeoutPreemptively(LONG, () -> stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: free
                  handlers:
                    - name: restart
                      touch:
                  tasks:
                    - touch:
                      notify: restrat
                """));
        assertEquals(RunOutcome.ERROR, stage.outcome());
        assertTrue(text.contains("(did you mean 'restart'?)"), text);
    }

    @Test
    void endPlayEndsItForAllHosts() {
        Stage stage = stage(3).forks(1);
        String text = assertTimeoutPreemptively(LONG, () -> stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: host_pinned
                  tasks:
                    - meta: end_play
                    - debug: {msg: never}
                """));
        assertTrue(!text.contains("never"), text);
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void whatIsCalledMitogensIsOurOwn() {
        Stage stage = stage(2);
        assertTrue(stage.play("""
                - hosts: all
                  gather_facts: false
                  strategy: mitogen_linear
                  tasks:
                    - debug: {msg: said}
                """).contains("said"));
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void anUnknownStrategyIsAnErrorThatSaysWhichWasMeant() {
        Stage stage = stage(1);
        assertEquals(
                "NOT DONE: play 'all' not begun\nERROR: site.yml:3:13: Invalid play strategy specified: fere: there are linear, free, host_pinned, debug"
                        + " (did you mean 'free'?)\n",
                stage.play("""
                        - hosts: all
                          gather_facts: false
                          strategy: fere
                          tasks: []
                        """));
    }
}
