package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A role's template as a playbook writes it for hosts of {@code inventory/example}, without any of them. */
final class RenderedTemplate {

    private static final Path ROLES = Slipway.repository().resolve("playbooks/roles");

    private RenderedTemplate() {}

    /**
     * What is written, by host.
     *
     * @param hosts a pattern
     * @param defaults the roles whose defaults hold
     * @param template below the roles' folder
     * @param variables a mapping in YAML's flow style, over everything else
     */
    static Map<String, String> of(Path folder, String hosts, List<String> defaults, String template, String variables)
            throws IOException {
        Path written = Files.createDirectories(folder.resolve("written"));
        StringBuilder play = new StringBuilder("- hosts: " + hosts + "\n  gather_facts: false\n  vars_files:\n");
        for (String role : defaults) {
            play.append("    - ")
                    .append(ROLES.resolve(role + "/defaults/main.yml"))
                    .append('\n');
        }
        play.append("  tasks:\n    - template: {src: ")
                .append(ROLES.resolve(template))
                .append(", dest: \"")
                .append(written)
                .append("/{{ inventory_hostname }}\"}\n");
        Path playbook = Files.writeString(folder.resolve("render.yml"), play);
        Slipway.Said said = new Slipway(folder.resolve("home"))
                .run(
                        "run",
                        playbook.toString(),
                        "-i",
                        Slipway.repository().resolve("inventory/example").toString(),
                        "-e",
                        "ansible_connection=local",
                        "-e",
                        variables);
        assertEquals(0, said.status(), said.all());
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.list(written)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
