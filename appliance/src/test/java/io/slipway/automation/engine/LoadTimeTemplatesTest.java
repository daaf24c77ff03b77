package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.config.DiskFiles;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.ContentPaths;
import io.slipway.automation.playbook.PlaybookException;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with templates is found when a playbook is loaded, all of it at once, whether or not a task is ever reached. */
class LoadTimeTemplatesTest {

    @TempDir
    Path folder;

    @Test
    void everyUnknownNameIsReportedWithItsPlaceAndWhatWasMeant() throws IOException {
        write("roles/r/defaults/main.yml", "d: \"{{ x | uper }}\"\n");
        write("roles/r/tasks/main.yml", "- debug: msg={{ y|lowr }}\n  loop: \"{{ z | frst }}\"\n");
        write("roles/r/handlers/main.yml", "- debug:\n    msg: \"{{ lookup('fiel', 'x') }}\"\n");
        assertEquals("""
                p.yml:3:14 there is no filter 'defualt' (did you mean 'default'?)
                p.yml:3:25 there is no test 'strng' (did you mean 'string'?)
                p.yml:6:20 there is no filter 'lenght' (did you mean 'length'?)
                p.yml:8:24 there is no test 'defned' (did you mean 'defined'?)
                p.yml:9:32 there is no lookup 'evn' (did you mean 'env'?)
                p.yml:10:25 there is no test 'nosuch'
                main.yml:1:12 there is no filter 'uper' (did you mean 'upper'?)
                main.yml:1:16 there is no filter 'lowr' (did you mean 'lower'?)
                main.yml:2:17 there is no filter 'frst' (did you mean 'first'?)
                main.yml:2:21 there is no lookup 'fiel' (did you mean 'file'?)
                """, mistakes("""
                - hosts: all
                  vars:
                    a: "{{ b|defualt is strng }}"
                  tasks:
                  - debug:
                      msg: "{{ x | lenght }}"
                    when:
                    - false and foo is defned
                    environment: {V: "{{ query('evn', 'V') }}"}
                  - assert: {that: x is nosuch}
                  roles: [r]
                """));
    }

    @Test
    void namesGivenToFiltersAsTextCount() throws IOException {
        assertEquals("""
                p.yml:4:24 there is no filter 'uper' (did you mean 'upper'?)
                p.yml:5:39 there is no test 'equalt' (did you mean 'equalto'?)
                p.yml:6:30 there is no test 'defned' (did you mean 'defined'?)
                """, mistakes("""
                - hosts: all
                  tasks:
                  - debug:
                      msg: "{{ l | map('uper') }}"
                    vars: {a: "{{ l | selectattr('a', 'equalt', 1) }}",
                           b: "{{ l | reject('defned') | map(attribute='x') | map('int') }}"}
                """));
    }

    @Test
    void wrongSyntaxIsReportedAtTheCharacter() throws IOException {
        assertEquals("""
                p.yml:4:17 unexpected '=', expected an expression
                p.yml:6:20 unexpected '|', expected a name
                """, mistakes("""
                - hosts: all
                  tasks:
                  - debug: {msg: x}
                    when: foo ===
                  - debug:
                      msg: "{{ a | | b }}"
                """));
    }

    @Test
    void whatIsNoTemplateIsLeftAlone() throws IOException {
        assertEquals("", mistakes("""
                - hosts: all
                  vars:
                    a: !unsafe "{{ x | nosuch }}"
                    b: "x | nosuch is not a template"
                    c: "{{ '{{' }} .Names | json {{ '}}' }}"
                    d: "{{ lookup(which, 1) }}"
                    e: "{% raw %}{{ x | nosuch }}{% endraw %}"
                  tasks:
                  - name: shown as it is written {{ x | nosuch }}
                    debug: {msg: x}
                    when: ""
                  - debug: {msg: x}
                    when: [true, "a == 'b' or (c | default(false))", "{{ flag }}"]
                """));
    }

    @Test
    void anIncludedFileIsCheckedWhenItIsIncluded() {
        Stage stage = new Stage(folder, "a").file("x.yml", "- debug: {msg: \"{{ 1 | nosuch }}\"}\n");
        String said = stage.tasks("""
                - include_tasks: x.yml
                  when: false
                - debug: {msg: reached}
                - include_tasks: x.yml
                """);
        assertTrue(said.contains("ok: [a] reached") && said.contains("there is no filter 'nosuch'"), said);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String mistakes(String playbook) throws IOException {
        write("p.yml", playbook);
        PlaybookLoader loader = new PlaybookLoader(
                new DiskFiles(),
                new CatalogueNames(new ModuleCatalogue(TestModules.all())),
                new LoadTimeTemplates(TemplateEngine.builder(), new Random(1), Map.of(), Vault.LOCKED),
                ContentPaths.NONE);
        try {
            loader.load(folder.resolve("p.yml"));
            return "";
        } catch (PlaybookException e) {
            return e.problems().stream().map(LoadTimeTemplatesTest::shown).collect(Collectors.joining());
        }
    }

    private static String shown(Problem problem) {
        String where = String.valueOf(problem.where()).replaceFirst(".*/", "");
        return where + " " + problem.what() + (problem.hint().isEmpty() ? "" : " (" + problem.hint() + ")") + "\n";
    }
}
