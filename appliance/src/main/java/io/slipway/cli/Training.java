package io.slipway.cli;

import io.slipway.common.crypto.Keyring;
import io.slipway.common.crypto.VerifySignature;
import io.slipway.common.crypto.openssl.LibCrypto;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the launcher runs once after a build, so that the JVM notes which classes everyday commands need and keeps them ready
 * (JEP 483, 514). It looks at nothing but a folder of its own, and prints nothing.
 */
final class Training {

    private static final String PLAYBOOK = """
            - hosts: all
              vars: {words: [one, two]}
              roles: [{role: greeting, tags: [polite], vars: {polite: true}}]
              tasks:
                - name: A command
                  command: echo {{ item | upper }}
                  loop: "{{ words }}"
                  register: said
                  changed_when: false
                  when: inventory_hostname is defined
                - block:
                    - assert: {that: said is succeeded}
                    - copy: {content: "{{ said.results | map(attribute='stdout') | join(',') }}", dest: "{{ place }}/file", mode: "0644"}
                      notify: told
                    - template: {src: hosts.ini, dest: "{{ place }}/template"}
                    - lineinfile: {path: "{{ place }}/template", line: "# {{ rack.name }}"}
                    - file: {path: "{{ place }}/folder", state: directory}
                    - shell: echo $HOME
                    - set_fact: {seen: "{{ ansible_facts.distribution | default('') }}"}
                  tags: [always]
                - include_tasks: more.yml
              handlers:
                - name: told
                  debug: {var: said.changed}
            """;

    private Training() {}

    public static void main(String[] args) throws IOException {
        Main.quietenLibraries();
        System.exit(everydayCommands());
    }

    /** Runs them and says with 0 that all went well. */
    static int everydayCommands() throws IOException {
        Path place = Files.createTempDirectory("slipway-training");
        try {
            Path playbook = Files.writeString(place.resolve("site.yml"), PLAYBOOK);
            Files.writeString(place.resolve("more.yml"), "- stat: {path: \"{{ place }}\"}\n");
            role(place.resolve("roles/greeting"));
            Path hosts = Files.writeString(
                    place.resolve("hosts.ini"),
                    "[all:vars]\nplace=" + place + "\n[web]\nhere ansible_connection=local\n");
            Path pod = place.resolve("pod");
            Files.createDirectories(pod.resolve("group_vars"));
            Files.writeString(pod.resolve("pod.yml"), """
                    all:
                      vars: {place: "%s"}
                      children:
                        web: {hosts: {here: {ansible_connection: local, rack: {name: a, height: 42}}}}
                    """.formatted(place));
            Files.writeString(pod.resolve("group_vars/all.yml"), "swap: false\nservers: [a, b]\n");
            String inventory = pod.toString();
            Path home = place.resolve("home");
            String mirrors = place.resolve("mirrors").toString();
            Map<String, String> environment = Map.of("SLIPWAY_HOME", home.toString());
            String[][] commands = {
                {"--version"},
                {"--help"},
                {"inventory", "-i", inventory, "--list"},
                {"inventory", "-i", hosts.toString(), "--graph"},
                {"doc", "copy"},
                {"run", playbook.toString(), "-i", inventory, "--syntax-check"},
                {"run", playbook.toString(), "-i", inventory},
                {"exec", "all", "-i", inventory, "-m", "ping"},
                {"sync", "--mirrors", mirrors},
                {"sync", "--mirrors", mirrors}
            };
            int worst = 0;
            try (TrainingUpstream upstream = TrainingUpstream.start(home)) {
                upstream.describe(Path.of(mirrors));
                for (String[] command : commands) {
                    worst = Math.max(worst, run(environment, command));
                }
            }
            worst = Math.max(worst, served(place, home, environment));
            overSsh(place, playbook, environment);
            LibCrypto.here().ifPresent(lib -> {
                lib.digest("SHA-1");
                lib.aesGcm(new byte[16], true);
            });
            signature();
            return worst;
        } finally {
            delete(place);
        }
    }

    /** What was mirrored is served, and an image of it is taken over the same wire. */
    private static int served(Path place, Path home, Map<String, String> environment) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        MirrorServer.Entrances entrances = new MirrorServer.Entrances(any, Optional.of(any), List.of());
        try (MirrorServer server =
                MirrorServer.start(home, entrances, FrontDoor.Listener.NONE, change -> {}, List.of())) {
            String registry = "127.0.0.1:" + server.port();
            String image = "docker://" + registry + "/" + TrainingUpstream.IMAGE;
            String copy = "oci:" + place.resolve("image") + ":v1";
            return run(environment, "image", "copy", "--plain-http-host", registry, image, copy);
        }
    }

    /** Where this machine has an sshd that lets this user in; elsewhere runs start a little slower. */
    static Optional<Integer> overSsh(Path place, Path playbook, Map<String, String> environment) throws IOException {
        Optional<TrainingNode> started = TrainingNode.start(place.resolve("node"));
        if (started.isEmpty()) {
            return Optional.empty();
        }
        try (TrainingNode node = started.get()) {
            Path hosts = Files.writeString(
                    place.resolve("there.ini"), "there place=" + place + " " + node.variables() + "\n");
            return Optional.of(run(environment, "run", playbook.toString(), "-i", hosts.toString()));
        }
    }

    /** Most archives are signed by RSA keys, which the training's own archive is not. */
    private static void signature() throws IOException {
        Keyring keyring = Keyring.parse("rsa.asc", resource("rsa.asc"));
        InstantSource later = InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));
        new VerifySignature(keyring, later).clearSigned("message.asc", resource("message.asc"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Training.class.getResourceAsStream("training/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static void role(Path role) throws IOException {
        Map<String, String> parts = Map.of(
                "defaults", "polite: false\nwords: {hello: [a, b]}\n",
                "meta", "dependencies: []\n",
                "handlers", "- {name: greeted, debug: {msg: hello}}\n",
                "tasks", "- import_tasks: more.yml\n- {debug: {msg: \"{{ words | length }}\"}, when: polite | bool}\n");
        for (Map.Entry<String, String> part : parts.entrySet()) {
            Path folder = Files.createDirectories(role.resolve(part.getKey()));
            Files.writeString(folder.resolve("main.yml"), part.getValue());
        }
        Files.writeString(
                role.resolve("tasks/more.yml"), "- {name: More, assert: {that: [polite, words is defined]}}\n");
    }

    private static int run(Map<String, String> environment, String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Main.run(new Console(nowhere, nowhere, false, false, 79), environment, arguments);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
