package io.slipway.automation.engine.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Position;
import io.slipway.common.template.Scope;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFiltersTest {

    @TempDir
    Path folder;

    private final TemplateEngine engine = FileFilters.addTo(
                    TemplateEngine.builder(), Map.of("HOME", "/home/me", "NAME", "value"))
            .build();

    private Object of(String expression) {
        return engine.parseExpression(expression, Position.in("case"))
                .evaluate(Scope.of(Map.of("folder", folder.toString())));
    }

    @Test
    void testsLookAtThisSidesFiles() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nosuch"));
        String[] paths = {"", "/file", "/link", "/dangling", "/nosuch"};
        Map<String, List<Boolean>> expected = Map.of(
                "exists", List.of(true, true, true, false, false),
                "link_exists", List.of(true, true, true, true, false),
                "directory", List.of(true, false, false, false, false),
                "is_dir", List.of(true, false, false, false, false),
                "file", List.of(false, true, true, false, false),
                "is_file", List.of(false, true, true, false, false),
                "link", List.of(false, false, true, true, false),
                "ansible.builtin.is_link", List.of(false, false, true, true, false),
                "mount", List.of(false, false, false, false, false));
        expected.forEach((test, answers) -> {
            for (int i = 0; i < paths.length; i++) {
                assertEquals(answers.get(i), of("(folder ~ '" + paths[i] + "') is " + test), test + " " + paths[i]);
            }
        });
        assertEquals(true, of("'/proc' is is_mount"));
        assertEquals(true, of("(folder ~ '/file') is same_file(folder ~ '/link')"));
        assertEquals(false, of("(folder ~ '/file') is is_same_file(folder)"));
        assertThrows(TemplateException.class, () -> of("(folder ~ '/file') is same_file(folder ~ '/nosuch')"));
        assertThrows(TemplateException.class, () -> of("nosuch is exists"));
        assertThrows(TemplateException.class, () -> of("'\\0' is exists"));
    }

    @Test
    void filtersCompletePaths() throws IOException {
        for (String name : List.of("b.conf", "a.conf", "c.txt")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a.conf"));
        assertEquals(List.of(folder + "/a.conf", folder + "/b.conf"), of("(folder ~ '/*.conf') | fileglob"));
        assertEquals(List.of(), of("(folder ~ '/nosuch/*') | fileglob"));
        assertEquals(folder.toRealPath() + "/a.conf", of("(folder ~ '/x/../link') | realpath"));
        assertEquals("/home/me/x ~other", of("'~/x ~other' | expanduser"));
        assertEquals("/value/value/$OTHER", of("'/$NAME/${NAME}/$OTHER' | expandvars"));
    }
}
