package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaybookLoaderTest {

    private final MemoryFiles files = new MemoryFiles();

    private List<Play> load(String playbook) {
        files.with("site.yml", playbook);
        return loader().load(Path.of("site.yml"));
    }

    private PlaybookLoader loader() {
        return new PlaybookLoader(files, new FakeModules(), (template, variables) -> {
            String text = template.text();
            for (var variable : variables.entrySet()) {
                if (variable.getValue() instanceof YamlNode.Scalar scalar) {
                    text = text.replace("{{ " + variable.getKey() + " }}", scalar.text());
                }
            }
            return text;
        });
    }

    private String tasks(String tasks) {
        return Outline.of(
                load("- hosts: all\n  tasks:\n" + tasks.indent(4)).getFirst().tasks());
    }

    @Test
    void aTaskIsWrittenInManyWays() {
        assertEquals("""
                copy src=a dest=b c mode=0644
                copy src=a dest=b
                ansible.builtin.copy src=a dest=b
                copy src=a dest=b
                copy mode=420 dest=b src=a
                command creates=/x _raw_params=ls -l a=b "c d"
                shell chdir=/tmp _raw_params=echo {{ a b }} > 'x'
                ping
                debug msg={{ 'a b' }}
                """, tasks("""
                        - copy: src=a dest="b c" mode=0644
                        - action: copy src=a dest=b
                        - ansible.builtin.copy: {src: a, dest: b}
                        - action: {module: copy, src: a, dest: b}
                        - copy: {dest: b, src: a}
                          args: {mode: 0644, dest: overridden}
                        - command: ls -l creates=/x a=b "c d"
                        - shell: echo {{ a b }} > 'x'
                          args: {chdir: /tmp}
                        - ping:
                        - debug: msg="{{ 'a b' }}"
                        """));
    }

    @Test
    void aWholeArgumentListCanBeATemplate() {
        assertEquals("""
                copy _variable_params={{ all }}
                copy _variable_params={{ all }} dest=b
                """, tasks("""
                        - copy: "{{ all }}"
                        - copy: {dest: b}
                          args: "{{ all }}"
                        """));
    }

    @Test
    void whatPlaysCallGatherFactsIsAModuleOfTasks() {
        assertEquals("""
                gather_facts gather_subset=min
                gather_facts
                """, tasks("""
                        - gather_facts: {gather_subset: min}
                        - gather_facts:
                        """));
    }

    @Test
    void localActionsAreDelegated() {
        Step.Task task = (Step.Task) load("- hosts: all\n  tasks: [{local_action: command ls}]\n")
                .getFirst()
                .tasks()
                .getFirst();
        assertEquals(
                "localhost", task.keyword(Keyword.DELEGATE_TO).orElseThrow().toValue());
        assertEquals("command", task.action());
    }

    @Test
    void loopsKeepTheirLookup() {
        assertEquals("""
                debug msg={{ item }} @items:[1, 2]
                debug msg={{ item }} @loop:{{ xs }}
                debug msg={{ item }} @community.general.flattened:[1]
                """, tasks("""
                        - debug: msg={{ item }}
                          with_items: [1, 2]
                        - debug: msg={{ item }}
                          loop: "{{ xs }}"
                        - debug: msg={{ item }}
                          with_community.general.flattened: [1]
                        """));
    }

    @Test
    void blocksNest() {
        assertEquals("""
                block
                  ping
                  block
                    debug msg=1
                rescue
                  debug msg=2
                always
                  debug msg=3
                """, tasks("""
                        - when: a
                          block:
                            - ping:
                            - block: [{debug: msg=1}]
                          rescue: [{debug: msg=2}]
                          always: [{debug: msg=3}]
                        """));
    }

    @Test
    void keywordsAreInheritedThroughTheContext() {
        files.with("more.yml", "- debug: msg=1\n  when: c\n  tags: inner\n");
        List<Play> plays = load("""
                - hosts: all
                  tags: play
                  become: true
                  tasks:
                    - when: a
                      become_user: eve
                      block:
                        - import_tasks: more.yml
                          when: [b1, b2]
                          tags: [imported]
                """);
        Step.Block outer = (Step.Block) plays.getFirst().tasks().getFirst();
        Step.Block imported = (Step.Block) outer.steps().getFirst();
        Context context = imported.steps().getFirst().context();
        assertEquals(
                List.of("a", List.of("b1", "b2"), "c"),
                context.all(Keyword.WHEN).stream().map(YamlNode::toValue).toList());
        assertEquals(
                List.of("play", List.of("imported"), "inner"),
                context.all(Keyword.TAGS).stream().map(YamlNode::toValue).toList());
        assertEquals("eve", context.nearest(Keyword.BECOME_USER).orElseThrow().toValue());
        assertEquals(true, context.nearest(Keyword.BECOME).orElseThrow().toValue());
        assertEquals(Path.of("more.yml"), context.file());
    }

    @Test
    void importsAreFoundBesideTheFileThatNamesThem() {
        files.with("tasks/a.yml", "- import_tasks: b.yml\n- import_tasks: sub/c.yml\n")
                .with("tasks/b.yml", "- debug: msg=b\n")
                .with("tasks/sub/c.yml", "- import_tasks: b.yml\n");
        assertEquals("""
                import
                  import
                    debug msg=b
                  import
                    import
                      debug msg=b
                """, tasks("- import_tasks: tasks/a.yml\n"));
    }

    @Test
    void importPathsMayHoldVariablesOfThePlay() {
        files.with("debian.yml", "- ping:\n").with("play.yml", "- hosts: b\n");
        assertEquals("import\n  ping\n", Outline.of(load("""
                                - hosts: all
                                  vars: {os: debian}
                                  tasks:
                                    - import_tasks: "{{ os }}.yml"
                                """).getFirst().tasks()));
    }

    @Test
    void includesStayTasks() {
        assertEquals("""
                include_tasks _raw_params=a.yml
                include_tasks apply={tags=[x]} _raw_params={{ b }}.yml
                include_role name=r tasks_from=t
                include_vars _raw_params=v.yml
                meta _raw_params=flush_handlers
                include_tasks _raw_params=a.yml @items:[1]
                """, tasks("""
                        - include_tasks: a.yml
                        - include_tasks: {file: "{{ b }}.yml", apply: {tags: [x]}}
                        - include_role: {name: r, tasks_from: t}
                        - include_vars: v.yml
                        - meta: flush_handlers
                        - include: a.yml
                          with_items: [1]
                        """));
    }

    @Test
    void aRoleIsABlockWithItsDependenciesFirst() {
        files.with("roles/web/tasks/main.yml", "- import_tasks: install.yml\n- template: src=a dest=b\n")
                .with("roles/web/tasks/install.yml", "- apt: name=nginx\n")
                .with("roles/web/meta/main.yml", "dependencies:\n  - {role: base, when: y, level: 3}\n")
                .with("roles/web/defaults/main.yml", "port: 80\nname: web\n")
                .with("roles/web/vars/main/a.yml", "one: 1\n")
                .with("roles/web/vars/main/b.yml", "two: 2\n")
                .with("roles/web/handlers/main.yml", "- name: reload\n  service: name=nginx\n  listen: web changed\n")
                .with("roles/base/tasks/main.yaml", "- ping:\n")
                .with("roles/base/defaults/main.yml", "name: base\nlevel: 1\n")
                .with("roles/base/handlers/main", "- name: base\n  ping:\n");
        Play play = load("""
                        - hosts: all
                          roles:
                            - {role: web, tags: [x], become: true, size: 7}
                          tasks:
                            - debug: msg=after
                          handlers:
                            - name: own
                              ping:
                        """).getFirst();
        assertEquals("""
                role web
                  role base
                    ping
                  import
                    apt name=nginx
                  template src=a dest=b
                debug msg=after
                """, Outline.of(play.tasks()));
        assertEquals(
                List.of("base", "reload", "own"),
                play.handlers().stream()
                        .map(h -> h.name().orElseThrow().toValue())
                        .toList());
        Role web = play.tasks().getFirst().context().currentRole().orElseThrow();
        assertEquals(
                List.of("name", "level", "port"), List.copyOf(web.defaults().keySet()));
        assertEquals("web", web.defaults().get("name").toValue());
        assertEquals(List.of("one", "two"), List.copyOf(web.vars().keySet()));
        assertEquals(7L, web.parameters().get("size").toValue());
        assertEquals(Path.of("roles/web"), web.directory());
        Step base = ((Step.Block) play.tasks().getFirst()).steps().getFirst();
        assertEquals(List.of("web"), base.context().currentRole().orElseThrow().parents());
        assertEquals(
                List.of("y"),
                base.context().all(Keyword.WHEN).stream().map(YamlNode::toValue).toList());
        assertEquals(1, base.context().all(Keyword.TAGS).size());
        assertEquals(List.of(web), play.roles());
    }

    @Test
    void theSameUseOfARoleHasTheSameIdentity() {
        files.with("roles/a/tasks/main.yml", "- ping:\n");
        List<String> identities =
                load("""
                        - hosts: all
                          roles: [a, {role: a}, {role: a, x: 1}, {role: a, x: 1}, {role: a, when: z}]
                        """).getFirst().roles().stream().map(Role::identity).toList();
        assertEquals(identities.get(0), identities.get(1));
        assertEquals(identities.get(2), identities.get(3));
        assertEquals(3, identities.stream().distinct().count());
    }

    @Test
    void importRoleTakesOtherEntryPoints() {
        files.with("roles/r/tasks/other.yml", "- debug: msg=other\n")
                .with("roles/r/vars/v.yml", "x: 1\n")
                .with("roles/r/handlers/main.yml", "- name: h\n  ping:\n");
        Play play = load("""
                        - hosts: all
                          tasks:
                            - import_role: {name: r, tasks_from: other, vars_from: v}
                              vars: {p: 1}
                              when: c
                        """).getFirst();
        assertEquals("role r\n  debug msg=other\n", Outline.of(play.tasks()));
        assertEquals(1, play.handlers().size());
        Role role = play.roles().getFirst();
        assertTrue(role.allowDuplicates());
        assertTrue(role.vars().containsKey("x"));
        assertEquals(1, play.tasks().getFirst().context().all(Keyword.VARS).size());
    }

    @Test
    void aDynamicRoleComesWithItsHandlers() {
        files.with("roles/r/tasks/main.yml", "- import_role: {name: s}\n")
                .with("roles/r/handlers/main.yml", "- name: hr\n  ping:\n")
                .with("roles/s/handlers/main.yml", "- name: hs\n  ping:\n");
        Play play = load("- hosts: all\n  tasks: [{include_role: {name: r}}]\n").getFirst();
        Fragment fragment = loader().role(
                        RoleUse.included(YamlNode.Scalar.of("r", play.at()), Keywords.NONE, RoleUse.From.MAIN, true),
                        play,
                        play.context());
        assertEquals("role r\n  role s\n", Outline.of(fragment.steps()));
        assertEquals(2, fragment.handlers().size());
    }

    @Test
    void importedPlaybooksPassOnVariablesConditionsAndTags() {
        files.with("sub/inner.yml", "- hosts: web\n  vars: {a: 1, b: 1}\n  tasks: [{import_tasks: t.yml}]\n")
                .with("sub/t.yml", "- ping:\n")
                .with("middle.yml", "- import_playbook: sub/inner.yml\n  vars: {b: 2, c: 2}\n  tags: m\n");
        Play play = load("- name: all\n  import_playbook: middle.yml\n  vars: {c: 3}\n  when: w\n")
                .getFirst();
        assertEquals(
                "{a=1, b=2, c=3}",
                play.keyword(Keyword.VARS).orElseThrow().toValue().toString());
        assertEquals(
                "[w]",
                play.context().all(Keyword.WHEN).stream()
                        .map(YamlNode::toValue)
                        .toList()
                        .toString());
        assertEquals(
                "[m]",
                play.context().all(Keyword.TAGS).stream()
                        .map(YamlNode::toValue)
                        .toList()
                        .toString());
        assertEquals(Path.of("sub/inner.yml"), play.playbook());
    }

    @Test
    void whatFollowsTheNameOfAnImportedPlaybookIsIgnored() {
        files.with("inner.yml", "- hosts: web\n");
        assertEquals(1, load("- import_playbook: inner.yml old=style\n").size());
    }

    @Test
    void onlyARoleFoundFromTheWorkingDirectoryIsCalledByItsLastPart() {
        files.with("pb/roles/sub/r/tasks/main.yml", "- ping:\n")
                .with("elsewhere/s/tasks/main.yml", "- ping:\n")
                .with("pb/site.yml", "- hosts: all\n  roles: [sub/r, elsewhere/s]\n");
        assertEquals(
                "role sub/r\n  ping\nrole s\n  ping\n",
                Outline.of(loader().load(Path.of("pb/site.yml")).getFirst().tasks()));
    }

    @Test
    void declaredArgumentsOfARoleAreValidatedFirst() {
        files.with("roles/r/tasks/main.yml", "- ping:\n")
                .with(
                        "roles/r/meta/argument_specs.yml",
                        "argument_specs:\n  main:\n    short_description: Short\n    options: {x: {type: int}}\n");
        Step first = ((Step.Block)
                        load("- hosts: all\n  roles: [r]\n").getFirst().tasks().getFirst())
                .steps()
                .getFirst();
        assertEquals(
                "Validating arguments against arg spec 'main' - Short",
                first.name().orElseThrow().toValue());
    }

    @Test
    void anIncludedFileFindsItsNeighbours() {
        files.with("roles/r/tasks/main.yml", "- include_tasks: sub/a.yml\n")
                .with("roles/r/tasks/sub/a.yml", "- include_tasks: b.yml\n")
                .with("roles/r/tasks/sub/b.yml", "- ping:\n")
                .with("roles/r/tasks/c.yml", "- ping:\n");
        Play play = load("- hosts: all\n  roles: [r]\n").getFirst();
        Context role = ((Step.Block) play.tasks().getFirst()).context();
        PlaybookLoader loader = loader();
        YamlNode.Scalar a = YamlNode.Scalar.of("sub/a.yml", play.at());
        Path found = loader.findTaskFile(a, play, role, false);
        Fragment fragment = loader.taskFile(found, play, role);
        Context inside = fragment.steps().getFirst().context();
        assertEquals(
                Path.of("roles/r/tasks/sub/b.yml"),
                loader.findTaskFile(YamlNode.Scalar.of("b.yml", play.at()), play, inside, false));
        assertEquals(
                Path.of("roles/r/tasks/c.yml"),
                loader.findTaskFile(YamlNode.Scalar.of("c.yml", play.at()), play, inside, false));
    }

    @Test
    void applyOfAnIncludeIsReadAsKeywordsOfABlock() {
        Play play = load("""
                        - hosts: all
                          tasks:
                            - include_tasks: {file: a.yml, apply: {become: true, tags: [x]}}
                        """).getFirst();
        Keywords apply = loader().apply((Step.Task) play.tasks().getFirst());
        assertEquals(Optional.of(true), apply.get(Keyword.BECOME).map(YamlNode::toValue));
    }
}
