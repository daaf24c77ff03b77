package io.slipway.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.config.OutputSettings;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written besides the output of a run. */
class ReportsTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final StringWriter text = new StringWriter();

    private static final OutputSettings.JUnit PLAIN =
            new OutputSettings.JUnit(Optional.empty(), false, false, false, true, false, "", Optional.empty());

    private String junit(OutputSettings.JUnit settings, RunEvent... events) throws IOException {
        Path file = folder.resolve("deep/report.xml");
        JUnitOutput output = new JUnitOutput(playbook -> file, settings, warnings::add);
        output.on(new RunEvent.PlaybookStarted(Path.of("site.yml"), 1));
        for (RunEvent event : events) {
            output.on(event);
        }
        output.on(Events.ended(9));
        return Files.readString(file);
    }

    @Test
    void eachTaskOnEachHostIsATestCase() throws IOException {
        Step.Task task = Events.task("fail", Map.of("msg", YamlNode.Scalar.of("<no>", Position.in("x"))));
        String xml = junit(
                PLAIN,
                Events.started(task, "Try \"it\"", 0),
                Events.done(task, "a", Status.OK, Map.of("changed", false)),
                Events.done(task, "b", Status.SKIPPED, Map.of("skip_reason", "Conditional result was False")),
                Events.done(task, "c", Status.FAILED, Map.of("msg", "<no>\u0007")));
        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites disabled="0" errors="0" failures="1" tests="3" time="4.500000">
                	<testsuite disabled="0" errors="0" failures="1" name="site" skipped="1" tests="3" time="4.500000">
                		<testcase classname="/p/site.yml:3" name="[a] : Try &quot;it&quot; msg=&lt;no&gt;" time="1.500000">
                			<system-out>{
                &quot;changed&quot;: false
                }</system-out>
                		</testcase>
                		<testcase classname="/p/site.yml:3" name="[b] : Try &quot;it&quot; msg=&lt;no&gt;" time="1.500000">
                			<skipped>Conditional result was False</skipped>
                		</testcase>
                		<testcase classname="/p/site.yml:3" name="[c] : Try &quot;it&quot; msg=&lt;no&gt;" time="1.500000">
                			<failure message="&lt;no&gt;\ufffd" type="failure">{
                &quot;msg&quot;: &quot;&lt;no&gt;\\u0007&quot;
                }</failure>
                		</testcase>
                	</testsuite>
                </testsuites>
                """, xml);
    }

    @Test
    void theNameOfATaskCanExpectOrTurnAroundAFailure() throws IOException {
        Step.Task task = Events.task("ping", Map.of());
        String xml = junit(
                PLAIN,
                Events.started(task, "EXPECTED FAILURE of ping", 0),
                Events.done(task, "a", Status.FAILED, Map.of()),
                Events.started(task, "TOGGLE RESULT of ping", 0),
                Events.done(task, "b", Status.OK, Map.of()));
        assertEquals(1, xml.split("<failure message=\"rc=0\"", -1).length - 1, xml);
        assertEquals(1, xml.split("<system-out>", -1).length - 1, xml);
    }

    @Test
    void aResultBelongsToItsOwnTaskAlsoWhenAnotherHasBegunSince() throws IOException {
        Step.Task first = Events.task("ping", Map.of());
        Step.Task second = Events.task("ping", Map.of());
        String xml = junit(
                PLAIN,
                Events.started(first, "first", 0),
                Events.started(second, "second", 1),
                Events.done(first, "a", Status.OK, Map.of()));
        assertTrue(xml.contains("name=\"[a] : first\" time=\"1.500000\""), xml);
    }

    @Test
    void aReportThatCannotBeWrittenIsWarnedOf() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        JUnitOutput output = new JUnitOutput(playbook -> file.resolve("x.xml"), PLAIN, warnings::add);
        output.on(Events.ended(0));
        assertEquals(1, warnings.size(), warnings.toString());
    }

    @Test
    void theSlowestTasksAreNamedFirst() {
        Paper paper = Paper.plain(new PrintWriter(text));
        ProfileOutput profile =
                new ProfileOutput(paper, new OutputSettings.Profile(2, "descending"), ZoneOffset.UTC, Events.START);
        profile.on(Events.started(Events.task("a", Map.of()), "quick", 1));
        profile.on(Events.started(Events.task("b", Map.of()), "slow", 2));
        profile.on(Events.started(Events.task("c", Map.of()), "quickest", 65));
        profile.on(Events.ended(65));
        String said = text.toString();
        assertEquals("""
                Thursday 01 January 2026  00:00:01 +0000 (0:00:01.000)       0:00:01.000 ******\s
                Thursday 01 January 2026  00:00:02 +0000 (0:00:01.000)       0:00:02.000 ******\s
                Thursday 01 January 2026  00:01:05 +0000 (0:01:03.000)       0:01:05.000 ******\s
                Thursday 01 January 2026  00:01:05 +0000 (0:00:00.000)       0:01:05.000 ******\s
                ===============================================================================\s
                slow ------------------------------------------------------------------- 63.00s
                quick ------------------------------------------------------------------- 1.00s
                """, said);
    }

    @Test
    void theWholeRunIsTimed() {
        TimerOutput timer = new TimerOutput(Paper.plain(new PrintWriter(text)), Events.START);
        timer.on(Events.ended(90_061));
        assertEquals("Playbook run took 1 days, 1 hours, 1 minutes, 1 seconds\n", text.toString());
    }

    @Test
    void theNameOfAHostCannotLeadOutOfTheTree() throws IOException {
        TreeOutput tree = new TreeOutput(folder.resolve("tree"), warnings::add);
        Step.Task task = Events.task("ping", Map.of());
        tree.on(Events.done(task, "../evil", Status.OK, Map.of()));
        tree.on(Events.done(task, "good", Status.OK, Map.of("ping", "pong")));
        assertFalse(Files.exists(folder.resolve("evil")));
        assertEquals("{\"ping\": \"pong\"}", Files.readString(folder.resolve("tree/good")));
        assertEquals(1, warnings.size(), warnings.toString());
    }
}
