package io.slipway.lab;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.OpenSshKey;
import io.slipway.common.json.Json;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.files.Trees;
import io.slipway.lab.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of one lab: keys, known hosts, inventory, and a description of it all. */
final class LabFiles {

    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._+-]+");

    private final String name;
    private final Path directory;
    private final SecureRandom random;

    LabFiles(Path home, String name, SecureRandom random) {
        LabSpec.checkName(name);
        this.name = name;
        this.directory = directoryOf(home.toAbsolutePath().normalize(), name);
        this.random = random;
        if (!PLAIN_PATH.matcher(directory.toString()).matches()) {
            throw new LabException(Problem.of("a lab cannot live in " + directory)
                    .because("ssh splits the path of a known_hosts file at blanks and quotes")
                    .hint("use a --home without them"));
        }
    }

    /** The lab that has no special name gets the short path. */
    private static Path directoryOf(Path home, String name) {
        return name.equals(LabSpec.DEFAULT_NAME)
                ? home.resolve("lab")
                : home.resolve("labs").resolve(name);
    }

    Path directory() {
        return directory;
    }

    /** The key of the person who logs in; made once. */
    OpenSshKey loginKey() {
        return key(directory.resolve("id_ed25519"), "slipway lab " + name);
    }

    /** The key by which a node proves who it is; made once, so that a node that is made anew is still known. */
    OpenSshKey hostKey(String node) {
        return key(directory.resolve("hostkeys").resolve(node), node);
    }

    private OpenSshKey key(Path file, String comment) {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        try {
            if (Files.exists(file) && Files.exists(publicFile)) {
                return new OpenSshKey(Files.readString(file), Files.readString(publicFile));
            }
            OpenSshKey key = OpenSshKey.generate(comment, random);
            WholeFile.write(file, "rw-------", key.privateKey());
            WholeFile.write(publicFile, "rw-r--r--", key.publicKey());
            return key;
        } catch (IOException e) {
            throw failed("write the SSH key " + file, e);
        }
    }

    /** Writes what others read, the description last: who finds it finds the rest. */
    void describe(Lab lab) {
        try {
            StringBuilder known = new StringBuilder();
            for (LabNode node : lab.nodes()) {
                known.append(node.name())
                        .append(',')
                        .append(node.address())
                        .append(' ')
                        .append(hostKey(node.name()).publicKey());
            }
            WholeFile.write(lab.knownHosts(), "rw-r--r--", known.toString());
            WholeFile.write(lab.inventory(), "rw-r--r--", LabInventory.of(lab));
            WholeFile.write(description(), "rw-r--r--", Json.pretty(asJson(lab)) + "\n");
        } catch (IOException e) {
            throw failed("write the files of lab '" + name + "'", e);
        }
    }

    /** The lab as it was last raised. */
    Optional<Lab> read() {
        try {
            if (!Files.exists(description())) {
                return Optional.empty();
            }
            return Optional.of(fromJson(Json.read(description().toString(), Files.readString(description()))));
        } catch (IOException e) {
            throw failed("read " + description(), e);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new LabException(
                    Problem.of("cannot understand " + description()).because(String.valueOf(e.getMessage())), e);
        }
    }

    /** Removes everything but the cache, which lies beside the lab that has no special name. */
    void remove() {
        try {
            for (Path file : List.of(
                    description(),
                    directory.resolve("inventory.yml"),
                    directory.resolve("known_hosts"),
                    directory.resolve("id_ed25519"),
                    directory.resolve("id_ed25519.pub"))) {
                Files.deleteIfExists(file);
            }
            Trees.delete(directory.resolve("hostkeys"));
            deleteIfEmpty(directory);
            if (!name.equals(LabSpec.DEFAULT_NAME)) {
                deleteIfEmpty(directory.resolveSibling(""));
            }
        } catch (IOException e) {
            throw failed("remove the files of lab '" + name + "'", e);
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (java.nio.file.DirectoryNotEmptyException othersAreThere) {
            return;
        }
    }

    private Path description() {
        return directory.resolve("lab.json");
    }

    private static Map<String, Object> asJson(Lab lab) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (LabNode node : lab.nodes()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", node.name());
            fields.put("group", node.group().groupName());
            fields.put("address", node.address());
            nodes.add(fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", lab.name());
        fields.put("subnet", lab.subnet().toString());
        fields.put("gateway", lab.gateway());
        fields.put("engine", lab.engine());
        fields.put("nodes", nodes);
        return fields;
    }

    private Lab fromJson(@org.jspecify.annotations.Nullable Object json) {
        if (!(json instanceof Map<?, ?> fields) || !(fields.get("nodes") instanceof List<?> list)) {
            throw new IllegalArgumentException("it is not the description of a lab");
        }
        List<LabNode> nodes = new ArrayList<>();
        for (Object item : list) {
            if (item instanceof Map<?, ?> node) {
                nodes.add(new LabNode(
                        text(node, "name"),
                        Group.valueOf(text(node, "group").toUpperCase(java.util.Locale.ROOT)),
                        text(node, "address")));
            }
        }
        return new Lab(
                text(fields, "name"),
                Subnet.parse(text(fields, "subnet")),
                text(fields, "gateway"),
                text(fields, "engine"),
                nodes,
                directory);
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no '" + name + "'");
    }

    private static LabException failed(String what, IOException e) {
        return new LabException(
                Problem.of("cannot " + what).because(IoReason.withFile(e)).hint(IoReason.hintForHome(e)), e);
    }
}
