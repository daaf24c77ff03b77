package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.NodeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node and a controller in a temporary folder, and words for what module tests want to say. */
final class FileFixture {

    /** Names that break careless scripts. */
    static final List<String> HOSTILE = List.of(
            "with space and\nnew line",
            "quote'd \"name\"",
            "-leading dash",
            "--help",
            "$(touch pwned)`touch pwned`;&|<>",
            "$HOMEless${ back\\slash\\n %s%n",
            "*?[a]",
            "~tilde ünïcödé ✓\n",
            "\udcff\udc80 not utf-8");

    final Path root;
    final Path node;
    final LocalNode shell;
    final FakeController controller;
    final Calls calls;

    FileFixture(Path folder) {
        this(folder, new LocalNode());
    }

    FileFixture(Path folder, LocalNode shell) {
        this.shell = shell;
        root = folder.resolve("controller");
        node = folder.resolve("node");
        try {
            Files.createDirectories(root.resolve("files"));
            Files.createDirectories(root.resolve("templates"));
            Files.createDirectories(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        controller = new FakeController(root);
        calls = new Calls(shell, controller);
    }

    String at(String name) {
        return node + "/" + name;
    }

    Path path(String name) {
        return node.resolve(name);
    }

    String write(String name, String content) {
        return put(node.resolve(name), content);
    }

    String source(String kind, String name, String content) {
        return put(root.resolve(kind).resolve(name), content);
    }

    private static String put(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, NodeText.encode(content));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(node.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String mode(String name) {
        try {
            return String.format(
                    "%04o",
                    (Integer) Files.getAttribute(
                                    node.resolve(name), "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS)
                            & 07777);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every path below the node with its kind, mode, size and content, to see whether anything was touched. */
    TreeMap<String, String> everything() {
        TreeMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(node)) {
            for (Path path : paths.toList()) {
                String what = Files.isSymbolicLink(path)
                        ? "-> " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path)
                                ? "dir"
                                : Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
                all.put(
                        node.relativize(path).toString(),
                        Files.getAttribute(path, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS) + " " + what);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Predicts without touching, changes with at most two exchanges, and finds nothing to do in one exchange afterwards. */
    ModuleResult converges(Module module, @Nullable Object... arguments) {
        TreeMap<String, String> before = everything();
        ModuleResult predicted = calls.check(module, arguments);
        assertEquals(true, predicted.changed(), "check mode predicts a change");
        assertEquals(before, everything(), "check mode touches nothing");
        shell.forget();
        ModuleResult done = calls.diff(module, arguments);
        assertEquals(true, done.changed(), "the first run changes");
        assertEquals(true, shell.exchanges() <= 2, "exchanges: " + shell.exchanges());
        assertEquals(predicted.diffs(), done.diffs(), "check mode predicts the difference");
        TreeMap<String, String> after = everything();
        unchanged(module, arguments);
        assertEquals(after, everything());
        return done;
    }

    /** One exchange, and nothing to do; in check mode too. */
    ModuleResult unchanged(Module module, @Nullable Object... arguments) {
        TreeMap<String, String> before = everything();
        assertEquals(false, calls.check(module, arguments).changed(), "check mode finds nothing to do");
        shell.forget();
        ModuleResult again = calls.diff(module, arguments);
        assertEquals(false, again.changed(), "nothing to do");
        assertEquals(List.of(), again.diffs());
        assertEquals(1, shell.exchanges(), "exchanges when there is nothing to do");
        assertEquals(before, everything());
        return again;
    }
}
