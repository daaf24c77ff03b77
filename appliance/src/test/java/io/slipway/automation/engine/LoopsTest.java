package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopsTest {

    @TempDir
    Path folder;

    @Test
    void eachItemIsARoundAndTheTaskIsTheirSum() {
        assertEquals("""
                TASK [give]
                  ok: [a] => (item=one) 1
                  skipping: [a] => (item=two)
                  changed: [a] => (item=three) 3
                changed: [a]
                TASK [debug]
                ok: [a] ['one', 'two', 'three'] [False, True, False] True 0
                """, new Stage(folder, "a").tasks("""
                - give: {msg: "{{ i + 1 }}", changed: "{{ item == 'three' }}"}
                  loop: [one, two, three]
                  loop_control: {index_var: i}
                  when: item != 'two'
                  register: all
                - debug:
                    msg: >-
                      {{ all.results | map(attribute='item') | list }}
                      {{ all.results | map(attribute='skipped', default=false) | list }}
                      {{ all.changed }} {{ all.results[0].i }}
                """));
    }

    @Test
    void aSetFactSeesWhatTheRoundBeforeSet() {
        assertEquals("""
                TASK [set_fact]
                  ok: [a] => (item=1)
                  ok: [a] => (item=2)
                  ok: [a] => (item=3)
                ok: [a]
                TASK [debug]
                ok: [a] [1, 2, 3]
                """, new Stage(folder, "a").tasks("""
                - set_fact: {list: "{{ list | default([]) + [item] }}"}
                  loop: [1, 2, 3]
                - debug: {msg: "{{ list }}"}
                """));
    }

    @Test
    void loopControlNamesLabelsPausesAndExtends() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [debug]
                  ok: [a] => (item=x!) x 1/2 last=False next=y
                  ok: [a] => (item=y!) y 2/2 last=True next=none
                ok: [a]
                """, stage.tasks("""
                - debug:
                    msg: >-
                      {{ it }} {{ ansible_loop.index }}/{{ ansible_loop.length }} last={{ ansible_loop.last }}
                      next={{ ansible_loop.nextitem | default('none') }}
                  loop: "{{ ['x', 'y'] }}"
                  loop_control: {loop_var: it, label: "{{ it }}!", pause: 2, extended: true}
                """));
        assertEquals(List.of(Duration.ofSeconds(2)), stage.pauses);
    }

    @Test
    void aFailedItemFailsTheTaskButTheOthersAreTried() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [fail]
                  failed: [a] => (item=1) no 1
                  skipping: [a] => (item=2)
                  failed: [a] => (item=3) no 3
                failed: [a] One or more items failed
                """, stage.tasks("""
                - fail: {msg: "no {{ item }}"}
                  loop: [1, 2, 3]
                  when: item != 2
                - debug: {msg: never}
                """));
    }

    @Test
    void nothingToLoopOverIsSkipped() {
        assertEquals("""
                TASK [debug]
                skipping: [a]
                TASK [debug]
                skipping: [a]
                TASK [debug]
                failed: [a] site.yml:10:17: 'nowhere' is undefined
                """, new Stage(folder, "a").tasks("""
                - debug: {msg: "{{ item }}"}
                  loop: []
                - debug: {msg: "{{ item }}"}
                  loop: "{{ nowhere }}"
                  when: false
                - debug: {msg: "{{ item }}"}
                  loop: "{{ nowhere }}"
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            with_items: [a, [1, 2], [[b]]]            | a;1;2;['b']
            with_list: [a, [1, 2]]                    | a;[1, 2]
            with_flattened: [1, [2, [3]], 4]          | 1;2;3;4
            with_dict: {k: v}                         | {'key': 'k', 'value': 'v'}
            with_together: [[1, 2, 3], [a, b]]        | [1, 'a'];[2, 'b'];[3, None]
            with_nested: [[x, y], [1, 2]]             | ['x', 1];['x', 2];['y', 1];['y', 2]
            with_cartesian: [[x], [1, 2]]             | ['x', 1];['x', 2]
            with_sequence: 2-6/2:%02d                 | 02;04;06
            with_sequence: start=3 count=2            | 3;4
            with_subelements: [[{n: u, k: [1, 2]}, {n: w}], k, {skip_missing: true}] | [{'n': 'u'}, 1];[{'n': 'u'}, 2]
            with_indexed_items: [a, b]                | [0, 'a'];[1, 'b']
            with_file: [x.txt, y.txt]                 | x;y
            with_fileglob: ['*.txt']                  | files/x.txt;files/y.txt
            with_first_found: [none.txt, '{{ undef }}', y.txt] | files/y.txt
            with_first_found: [{files: [none.txt], skip: true}] | ``
            with_first_found: [{files: ['{{ undef }}-{{ undef.a }}', y.txt], paths: [files]}] | files/y.txt
            with_first_found: [{files: ['{{ undef }}'], skip: true}] | ``
            with_env: [HOME]                          | /root
            with_vars: [greeting]                     | hello
            with_template: [t.j2]                     | hello from a
            with_inventory_hostnames: [all]           | a;b
            with_lines: ['echo hi; echo ho']          | hi;ho
            with_pipe: ['echo hi']                    | hi
            loop: "{{ query('sequence', '1-3') }}"    | 1;2;3
            loop: "{{ [lookup('env', 'HOME', 'NONE')] }}" | /root,
            """)
    void everyWithFormGivesItsItems(String loop, String items) {
        Stage stage = new Stage(folder, "a", "b").environment("HOME", "/root");
        stage.file("files/x.txt", "x\n")
                .file("files/y.txt", "y")
                .file("templates/t.j2", "{{ greeting }} from {{ inventory_hostname }}");
        String happened = stage.tasks(
                "- give: {msg: \"<{{ item }}>\"}\n  run_once: true\n  vars: {greeting: hello}\n  " + loop + "\n");
        List<String> shown = happened.lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.substring(line.lastIndexOf('<') + 1, line.length() - 1))
                .toList();
        assertEquals(items == null ? "" : items.replace("``", ""), String.join(";", shown), happened);
    }

    @Test
    void aLoopEndsAfterTheItemForWhichBreakWhenHolds() {
        String happened = new Stage(folder, "a").tasks("""
                - debug: {msg: "<{{ item }}>"}
                  loop: [x, stop, y]
                  register: r
                  loop_control:
                    break_when: [r.msg == '<stop>', ansible_loop_var == 'item']
                - debug: {msg: "{{ r.results | length }} rounds"}
                """);
        assertTrue(happened.contains("<stop>") && !happened.contains("<y>"), happened);
        assertTrue(happened.contains("2 rounds"), happened);
    }
}
