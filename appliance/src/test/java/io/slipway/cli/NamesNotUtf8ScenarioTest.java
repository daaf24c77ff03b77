package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a node whose names hold what names should not: found by {@code find}, and then handed to the other modules as they were found.
 */
@Tag("scenario")
class NamesNotUtf8ScenarioTest {

    /** Bytes that are not UTF-8, half a character, what a shell would run or expand, a line break, a name like an option. */
    private static final String MAKE = """
            mkdir there
            cd there
            n=0
            for name in "$(printf 'latin-\\344\\366\\374')" "$(printf 'half-\\303')" "$(printf '\\377\\376 both \\\\303')" "$(printf 'two\\nlines')" \\
                "it's \\"quoted\\"" '$(touch canary)' '`touch canary`' '-rf' '--help' '*' 'a  b ' '{{ item }}' 'ümlaut'; do
              n=$((n + 1))
              printf 'content %s\\n' "$n" >"./$name"
            done
            """;

    private static final String PLAY = """
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - find: {paths: HERE/there}
                  register: found
                - assert: {that: found.files | length == 13}
                - stat: {path: "{{ item.path }}"}
                  loop: "{{ found.files }}"
                  register: each
                - assert: {that: item.stat.exists and item.stat.size == item.item.size}
                  loop: "{{ each.results }}"
                - slurp: {src: "{{ item.path }}"}
                  loop: "{{ found.files }}"
                  register: read
                - assert: {that: "(item.content | b64decode) is match('content \\\\d+\\n')"}
                  loop: "{{ read.results }}"
                - copy: {src: "{{ item.path }}", dest: "{{ item.path }}.copy", remote_src: true}
                  loop: "{{ found.files }}"
                - lineinfile: {path: "{{ item.path }}.copy", line: more}
                  loop: "{{ found.files }}"
                - file: {src: "{{ item.path }}", dest: "{{ item.path }}.link", state: link}
                  loop: "{{ found.files }}"
                - file: {path: "{{ item.path }}", mode: "0600"}
                  loop: "{{ found.files }}"
                - command: {argv: [cmp, --, "{{ item.path }}", "{{ item.path }}.link"]}
                  loop: "{{ found.files }}"
                - shell: "cat {{ item.path | quote }} >>HERE/all"
                  loop: "{{ found.files }}"
                - fetch: {src: "{{ item.path }}", dest: "HERE/fetched/{{ index }}", flat: true}
                  loop: "{{ found.files }}"
                  loop_control: {index_var: index}
                - fetch: {src: "{{ item.path }}", dest: HERE/named/}
                  loop: "{{ found.files }}"
                  register: named
                  ignore_errors: true
                - assert: {that: "item.msg is search('its name is not UTF-8, as the name of a file here must be')"}
                  loop: "{{ named.results | select('failed') }}"
                - archive: {path: "{{ found.files | map(attribute='path') }}", dest: HERE/all.tar.gz}
                - file: {path: "{{ item.path }}", state: absent}
                  loop: "{{ found.files }}"
                - find: {paths: HERE/there, patterns: "*.copy"}
                  register: copies
                - assert: {that: copies.files | length == 13}
                - copy: {content: "{{ copies.files | map(attribute='path') | join('\\n') }}", dest: HERE/names}
            """;

    @TempDir
    Path directory;

    private String shell(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void areTheSameToEveryModule() throws Exception {
        shell(MAKE);
        String names = shell("cd there; find . -type f -printf '%f\\0' | sort -z | tr '\\0' '|'");
        Path playbook = Files.writeString(directory.resolve("names.yml"), PLAY.replace("HERE", directory.toString()));
        Slipway.Said said = new Slipway(directory.resolve("home")).run("run", playbook.toString());
        assertEquals(0, said.status(), said.all());
        assertEquals(
                names.replace("|", ".copy|"),
                shell("cd there; find . -type f -printf '%f\\0' | sort -z | tr '\\0' '|'"),
                "copied, and the others gone");
        assertEquals("13", shell("find fetched -type f -printf x | wc -c").strip());
        assertEquals("10", shell("find named -type f -printf x | wc -c").strip(), "three cannot be named on this side");
        assertEquals("13", shell("wc -l <all").strip());
        assertEquals(
                "13",
                shell("find there -name '*.copy' -exec grep -h '^more$' {} + | wc -l")
                        .strip());
        assertEquals("", shell("find . -name canary"));
    }
}
