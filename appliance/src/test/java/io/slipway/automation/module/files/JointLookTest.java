package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.JointLook;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointLookTest {

    private static final String MARK = "~0123456789abcdef";

    @TempDir
    Path folder;

    private final LocalNode node = new LocalNode();
    private FileFixture on;

    @BeforeEach
    void aTree() throws IOException {
        on = new FileFixture(folder, node);
        for (String name : FileFixture.HOSTILE.stream().filter(NodeText::isUtf8).toList()) {
            on.write(name, "content of " + name);
        }
        on.write("plain", "plain\n");
        on.write("mark", "\n" + MARK + " 0\n\0\nend");
        on.write("long", "x".repeat(70_000));
        on.write("dir/file", "in a directory");
        Files.createSymbolicLink(on.path("link"), Path.of("plain"));
        Files.createSymbolicLink(on.path("link to link"), Path.of("link"));
        Files.createSymbolicLink(on.path("odd link"), Path.of("a\nb\n"));
        Files.createSymbolicLink(on.path("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(on.path("to dir"), Path.of("dir"));
    }

    private static List<String> everything() {
        List<String> names = new ArrayList<>(FileFixture.HOSTILE);
        names.addAll(
                List.of("plain", "mark", "dir", "dir/", "dir/file", "link", "link to link", "odd link", "dangling"));
        names.addAll(List.of("to dir", "not there", "no/parent", "plain/below a file", "plain", "n".repeat(300)));
        return names;
    }

    /** What probes ask; each is answered alone, too. */
    private List<Script> asked(List<Probe> probes) {
        node.forget();
        for (Probe probe : probes) {
            try {
                probe.on(node);
            } catch (ModuleFailure said) {
                assertTrue(said.getMessage().contains("too long"), said.getMessage());
            }
        }
        return node.scripts();
    }

    private static byte[] withoutTimeOfLook(Reply reply) {
        String text = new String(reply.stdout(), StandardCharsets.ISO_8859_1);
        return text.replaceAll(":[0-9.]+\0", "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stat", "copy", "edit", "file", "follow", "several"})
    void eachIsAnsweredAsIfItHadBeenAskedAlone(String kind) {
        List<Probe> probes = everything().stream()
                .map(name -> {
                    Probe probe = Probe.of(on.at(name));
                    return switch (kind) {
                        case "stat" -> probe.access().kinds(false, true).checksum("sha1");
                        case "copy" -> probe.inside("plain").checksum("sha1").ifSized(6);
                        case "edit" -> probe.content(1 << 20);
                        case "file" -> probe.also("say also \"$given\"").atLast("say last \"$p\"");
                        case "follow" -> probe.following(true).checksum("md5");
                        default -> probe.checksum(name.length() % 2 == 0 ? "sha1" : "sha256");
                    };
                })
                .toList();
        List<Script> scripts = asked(probes);
        JointLook joint = new JointLook(scripts, MARK + MARK);
        List<Optional<Reply>> answers = joint.answers(node.run(joint.script()));
        for (int i = 0; i < scripts.size(); i++) {
            Reply alone = node.run(scripts.get(i));
            Reply together = answers.get(i).orElseThrow();
            assertEquals(
                    new String(withoutTimeOfLook(alone), StandardCharsets.ISO_8859_1),
                    new String(withoutTimeOfLook(together), StandardCharsets.ISO_8859_1));
            assertEquals(alone.exitCode(), together.exitCode());
            assertArrayEquals(alone.stderr(), together.stderr());
        }
    }

    @Test
    void oneProgramLooksAtAllPaths() throws IOException {
        Path log = folder.resolve("log");
        Path commands = folder.resolve("commands");
        for (String name : List.of("stat", "sha1sum", "readlink", "cat", "lsattr")) {
            LocalNode.fakeCommand(
                    commands, name, "echo " + name + " >>'" + log + "'\nPATH=/usr/bin:/bin exec " + name + " \"$@\"\n");
        }
        List<Script> scripts = new ArrayList<>(asked(List.of(
                Probe.of(on.at("plain")).checksum("sha1"),
                Probe.of(on.at("dir/file")).checksum("sha1"),
                Probe.of(on.at("link")),
                Probe.of(on.at("link to link")),
                Probe.of(on.at("not there")))));
        Script content = asked(List.of(Probe.of(on.at("plain")).content(100))).getFirst();
        scripts.addAll(List.of(content, content));
        LocalNode counting = new LocalNode().commands(commands);
        JointLook joint = new JointLook(scripts, MARK);
        assertTrue(joint.answers(counting.run(joint.script())).stream().allMatch(Optional::isPresent));
        assertEquals(List.of("stat", "sha1sum", "stat", "readlink", "readlink", "cat"), Files.readAllLines(log));
    }

    @Test
    void wherePathsHaveNoFlagsNobodyAsksForThemAgain() throws IOException {
        Path log = folder.resolve("log");
        Path commands = folder.resolve("commands");
        LocalNode.fakeCommand(commands, "lsattr", "echo \"$#\" >>'" + log + "'; echo 'not supported' >&2; exit 1\n");
        List<Script> scripts = asked(List.of(
                Probe.of(on.at("plain")).kinds(false, true),
                Probe.of(on.at("dir")).kinds(false, true)));
        JointLook joint = new JointLook(scripts, MARK);
        assertTrue(joint.answers(new LocalNode().commands(commands).run(joint.script())).stream()
                .allMatch(Optional::isPresent));
        assertEquals(List.of("4"), Files.readAllLines(log));
    }

    @Test
    void longContentIsAskedForAlone() {
        List<Script> scripts = asked(List.of(
                Probe.of(on.at("long")).content(1 << 20),
                Probe.of(on.at("plain")).content(1 << 20)));
        JointLook joint = new JointLook(scripts, MARK);
        List<Optional<Reply>> answers = joint.answers(node.run(joint.script()));
        assertEquals(
                List.of(false, true), answers.stream().map(Optional::isPresent).toList());
    }

    @Test
    void anAnswerThatBreaksOffAnswersOnlyWhatCameWhole() {
        List<Script> scripts = asked(List.of(Probe.of(on.at("plain")), Probe.of(on.at("dir"))));
        JointLook joint = new JointLook(scripts, MARK);
        Reply whole = node.run(joint.script());
        byte[] part = Arrays.copyOf(whole.stdout(), whole.stdout().length - 5);
        List<Optional<Reply>> answers = joint.answers(new Reply(0, part, whole.stderr()));
        assertEquals(
                List.of(true, false), answers.stream().map(Optional::isPresent).toList());
    }
}
