package io.slipway.automation.module.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.system.SystemModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

    private static final Module SHELL = SystemModules.all().stream()
            .filter(module -> module.spec().name().equals("shell"))
            .findFirst()
            .orElseThrow();

    @TempDir
    Path folder;

    private final LocalNode node = new LocalNode();
    private final Jobs jobs = new Jobs(List.of(SHELL));

    private ModuleCall call(Map<String, ?> arguments) {
        node.env("ANSIBLE_ASYNC_DIR", folder.resolve("jobs").toString());
        return new ModuleCall(SHELL.spec().check(arguments), false, false, node, new FakeController(folder));
    }

    private ModuleResult start(String id, Duration limit, Map<String, ?> arguments) {
        return jobs.start(id, SHELL, arguments, call(arguments), limit);
    }

    private ModuleResult ended(String id) {
        while (true) {
            ModuleResult now = jobs.status(id, call(Map.of("cmd", "x")));
            if (now.values().get("finished").equals(1L)) {
                return now;
            }
        }
    }

    @Test
    void aJobAnswersAsTheModuleWouldHave() {
        ModuleResult started = start(
                "j1.2", Duration.ofSeconds(60), Map.of("cmd", "cat; echo bad >&2; exit 3", "stdin", "it's\nread"));
        assertEquals(
                Map.of(
                        "ansible_job_id",
                        "j1.2",
                        "started",
                        1L,
                        "finished",
                        0L,
                        "results_file",
                        folder.resolve("jobs/j1.2").toString()),
                started.values());
        assertTrue(started.changed());
        ModuleResult ended = ended("j1.2");
        assertTrue(ended.failed());
        assertEquals("it's\nread", ended.values().get("stdout"));
        assertEquals("bad", ended.values().get("stderr"));
        assertEquals(3, ended.values().get("rc"));
        assertEquals("j1.2", ended.values().get("ansible_job_id"));
    }

    @Test
    void aJobThatTakesTooLongIsKilledWithAllThatItStarted() throws IOException {
        Path survived = folder.resolve("survived");
        start("j2.2", Duration.ZERO, Map.of("cmd", "(sleep 600; touch " + survived + ") & wait"));
        ModuleResult late = ended("j2.2");
        assertTrue(late.failed());
        assertEquals("Timeout exceeded", late.values().get("msg"));
        long pid =
                Long.parseLong(Files.readString(folder.resolve("jobs/j2.2/pid")).strip());
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        assertFalse(Files.exists(survived));
    }

    @Test
    void nobodyElseMayReadAJob() throws IOException {
        start("j3.2", Duration.ofSeconds(60), Map.of("cmd", "umask"));
        ModuleResult ended = ended("j3.2");
        assertFalse(String.valueOf(ended.values().get("stdout")).endsWith("77"), "the job has the umask of the login");
        Path job = folder.resolve("jobs/j3.2");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(job)));
        for (String file : List.of("call", "script", "out", "err", "input")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(job.resolve(file))), file);
        }
    }

    @Test
    void aResultThatIsThereAlreadyIsKept() {
        call(Map.of("cmd", "x"));
        jobs.keep("j4.2", ModuleResult.changed(true).with("path", "/x"), node);
        ModuleResult kept = jobs.status("j4.2", call(Map.of("cmd", "x")));
        assertTrue(kept.changed());
        assertEquals("/x", kept.values().get("path"));
        assertEquals(1L, kept.values().get("finished"));
    }

    @Test
    void whatWasErasedIsNotFoundAnyMore() {
        start("j5.2", Duration.ofSeconds(60), Map.of("cmd", "true"));
        ended("j5.2");
        assertEquals(
                folder.resolve("jobs/j5.2").toString(),
                jobs.erase("j5.2", node).values().get("erased"));
        assertEquals("could not find job", ended("j5.2").values().get("msg"));
        assertEquals("could not find job", jobs.erase("j5.2", node).values().get("msg"));
    }

    @Test
    void aNameLeadsNowhereElse() throws IOException {
        Files.createDirectories(folder.resolve("jobs"));
        Path other = Files.createDirectories(folder.resolve("other"));
        call(Map.of("cmd", "x"));
        for (String hostile : List.of("../other", "..", ".", "/etc", "a/../../other", "", "-rf", "a\nb")) {
            assertEquals(
                    "could not find job", jobs.erase(hostile, node).values().get("msg"), hostile);
            assertEquals("could not find job", ended(hostile).values().get("msg"), hostile);
        }
        assertTrue(Files.exists(other));
    }

    @Test
    void aJobThatWasKilledSaysSo() throws IOException {
        start("j6.2", Duration.ofSeconds(600), Map.of("cmd", "sleep 600"));
        Path pid = folder.resolve("jobs/j6.2/pid");
        while (!Files.exists(pid)) {
            Thread.onSpinWait();
        }
        ProcessHandle job =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        job.descendants().forEach(ProcessHandle::destroyForcibly);
        job.destroyForcibly();
        ModuleResult lost = ended("j6.2");
        assertTrue(lost.failed(), lost.toString());
    }

    @Test
    void whatIsKeptAndNoJsonIsSaidSo() throws IOException {
        call(Map.of("cmd", "x"));
        jobs.keep("j7.2", ModuleResult.unchanged(), node);
        Files.writeString(folder.resolve("jobs/j7.2/result"), "{half");
        try {
            jobs.status("j7.2", call(Map.of("cmd", "x")));
        } catch (ModuleFailure e) {
            assertEquals("Could not parse job output: {half", e.problem().what());
            return;
        }
        throw new AssertionError("half a result is none");
    }
}
