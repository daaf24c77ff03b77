package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybookErrorsTest {

    private final MemoryFiles files = new MemoryFiles();

    private List<String> mistakes(String playbook) {
        files.with("site.yml", playbook);
        PlaybookLoader loader = new PlaybookLoader(files, new FakeModules(), StaticTemplates.NONE, ContentPaths.NONE);
        return assertThrows(PlaybookException.class, () -> loader.load(Path.of("site.yml"))).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    /** The mistakes of one task; its first line is line 3. */
    private List<String> inTask(String task) {
        return mistakes("- hosts: all\n  tasks:\n" + task.indent(4));
    }

    @Test
    void unknownModulesGetAHint() {
        assertEquals(List.of("site.yml:3:7: unknown module 'coppy' (did you mean 'copy'?)"), inTask("- coppy: src=a"));
        assertEquals(
                List.of("site.yml:3:7: unknown module 'ansible.builtin.cop' (did you mean 'copy'?)"),
                inTask("- ansible.builtin.cop: {}"));
        assertEquals(List.of("site.yml:3:7: unknown module 'a.b.c'"), inTask("- a.b.c: {}"));
        assertEquals(
                List.of(
                        "site.yml:3:7: unknown module 'community.general.rhsm_repository' (it needs Red Hat's servers, which a"
                                + " pod does not reach: give nodes their packages by yum_repository, or run subscription-manager by command)"),
                inTask("- community.general.rhsm_repository: {name: x}"));
        assertEquals(
                List.of("site.yml:3:15: unknown module 'serivce' (did you mean 'service'?)"),
                inTask("- action: serivce name=x"));
    }

    @Test
    void unknownKeywordsGetAHint() {
        assertEquals(
                List.of("site.yml:4:7: 'wehn' is not a keyword of a task (did you mean 'when'?)"),
                inTask("- ping:\n  wehn: x"));
        assertEquals(
                List.of("site.yml:3:7: 'blokc' is not a keyword of a task (did you mean 'block'?)"),
                inTask("- blokc: []"));
        assertEquals(
                List.of("site.yml:2:3: 'tsaks' is not a keyword of a play (did you mean 'tasks'?)"),
                mistakes("- hosts: all\n  tsaks: []\n"));
        assertEquals(
                List.of("site.yml:4:7: 'sudo' is not a keyword of a task: it was replaced long ago (use 'become')"),
                inTask("- ping:\n  sudo: yes"));
    }

    @Test
    void unknownArgumentsGetAHint() {
        assertEquals(
                List.of("site.yml:4:9: 'copy' has no argument 'scr' (did you mean 'src'?)"),
                inTask("- copy:\n    scr: a"));
        assertEquals(
                List.of("site.yml:3:13: 'copy' has no argument 'scr' (did you mean 'src'?)"), inTask("- copy: scr=a"));
        assertEquals(
                List.of("site.yml:4:14: 'template' has no argument 'nonsense': it takes dest, src"),
                inTask("- template: {src: a}\n  args: {nonsense: 1}"));
    }

    @Test
    void aKeywordUnderAModuleIsASlipOfIndentation() {
        assertEquals(
                List.of("site.yml:5:9: 'copy' has no argument 'when': 'when' is a keyword of the task"
                        + " (its indentation is off: it must stand under 'copy' at the same column, not inside it)"),
                inTask("- copy:\n    src: a\n    when: x"));
    }

    @Test
    void aTaskDoesOneThing() {
        assertEquals(
                List.of("site.yml:3:7: conflicting action statements: ping, debug: a task does one thing"
                        + " (make two tasks of it)"),
                inTask("- ping:\n  debug: msg=1"));
        assertEquals(
                List.of("site.yml:3:7: this task has no action: none of its keys is the name of a module"),
                inTask("- name: nothing"));
    }

    @Test
    void misplacedKeywordsSayWhereTheyBelong() {
        assertEquals(
                List.of("site.yml:4:7: 'hosts' cannot stand in a task: it belongs to a play"
                        + " (a playbook is brought in by import_playbook, beside the plays)"),
                inTask("- ping:\n  hosts: all"));
        assertEquals(
                List.of("site.yml:4:7: 'gather_facts' cannot stand in a task: it belongs to a play"),
                inTask("- ping:\n  gather_facts: true"));
        assertEquals(
                List.of("site.yml:4:7: 'listen' cannot stand in a task: it belongs to a handler"),
                inTask("- ping:\n  listen: x"));
        assertEquals(
                List.of("site.yml:2:3: 'when' cannot stand in a play: it belongs to a role or a block or a task"
                        + " (put it on the tasks, or on a block around them)"),
                mistakes("- hosts: all\n  when: x\n"));
        assertEquals(
                List.of("site.yml:4:7: 'become' cannot stand beside 'include_tasks': it would stay with the include and"
                        + " not reach the included tasks (put it under 'apply', or on a block around the include)"),
                inTask("- include_tasks: x.yml\n  become: true").stream()
                        .map(m -> m.replace(":4:15:", ":4:7:"))
                        .toList());
    }

    @Test
    void valuesOfTheWrongKindAreNamed() {
        assertEquals(
                List.of("site.yml:4:13: 'tags' takes a string or a list of strings, not a mapping"),
                inTask("- ping:\n  tags: {a: b}"));
        assertEquals(
                List.of("site.yml:4:15: 'become' takes a boolean (true or false), not 'maybe'"),
                inTask("- ping:\n  become: maybe"));
        assertEquals(
                List.of("site.yml:4:17: 'register' takes the name of a variable, not 'a-b'"),
                inTask("- ping:\n  register: a-b"));
        assertEquals(
                List.of("site.yml:1:10: 'hosts' takes a string or a list of strings, not a list with '5'"),
                mistakes("- hosts: [a, 5]\n"));
        assertEquals(
                List.of("site.yml:2:10: 'tasks' takes a list, not a mapping"),
                mistakes("- hosts: a\n  tasks: {ping: }\n"));
        assertEquals(
                List.of("site.yml:2:10: 'a-b' cannot be the name of a variable: a name is made of letters, digits and"
                        + " underscores, and starts with no digit"),
                mistakes("- hosts: a\n  vars: {a-b: 1}\n"));
        assertEquals(
                List.of("site.yml:2:10: 'alphabet' is not a value of 'order': it takes one of inventory,"
                        + " reverse_inventory, reverse_sorted, shuffle, sorted"),
                mistakes("- hosts: a\n  order: alphabet\n"));
        assertEquals(
                List.of("site.yml:3:16: 'command' takes text or a mapping, not a number (quote it: \"5\")"),
                inTask("- command: 5"));
    }

    @Test
    void templatesPassForAnyKind() {
        files.with("site.yml", """
                - hosts: "{{ hosts }}"
                  serial: "{{ n }}"
                  tasks:
                    - ping:
                      become: "{{ b }}"
                      tags: "{{ t }}"
                      vars: "{{ v }}"
                      async: "{{ a }}"
                      environment: "{{ e }}"
                """);
        assertEquals(
                1,
                new PlaybookLoader(files, new FakeModules(), StaticTemplates.NONE)
                        .load(Path.of("site.yml"))
                        .size());
    }

    @Test
    void playsNeedHosts() {
        assertEquals(
                List.of("site.yml:1:3: this play has no 'hosts' (say where it runs: 'hosts: all')"),
                mistakes("- tasks: []\n"));
        assertEquals(
                List.of("site.yml:1:10: 'hosts' is empty (name hosts or groups, or 'all')"), mistakes("- hosts: []\n"));
        assertEquals(List.of("site.yml:1:3: 'hosts' has no value"), mistakes("- hosts:\n"));
        assertEquals(
                List.of("site.yml:1:3: this is a task, but a play is expected here"
                        + " (put it under 'tasks:' of a play that says 'hosts:')"),
                mistakes("- name: x\n  apt: {name: y}\n  when: z\n"));
        assertEquals(
                List.of(
                        "site.yml:1:3: 'hots' is not a keyword of a play (did you mean 'hosts'?)",
                        "site.yml:1:3: this play has no 'hosts' (say where it runs: 'hosts: all')"),
                mistakes("- hots: all\n"));
    }

    @Test
    void aPlaybookIsAListOfPlays() {
        assertEquals(
                List.of("site.yml:1:1: a playbook must be a list of plays, not a mapping"
                        + " (start each play with '- hosts: …')"),
                mistakes("hosts: all\n"));
        assertTrue(mistakes("").getFirst().startsWith("site.yml:1:1: this playbook is empty"));
        assertEquals(List.of("site.yml:1:3: a play must be a mapping, not a string"), mistakes("- all\n"));
    }

    @Test
    void blocksAreNeitherTasksNorLoops() {
        assertEquals(
                List.of("site.yml:4:7: 'loop' cannot stand in a block: it belongs to a task"
                        + " (put the steps into a file, and repeat an include_tasks of it)"),
                inTask("- block: []\n  loop: [1]"));
        assertEquals(List.of("site.yml:3:7: 'rescue' and 'always' need a 'block' beside them"), inTask("- rescue: []"));
        assertEquals(
                List.of("site.yml:4:7: a block cannot have an action of its own: 'ping'"
                        + " (make it one of the tasks under 'block')"),
                inTask("- block: []\n  ping:"));
        assertEquals(
                List.of("site.yml:3:7: a task must be a mapping, not a string"
                        + " (write it as '- name: …', with the module on a line of its own)"),
                inTask("- ping"));
    }

    @Test
    void loopsAreChecked() {
        assertEquals(
                List.of("site.yml:4:7: there is no lookup 'itmes' for 'with_itmes' (did you mean 'with_items'?)"),
                inTask("- ping:\n  with_itmes: [1]"));
        assertEquals(
                List.of(
                        "site.yml:5:19: a task can be repeated over one thing only: this one has 'loop' and 'with_items'"),
                inTask("- ping:\n  loop: [1]\n  with_items: [2]"));
        assertEquals(
                List.of("site.yml:3:21: 'import_tasks' cannot be repeated: imports are resolved when the playbook is"
                        + " loaded (use include_tasks)"),
                inTask("- {import_tasks: a, loop: [1]}").stream()
                        .map(m -> m.replaceFirst(":3:\\d+:", ":3:21:"))
                        .toList());
        assertTrue(inTask("- ping:\n  loop: [1]\n  loop_control: {loopvar: x}")
                .getFirst()
                .contains("did you mean 'loop_var'?"));
    }

    @Test
    void unbalancedArgumentsAreExplained() {
        assertEquals(
                List.of("site.yml:3:14: cannot split the arguments of 'debug': a quote (\") is opened and not closed"
                        + " (write the arguments as a mapping, or quote the whole line)"),
                inTask("- debug: msg=\"a"));
        assertTrue(inTask("- shell: echo {{ a").getFirst().contains("{{ is opened and not closed"));
    }

    @Test
    void unquotedTemplatesAreExplained() {
        assertTrue(inTask("- debug:\n    msg: {{ x }}").getFirst().contains("quote it: \"{{ … }}\""));
        assertTrue(inTask("- debug:\n    msg: {{ x }} y").getFirst().contains("must be quoted"));
    }

    @Test
    void tabsAndDuplicateKeysAreRefused() {
        assertTrue(mistakes("- hosts: all\n\ttasks: []\n").getFirst().contains("tabs"));
        assertEquals(
                List.of("site.yml:2:3: duplicate key 'hosts': it was already given at line 1 (keep one of the two)"),
                mistakes("- hosts: all\n  hosts: web\n"));
    }

    @Test
    void mistakesInImportedFilesNameTheChain() {
        files.with("roles/r/tasks/main.yml", "- import_tasks: more.yml\n")
                .with("roles/r/tasks/more.yml", "- pign:\n")
                .with("bad.yml", "- : [\n");
        assertEquals(
                List.of(
                        "roles/r/tasks/more.yml:1:3: unknown module 'pign': imported at roles/r/tasks/main.yml:1:3,"
                                + " imported at site.yml:2:11 (did you mean 'ping'?)",
                        "site.yml:4:7: unknown module 'coppy' (did you mean 'copy'?)"),
                mistakes("- hosts: all\n  roles: [r]\n  tasks:\n    - coppy: x\n").stream()
                        .sorted()
                        .toList());
        assertTrue(inTask("- import_tasks: bad.yml").getFirst().contains("imported at site.yml:3:7"));
    }

    @Test
    void missingFilesListWhereTheyWereLookedFor() {
        files.with("roles/web/tasks/main.yml", "- import_tasks: instal.yml\n")
                .with("roles/web/tasks/install.yml", "- ping:\n");
        assertEquals(
                List.of("roles/web/tasks/main.yml:1:17: there is no file 'instal.yml': looked at"
                        + " roles/web/tasks/instal.yml, roles/web/instal.yml, tasks/instal.yml, instal.yml;"
                        + " imported at site.yml:2:11 (did you mean 'install.yml'?)"),
                mistakes("- hosts: all\n  roles: [web]\n"));
        assertEquals(
                List.of("site.yml:2:11: there is no role 'wbe': looked in roles, . (did you mean 'web'?)"),
                mistakes("- hosts: all\n  roles: [wbe]\n"));
        assertEquals(
                List.of("site.yml:1:20: there is no playbook 'none.yml': looked at none.yml"),
                mistakes("- import_playbook: none.yml\n"));
        assertTrue(inTask("- import_role: {name: web, tasks_from: instal}")
                .getFirst()
                .contains("the role has no file 'tasks/instal'"));
    }

    @Test
    void endlessImportsShowTheirChain() {
        files.with("a.yml", "- import_tasks: b.yml\n").with("b.yml", "- import_tasks: a.yml\n");
        assertEquals(
                List.of("b.yml:1:3: this import never ends: site.yml → a.yml → b.yml → a.yml;"
                        + " imported at a.yml:1:3, imported at site.yml:3:7"
                        + " (include_tasks with a condition can repeat a file)"),
                inTask("- import_tasks: a.yml"));
        assertEquals(
                List.of("site.yml:1:20: this import never ends: site.yml → site.yml"),
                mistakes("- import_playbook: site.yml\n"));
    }

    @Test
    void rolesThatDependOnThemselvesShowTheirChain() {
        files.with("roles/a/meta/main.yml", "dependencies: [b]\n")
                .with("roles/b/meta/main.yml", "dependencies: [{role: a}]\n");
        assertTrue(mistakes("- hosts: all\n  roles: [a]\n").getFirst().contains("a → b → a"));
    }

    @Test
    void importsThatMultiplyAreStopped() {
        for (int i = 0; i < 30; i++) {
            String next = "- import_tasks: t" + (i + 1) + ".yml\n";
            files.with("t" + i + ".yml", next + next);
        }
        files.with("t30.yml", "- ping:\n");
        assertTrue(inTask("- import_tasks: t0.yml").getFirst().contains("more than 100000 tasks"));
    }

    @Test
    void aliasBombsAndDeepNestingAreRefused() {
        StringBuilder bomb = new StringBuilder("- &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("- &a%d [*a%d, *a%d]\n".formatted(i, i - 1, i - 1));
        }
        assertTrue(mistakes(bomb.toString()).getFirst().contains("aliases expand"));
        assertEquals(
                1, mistakes("- hosts: " + "[".repeat(5000) + "]".repeat(5000)).size());
    }

    @Test
    void unknownGroupsOfModulesGetAHint() {
        files.with("collections/ansible_collections/acme/tools/meta/runtime.yml", "action_groups: {shown: [say]}\n");
        assertEquals(
                List.of(
                        "site.yml:2:21: there is no group of modules 'k8z' (did you mean 'k8s'?)",
                        "site.yml:2:36: there is no group of modules 'acme.tools.show' (did you mean 'acme.tools.shown'?)"),
                mistakes("""
                        - hosts: all
                          module_defaults: {group/k8z: {}, group/acme.tools.show: {}, group/not.here.yet: {}, group/docker: {}}
                        """));
    }

    @Test
    void templatesWhereNoneCanBeAreExplained() {
        assertTrue(inTask("- import_tasks: \"{{ x }}.yml\"").getFirst().contains("cannot be a template here"));
    }

    @Test
    void oddPathsDoNoHarm() {
        assertTrue(inTask("- import_tasks: \"a\\0b\"").getFirst().contains("this is no path"));
        files.with("roles/r/tasks/main.yml", "- ping:\n").with("secret.yml", "- ping:\n");
        assertTrue(inTask("- import_role: {name: r, tasks_from: ../../../secret.yml}")
                .getFirst()
                .contains("the role has no file"));
    }
}
