package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that Ansible or the content has and Slipway has not are found before any host is touched. */
class MissingModulesTest {

    private static final String WHY = ": Ansible or your content has it, Slipway cannot run it"
            + " (leave the task out with --skip-tags, or write it with modules that are there)";

    @TempDir
    Path folder;

    private String refused(Stage stage, String playbook) {
        String said = stage.play(playbook);
        assertEquals(RunOutcome.ERROR, stage.outcome(), said);
        return said;
    }

    @Test
    void everyOneIsNamedWithItsPlaceAndNothingRuns() {
        String said = refused(new Stage(folder, "a"), """
                - hosts: all
                  tasks:
                    - debug: {msg: hello}
                    - block:
                        - community.docker.docker_image: {name: x}
                      rescue:
                        - action: pip name=x
                - hosts: all
                  tasks:
                    - debug: {msg: hello}
                  handlers:
                    - {name: h, kubernetes.core.k8s: {state: present}}
                """);
        assertEquals(
                "ERROR: site.yml:5:11: the module 'community.docker.docker_image' is not there yet" + WHY + "\n"
                        + "ERROR: site.yml:7:11: the module 'pip' is not there yet" + WHY + "\n"
                        + "ERROR: site.yml:12:7: the module 'kubernetes.core.k8s' is not there yet" + WHY,
                said.lines()
                        .filter(line -> line.contains("module"))
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse(said));
    }

    @Test
    void whatTagsLeaveOutIsNotMissed() {
        String playbook = """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: hello}
                    - {pip: {name: x}, tags: python}
                    - {pip: {name: x}, tags: never}
                """;
        Stage stage = new Stage(folder, "a").options(o -> Options.skipTags(o, "python"));
        stage.play(playbook);
        assertEquals(RunOutcome.OK, stage.outcome());
        refused(new Stage(folder, "a"), playbook);
    }

    @Test
    void underAConditionItIsMissedOnlyWhenItIsReached() {
        Stage stage = new Stage(folder, "a");
        String said = stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - {pip: {name: x}, when: false}
                    - block:
                        - {pip: {name: x}}
                      when: inventory_hostname == 'b'
                    - debug: {msg: hello}
                """);
        assertEquals(RunOutcome.OK, stage.outcome(), said);
    }

    @Test
    void modulesInTheLibraryOfARoleAreThere() {
        Stage stage = new Stage(folder, "a")
                .file("roles/mine/library/mine.sh", "#!/bin/sh\n")
                .file("roles/mine/tasks/main.yml", "- mine: {name: x}\n  when: false\n- debug: {msg: hello}\n");
        String said = stage.play("- hosts: all\n  gather_facts: false\n  roles: [mine]\n");
        assertEquals(RunOutcome.OK, stage.outcome(), said);
        assertTrue(refused(new Stage(folder.resolve("other"), "a"), "- hosts: all\n  tasks: [{minee: }]\n")
                .contains("unknown module 'minee'"));
    }

    @Test
    void pluginsInPythonAreNoObstacleUntilTheyAreUsed() {
        Stage stage = new Stage(folder, "a")
                .file("action_plugins/mine.py", "class ActionModule: pass\n")
                .file("filter_plugins/ours.py", "class FilterModule:\n  def filters(self): return {'shout': shout}\n");
        String said = stage.tasks("- debug: {msg: hello}\n");
        assertEquals(RunOutcome.OK, stage.outcome(), said);
    }

    @Test
    void anActionPluginInPythonIsRefusedByItsFile() {
        Stage stage = new Stage(folder, "a")
                .file("roles/r/action_plugins/mine.py", "class ActionModule: pass\n")
                .file("roles/r/tasks/main.yml", "- mine: {anything: x}\n");
        String said = refused(stage, "- hosts: all\n  roles: [r]\n");
        assertTrue(said.contains("roles/r/tasks/main.yml:1:3: the action 'mine' cannot be done by Slipway"), said);
        assertTrue(said.contains("roles/r/action_plugins/mine.py is an action plugin in Python"), said);
        assertTrue(said.contains("'library'"), said);
    }

    @Test
    void aModuleThatTheUserWroteAnewGoesBeforeTheBuiltInOne() {
        Stage stage = new Stage(folder, "a")
                .file("library/touch.sh", "no interpreter\n")
                .file("library/debug.sh", "no interpreter\n");
        String said = stage.tasks("- debug: {msg: hello}\n- ansible.builtin.touch:\n- touch:\n");
        assertEquals(RunOutcome.FAILED, stage.outcome(), said);
        assertTrue(said.contains("module (touch) is missing interpreter line"), said);
    }

    @Test
    void anIncludedFileThatNeedsOneFailsWhenItIsReached() {
        Stage stage = new Stage(folder, "a").file("more.yml", "- pip: {name: x}\n");
        String said = stage.tasks("- debug: {msg: hello}\n- include_tasks: more.yml\n");
        assertEquals(RunOutcome.FAILED, stage.outcome(), said);
        assertTrue(said.contains("more.yml:1:3: the module 'pip' is not there yet"), said);
    }
}
