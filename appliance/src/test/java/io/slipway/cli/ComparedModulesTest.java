package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every module has a case that Ansible answered, or a reason why it cannot have one here. */
class ComparedModulesTest {

    private static final Path CASES = Path.of("src/test/parity");

    /** A file of a case's content: its name and its text, up to the next heading. */
    private static final Pattern FILE =
            Pattern.compile("^-- (\\S+) --\\n(.*?)(?=^-- \\S+ --$|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern EXEC = Pattern.compile("(?m)^\\$ .*\\bexec .*-m (\\S+)");

    private static final String NO_HELM = "no distribution packages helm";
    private static final String NO_KUBELET =
            "it talks to a pod that runs, and the nodes of cases have an API server alone";
    private static final String OURS = "Ansible has none of this name";

    /** Modules that no case can name, each with what stands in the way. */
    private static final Map<String, String> WITHOUT = Map.ofEntries(
            Map.entry("deb822_repository", "it came with ansible-core 2.15; cases are recorded with Debian 12's 2.14"),
            Map.entry("etcd_member", OURS),
            Map.entry("kubeadm_facts", OURS),
            Map.entry("kubernetes_manifest", OURS),
            Map.entry("helm", NO_HELM),
            Map.entry("helm_info", NO_HELM),
            Map.entry("helm_repository", NO_HELM),
            Map.entry("k8s_exec", NO_KUBELET),
            Map.entry("k8s_log", NO_KUBELET),
            Map.entry("kube", "its counterpart is a Python file of Kubespray, which is not ours to copy"));

    @Test
    void everyModuleIsComparedOrSaysWhyNot() throws IOException {
        Set<String> missing = new TreeSet<>(declared());
        missing.removeAll(compared());
        assertEquals(
                new TreeSet<>(WITHOUT.keySet()),
                missing,
                "a module gets a case in src/test/parity/modules, or here the reason why it cannot have one; not both");
        assertTrue(WITHOUT.values().stream().allMatch(reason -> reason.contains(" ")), "a reason is a sentence");
    }

    private static Set<String> declared() {
        Set<String> names = new TreeSet<>();
        BuiltinModules.catalogue()
                .modules()
                .forEach(module -> names.add(last(module.spec().name())));
        return names;
    }

    /** The keys of every task, and what {@code exec} was told to do, in all cases. */
    private static Set<String> compared() throws IOException {
        Set<String> names = new TreeSet<>();
        List<Path> cases;
        try (Stream<Path> files = Files.walk(CASES)) {
            cases = files.filter(file -> file.toString().endsWith(".case")).toList();
        }
        for (Path file : cases) {
            String text = Files.readString(file);
            EXEC.matcher(text).results().forEach(match -> names.add(last(match.group(1))));
            Matcher content = FILE.matcher(text);
            while (content.find()) {
                if (content.group(1).matches(".*\\.ya?ml")) {
                    addTasks(names, content.group(1), content.group(2));
                }
            }
        }
        return names;
    }

    /** Some cases are about content that cannot be read: such names no module. */
    private static void addTasks(Set<String> names, String file, String text) {
        try {
            YamlReader.readAll(file, text).forEach(node -> addTasks(names, node));
        } catch (YamlException unreadable) {
            assertTrue(file.endsWith("ml"), unreadable.getMessage());
        }
    }

    private static void addTasks(Set<String> names, YamlNode node) {
        switch (node) {
            case YamlNode.Scalar _ -> {}
            case YamlNode.Sequence sequence ->
                sequence.items().forEach(item -> {
                    if (item instanceof YamlNode.Mapping task) {
                        task.entries().forEach(entry -> names.add(last(entry.name())));
                    }
                    addTasks(names, item);
                });
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> addTasks(names, entry.value()));
        }
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
