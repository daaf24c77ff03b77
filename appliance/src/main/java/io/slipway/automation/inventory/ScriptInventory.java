package io.slipway.automation.inventory;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs an executable inventory: {@code --list} tells the groups, and {@code --host NAME} the variables that {@code _meta} left out. */
final class ScriptInventory {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path script;
    private final InventoryBuilder inventory;
    private final Consumer<String> warnings;
    private final Set<String> hosts = new LinkedHashSet<>();

    private ScriptInventory(Path script, InventoryBuilder inventory, Consumer<String> warnings) {
        this.script = script;
        this.inventory = inventory;
        this.warnings = warnings;
    }

    static void read(Path script, InventoryBuilder inventory, Consumer<String> warnings) {
        new ScriptInventory(script, inventory, warnings).read();
    }

    private void read() {
        YamlNode.Mapping all = run("--list");
        for (YamlNode.Entry entry : all.entries()) {
            if (!entry.name().equals("_meta")) {
                group(entry);
            }
        }
        Optional<YamlNode> known = all.get("_meta")
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(meta -> ((YamlNode.Mapping) meta).get("hostvars"));
        for (String host : hosts) {
            YamlNode vars = known.isPresent()
                    ? known.filter(YamlNode.Mapping.class::isInstance)
                            .flatMap(map -> ((YamlNode.Mapping) map).get(host))
                            .orElse(null)
                    : run("--host", host);
            if (vars instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach(v -> inventory.setHostVariable(host, v.name(), v.value()));
            }
        }
    }

    private void group(YamlNode.Entry entry) {
        String name = entry.name();
        inventory.addGroup(name);
        switch (entry.value()) {
            case YamlNode.Sequence list -> members(name, list);
            case YamlNode.Mapping parts
            when parts.get("hosts").isPresent()
                    || parts.get("vars").isPresent()
                    || parts.get("children").isPresent() -> {
                parts.get("hosts").ifPresent(list -> members(name, list));
                parts.get("vars").ifPresent(vars -> vars(name, vars));
                parts.get("children").ifPresent(list -> children(name, list));
            }
            case YamlNode.Mapping vars -> {
                addHost(name, name, vars.at());
                vars(name, vars);
            }
            case YamlNode.Scalar scalar -> throw refused("the group '" + name + "' is " + scalar.kind(), scalar);
        }
    }

    private void members(String group, YamlNode list) {
        if (!(list instanceof YamlNode.Sequence sequence)) {
            throw refused("the hosts of the group '" + group + "' are no list", list);
        }
        sequence.items().forEach(host -> addHost(String.valueOf(host.toValue()), group, host.at()));
    }

    private void addHost(String host, String group, Position at) {
        hosts.add(host);
        inventory.addHosts(List.of(host), Optional.empty(), group, script, at);
    }

    private void vars(String group, YamlNode vars) {
        if (!(vars instanceof YamlNode.Mapping mapping)) {
            throw refused("the variables of the group '" + group + "' are no mapping", vars);
        }
        mapping.entries().forEach(v -> inventory.setGroupVariable(group, v.name(), v.value()));
    }

    private void children(String group, YamlNode list) {
        if (!(list instanceof YamlNode.Sequence sequence)) {
            throw refused("the children of the group '" + group + "' are no list", list);
        }
        for (YamlNode child : sequence.items()) {
            String name = String.valueOf(child.toValue());
            inventory.addGroup(name);
            inventory.addChild(group, name, child.at());
        }
    }

    private InventoryException refused(String what, YamlNode node) {
        return new InventoryException(
                Problem.of("this inventory script says nonsense").at(node.at()).because(what));
    }

    private YamlNode.Mapping run(String... options) {
        List<String> command = new ArrayList<>(List.of(script.toAbsolutePath().toString()));
        command.addAll(List.of(options));
        String source = script + " " + String.join(" ", options);
        try {
            YamlNode answer = marked(YamlReader.read(source, output(command)));
            if (answer instanceof YamlNode.Mapping mapping) {
                return mapping;
            }
            throw new InventoryException(
                    Problem.of("this inventory script must print a JSON object, not " + answer.kind())
                            .at(Position.in(source)));
        } catch (YamlException e) {
            throw new InventoryException(
                    Problem.of("this inventory script does not print JSON")
                            .at(e.problem().where())
                            .because(e.problem().why()),
                    e);
        } catch (IOException e) {
            throw new InventoryException(
                    Problem.of("cannot run this inventory script")
                            .at(Position.in(script.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** JSON has no tags: {@code {"__ansible_vault": …}} stands for {@code !vault}, {@code {"__ansible_unsafe": …}} for {@code !unsafe}. */
    private static YamlNode marked(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar;
            case YamlNode.Sequence list ->
                new YamlNode.Sequence(
                        list.items().stream().map(ScriptInventory::marked).toList(), list.at());
            case YamlNode.Mapping mapping -> mark(mapping);
        };
    }

    private static YamlNode mark(YamlNode.Mapping mapping) {
        for (YamlNode.Entry entry : mapping.entries()) {
            boolean marks =
                    entry.name().equals("__ansible_vault") || entry.name().equals("__ansible_unsafe");
            if (marks && entry.value() instanceof YamlNode.Scalar text) {
                String tag = entry.name().replace("__ansible_", "!");
                return new YamlNode.Scalar(text.text(), text.text(), text.style(), tag, text.at());
            }
        }
        return new YamlNode.Mapping(
                mapping.entries().stream()
                        .map(entry -> new YamlNode.Entry(entry.key(), marked(entry.value())))
                        .toList(),
                mapping.at());
    }

    private String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Thread drain = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), errors));
        Thread watch = Thread.ofVirtual().start(() -> stopWhenLate(process));
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                process.destroyForcibly();
                throw new IOException("it prints more than " + MAX_BYTES / 1024 / 1024 + " MiB");
            }
            int code = process.waitFor();
            drain.join();
            String complaint = errors.toString(StandardCharsets.UTF_8).strip();
            if (code != 0) {
                throw new IOException("it ended with code " + code + (complaint.isEmpty() ? "" : ": " + complaint));
            }
            if (!complaint.isEmpty()) {
                warnings.accept(script + ": " + complaint);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("what it prints is not UTF-8", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            watch.interrupt();
        }
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            to.writeBytes(from.readNBytes(1 << 16));
            from.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException endOfStream) {
            to.writeBytes(new byte[0]);
        }
    }

    private static void stopWhenLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }
}
