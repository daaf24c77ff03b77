package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.KnownHosts.Entry;
import io.slipway.automation.transport.ssh.KnownHosts.Standing;
import io.slipway.automation.transport.ssh.Way.Destination;
import io.slipway.automation.transport.ssh.Way.HostKeys;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a host is the one that it should be. A key that contradicts a known one is refused whatever the settings, also when it
 * is of another type: that is what somebody in between would offer.
 */
final class HostKeyCheck implements HostKeyVerifier {

    /** What to do with a host that no file knows. */
    enum Unknown {
        REFUSE,
        /** Take it, and write it down. */
        LEARN,
        TAKE
    }

    private final Destination target;
    private final String name;
    private final HostKeys keys;
    private final KnownHosts known;
    private volatile @Nullable Problem problem;

    /** @throws IOException when a known_hosts file cannot be read */
    HostKeyCheck(Destination target, HostKeys keys) throws IOException {
        this.target = target;
        this.keys = keys;
        this.name = keys.name();
        this.known = KnownHosts.read(keys.all());
    }

    /** Why the key was refused; {@code null} when it was not. */
    @Nullable
    Problem problem() {
        return problem;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        String type = KeyType.fromKey(key).toString();
        List<Entry> entries = known.about(name);
        List<Entry> same = entries.stream()
                .filter(entry -> Arrays.equals(entry.blob(), blob))
                .toList();
        for (Entry entry : same) {
            if (entry.standing() == Standing.REVOKED) {
                return refuse(Problem.of("the host key of " + target.name() + " is revoked")
                        .at(entry.place())
                        .because(type + " " + entry.fingerprint()));
            }
        }
        if (!same.isEmpty()) {
            return true;
        }
        List<Entry> others = entries.stream()
                .filter(entry -> entry.standing() == Standing.TRUSTED)
                .sorted((a, b) ->
                        Boolean.compare(b.type().equals(type), a.type().equals(type)))
                .toList();
        return others.isEmpty() ? meet(type, blob) : refuse(changed(others.getFirst(), type, blob));
    }

    private Problem changed(Entry old, String type, byte[] blob) {
        return Problem.of("the host key of " + target.name() + " (" + name + ") has changed")
                .at(old.place())
                .because("it was " + old.type() + " " + old.fingerprint() + " and is now " + type + " "
                        + KnownHosts.fingerprint(blob) + ": the node was installed anew, or somebody is in between")
                .hint("if the new key is right: ssh-keygen -R '" + name + "' -f "
                        + old.place().source());
    }

    private boolean meet(String type, byte[] blob) {
        List<Path> files = keys.all();
        if (keys.unknown() == Unknown.REFUSE) {
            return refuse(Problem.of("the host key of " + target.name() + " (" + name + ") is not known")
                    .because(type + " " + KnownHosts.fingerprint(blob) + " is in none of "
                            + files.stream().map(Path::toString).collect(Collectors.joining(", ")))
                    .hint("compare the fingerprint with the node's, then: ssh-keyscan -p " + target.port() + " "
                            + target.address() + " >> "
                            + (keys.own().isEmpty() ? "FILE" : keys.own().getFirst())));
        }
        return keys.unknown() == Unknown.TAKE || keys.own().isEmpty() || learn(type, blob);
    }

    private boolean learn(String type, byte[] blob) {
        Path file = keys.own().getFirst();
        String line = name + " " + type + " " + Base64.getEncoder().encodeToString(blob) + "\n";
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            return refuse(Problem.of("the host key of " + target.name() + " cannot be written to " + file)
                    .because(IoReason.of(e)));
        }
    }

    private boolean refuse(Problem why) {
        problem = why;
        return false;
    }

    /** Asks the host for a key of a type that is known, so that it is not taken for a stranger. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return known.about(name).stream()
                .filter(entry -> entry.standing() == Standing.TRUSTED)
                .flatMap(entry -> entry.type().equals("ssh-rsa")
                        ? Stream.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
                        : Stream.of(entry.type()))
                .distinct()
                .toList();
    }
}
