package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonPluginsTest {

    @TempDir
    Path folder;

    private PythonPlugins plugins;

    @BeforeEach
    void content() throws IOException {
        write(
                "filter_plugins/ours.py",
                "class FilterModule:\n  def filters(self):\n    return {'shout': s, \"loud\" : s}\n");
        write("test_plugins/checks.py", "class TestModule:\n  def tests(self):\n    return dict(noisy=n)\n");
        write("lookup_plugins/ask.py", "class LookupModule: pass\n");
        write("ansible_collections/a/b/plugins/filter/more.py", "{'far': f}\n");
        write("ansible_collections/a/b/plugins/action/act.py", "");
        plugins = new PythonPlugins(new Disk());
        plugins.add(folder);
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text);
    }

    private String reason(String what) {
        return plugins.explained(Problem.of(what), List.of(folder)).why();
    }

    @Test
    void whatAPluginDefinesIsSaidToBeItsDoing() {
        assertTrue(reason("there is no filter 'shout'").contains("filter_plugins/ours.py defines it in Python"));
        assertTrue(reason("there is no filter 'loud'").contains("ours.py"));
        assertTrue(reason("there is no test 'noisy'").contains("test_plugins/checks.py"));
        assertTrue(reason("there is no lookup 'ask'").contains("lookup_plugins/ask.py"));
        assertTrue(reason("there is no lookup 'ask' for 'with_ask'").contains("lookup_plugins/ask.py"));
        assertTrue(reason("there is no filter 'a.b.far'").contains("plugins/filter/more.py"));
    }

    @Test
    void otherNamesAreOrdinaryMistakes() {
        assertEquals("", reason("there is no filter 'shou'"));
        assertEquals("", reason("there is no test 'shout'"));
        assertEquals("", reason("there is no lookup 'ours'"));
        assertEquals("", reason("there is no file 'ask'"));
    }

    @Test
    void actionsAreCalledAsTheirFilesAre() {
        assertTrue(plugins.action("a.b.act", List.of(folder)).isPresent());
        assertTrue(plugins.action("act", List.of(folder)).isEmpty());
    }

    private static final class Disk implements SourceFiles {
        @Override
        public boolean isFile(Path path) {
            return Files.isRegularFile(path);
        }

        @Override
        public boolean isDirectory(Path path) {
            return Files.isDirectory(path);
        }

        @Override
        public List<Path> list(Path directory) {
            try (Stream<Path> files = Files.list(directory)) {
                return files.sorted().toList();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
