package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdHocTest {

    @TempDir
    Path folder;

    @Test
    void oneModuleRunsOnTheHostsOfAPattern() {
        assertEquals("""
                PLAY [Ad-Hoc] a,b
                TASK [sh]
                changed: [a] hello a
                changed: [b] hello b
                RECAP a ok=1 changed=1 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0
                RECAP b ok=1 changed=1 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0
                """, new Stage(folder, "a", "b", "c").exec("a:b", "sh", "say hello {{ inventory_hostname }}"));
    }

    @Test
    void argumentsAreWordsOrAMapping() {
        assertEquals(
                "ok: [a] 1 2\n",
                new Stage(folder, "a")
                                .exec("a", "debug", "msg='1 2'")
                                .lines()
                                .skip(2)
                                .findFirst()
                                .orElseThrow() + "\n");
        assertEquals(
                "ok: [a] [1, 2]",
                new Stage(folder, "a")
                        .exec("a", "debug", "{\"msg\": [1, 2]}")
                        .lines()
                        .skip(2)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void aCommandMustBeSaid() {
        EngineException refused = assertThrows(
                EngineException.class,
                () -> AdHoc.play(new Stage(folder, "a").loader(), "a", "ansible.builtin.shell", " ", Optional.empty()));
        assertEquals(
                "No argument passed to ansible.builtin.shell module",
                refused.problems().getFirst().what());
    }

    @Test
    void anUnknownModuleIsAnErrorWithAHint() {
        assertEquals(
                "ERROR: <command line>: unknown module 'debgu' (did you mean 'debug'?)\n",
                new Stage(folder, "a").exec("a", "debgu", ""));
    }
}
