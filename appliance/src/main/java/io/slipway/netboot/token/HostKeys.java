package io.slipway.netboot.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.OpenSshKey;
import io.slipway.common.state.InstallTable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the host key of each node, once: it stays the same however often the node is installed. */
public final class HostKeys {

    private final InstallTable table;
    private final SecureRandom random;
    private final Path file;
    private final Map<String, String> names;

    /**
     * @param file in the format of {@code known_hosts}, for whoever connects to nodes
     * @param names by node under what it is reached, separated by commas
     */
    public HostKeys(InstallTable table, SecureRandom random, Path file, Map<String, String> names) {
        this.table = table;
        this.random = random;
        this.file = file;
        this.names = Map.copyOf(names);
    }

    /** The key of a node; a new one the first time that it is asked for. */
    public synchronized HostKey of(String node) {
        boolean[] made = {false};
        InstallTable.HostKey key = table.hostKey(node, () -> {
            OpenSshKey pair = OpenSshKey.generate(node, random);
            made[0] = true;
            return new InstallTable.HostKey(
                    node, pair.privateKey(), pair.publicKey().strip());
        });
        if (made[0]) {
            publish();
        }
        return new HostKey(key.secret(), key.open());
    }

    /** Writes the file, which names those nodes alone that this pod has. */
    public synchronized void publish() {
        String text = table.hostKeys().stream()
                .filter(key -> names.containsKey(key.node()))
                .map(key -> names.get(key.node()) + " "
                        + key.open().substring(0, key.open().lastIndexOf(' ')) + "\n")
                .collect(Collectors.joining());
        try {
            DurableFile.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new TokenException(
                    Problem.of("the host keys of nodes cannot be written")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e, file)),
                    e);
        }
    }
}
