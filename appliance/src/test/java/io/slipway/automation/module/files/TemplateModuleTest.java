package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import io.slipway.common.TextFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateModuleTest {

    private final TemplateModule template =
            new TemplateModule(Clock.fixed(Instant.parse("2026-11-22T05:06:07.089Z"), ZoneOffset.UTC));

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        on.controller.set("who", "wörld");
    }

    @Test
    void rendersAndSends() throws IOException {
        String src = on.source("templates", "motd.j2", "hello {{ who }}\n");
        ModuleResult done = on.converges(template, "src", "motd.j2", "dest", on.at("motd"), "mode", "0600");
        assertEquals("hello wörld\n", on.read("motd"));
        assertEquals(src, done.diffs().getFirst().afterHeader());
        assertEquals("0600", done.values().get("mode"));
        Files.createDirectory(on.path("d"));
        on.converges(template, "src", "motd.j2", "dest", on.at("d"));
        assertEquals("hello wörld\n", on.read("d/motd.j2"));
    }

    @Test
    void whatIsTooLargeForTemplatesIsForCopy() throws IOException {
        String src = on.source("templates", "large.j2", "");
        try (RandomAccessFile large = new RandomAccessFile(src, "rw")) {
            large.setLength(TextFile.MAX_BYTES + 1L);
        }
        String said = on.calls.failure(template, "src", "large.j2", "dest", on.at("t"));
        assertTrue(said.contains("larger than 64 MiB") && said.contains("copy: takes files of any size"), said);
    }

    @Test
    void templatesKnowThemselves() throws IOException {
        String src = on.source(
                "templates",
                "t.j2",
                "{{ ansible_managed }}|{{ template_path }}|{{ template_fullpath }}|{{ template_destpath }}|{{ template_run_date }}|{{ template_mtime }}|{{ template_uid }}");
        Files.setLastModifiedTime(Path.of(src), FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
        on.calls.run(template, "src", "t.j2", "dest", on.at("t"));
        assertEquals(
                "Ansible managed|t.j2|" + src + "|" + on.at("t")
                        + "|2026-11-22 05:06:07.089000|2020-01-02 03:04:05|root",
                on.read("t"));
    }

    @Test
    void newlinesAndEncodings() throws IOException {
        on.source("templates", "t.j2", "a\r\n{{ who }}\n");
        on.converges(
                template,
                "src",
                "t.j2",
                "dest",
                on.at("dos"),
                "newline_sequence",
                "\\r\\n",
                "output_encoding",
                "latin-1");
        assertEquals(
                "a\r\nw\u00f6rld\r\n", new String(Files.readAllBytes(on.path("dos")), StandardCharsets.ISO_8859_1));
        on.controller.set("who", "✓");
        assertTrue(on.calls
                .failure(template, "src", "t.j2", "dest", on.at("x"), "output_encoding", "latin-1")
                .contains("does not have"));
        assertEquals(
                "unknown output_encoding: klingon",
                on.calls.failure(template, "src", "t.j2", "dest", on.at("x"), "output_encoding", "klingon"));
    }

    @Test
    void theHeaderLineIsReadAndDropped() {
        on.source("templates", "t.j2", "#jinja2: trim_blocks: False, lstrip_blocks: True\nbody\n");
        on.calls.run(template, "src", "t.j2", "dest", on.at("t"));
        assertEquals("body\n", on.read("t"));
        String bad = on.source("templates", "bad.j2", "#jinja2: variable_start_string: [%\nbody\n");
        assertTrue(on.calls
                .failure(template, "src", "bad.j2", "dest", on.at("t"))
                .startsWith(bad + ":1:1: the template setting 'variable_start_string: [%' is not supported"));
    }

    @Test
    void failures() throws IOException {
        assertTrue(
                on.calls.failure(template, "src", "none.j2", "dest", on.at("t")).contains("Searched in:"));
        on.source("templates", "t.j2", "{{ nobody }}");
        assertEquals("'nobody' is undefined", on.calls.failure(template, "src", "t.j2", "dest", on.at("t")));
        Files.write(on.root.resolve("templates/latin.j2"), new byte[] {(byte) 0xe4});
        assertTrue(on.calls
                .failure(template, "src", "latin.j2", "dest", on.at("t"))
                .endsWith("Template source files must be utf-8 encoded"));
        assertTrue(on.calls
                .failure(template, "src", "t.j2", "dest", on.at("t"), "variable_start_string", "{%")
                .startsWith("block, variable and comment start strings must be different"));
    }
}
