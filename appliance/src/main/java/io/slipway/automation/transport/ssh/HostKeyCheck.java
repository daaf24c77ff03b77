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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
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

    private static final List<String> CERTIFICATES = Stream.of(
                    "ssh-ed25519",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "rsa-sha2-512",
                    "rsa-sha2-256")
            .map(type -> type + SshCertificate.SUFFIX)
            .toList();

    private static final int SSH_PORT = 22;

    private final Destination target;
    private final String name;
    private final HostKeys keys;
    private final InstantSource clock;
    private final KnownHosts known;
    private volatile @Nullable Problem problem;

    /** @throws IOException when a known_hosts file or a list of revoked keys cannot be read */
    HostKeyCheck(Destination target, HostKeys keys, InstantSource clock) throws IOException {
        this.target = target;
        this.clock = clock;
        this.keys = keys;
        this.name = keys.name();
        this.known = KnownHosts.read(keys.all()).without(keys.revoked());
    }

    /** Why the key was refused; {@code null} when it was not. */
    @Nullable
    Problem problem() {
        return problem;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        if (!SshCertificate.isType(Blobs.type(blob))) {
            return verifyKey(blob);
        }
        try {
            return verify(SshCertificate.parse(blob));
        } catch (IOException e) {
            return refuse(Problem.of("the host certificate of " + target.name() + " cannot be read")
                    .because(String.valueOf(e.getMessage())));
        }
    }

    /** A certificate of an authority that nobody named says no more than the key in it. */
    private boolean verify(SshCertificate certificate) {
        Optional<Entry> revoked = entry(Standing.REVOKED, certificate.authority());
        if (revoked.isPresent()) {
            return refuse(Problem.of("the authority that signed the host key of " + target.name() + " is revoked")
                    .at(revoked.get().place())
                    .because(revoked.get().type() + " " + revoked.get().fingerprint()));
        }
        if (entry(Standing.AUTHORITY, certificate.authority()).isEmpty()
                || entry(Standing.REVOKED, certificate.key()).isPresent()) {
            return verifyKey(certificate.key());
        }
        String host = keys.alias().isEmpty() ? target.address() : keys.alias();
        return certificate
                .refusal(host, clock.instant())
                .map(why ->
                        refuse(Problem.of("the host certificate of " + target.name() + " (" + name + ") does not count")
                                .because("'" + certificate.id().replaceAll("\\p{Cntrl}", "?") + "' " + why)))
                .orElse(true);
    }

    private Optional<Entry> entry(Standing standing, byte[] blob) {
        return entries().stream()
                .filter(entry -> entry.standing() == standing && Arrays.equals(entry.blob(), blob))
                .findFirst();
    }

    /** As ssh has it, what is known of a host counts for a port of its own, too, of which nothing is known. */
    private List<Entry> entries() {
        List<Entry> here = known.about(name);
        return here.stream().anyMatch(entry -> entry.standing() != Standing.REVOKED)
                ? here
                : Stream.concat(here.stream(), withoutPort().stream()).toList();
    }

    private List<Entry> withoutPort() {
        return keys.alias().isEmpty() && target.port() != SSH_PORT
                ? known.about(KnownHosts.nameOf(target.address(), SSH_PORT))
                : List.of();
    }

    private boolean verifyKey(byte[] blob) {
        String type = Blobs.type(blob);
        Optional<Entry> revoked = entry(Standing.REVOKED, blob);
        if (revoked.isPresent()) {
            return refuse(Problem.of("the host key of " + target.name() + " is revoked")
                    .at(revoked.get().place())
                    .because(type + " " + revoked.get().fingerprint()));
        }
        if (entry(Standing.TRUSTED, blob).isPresent()) {
            return true;
        }
        List<Entry> others = known.about(name).stream()
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

    /** Asks the host for a key of a type that is known, so that it is not taken for a stranger; for a certificate only where one can count. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return entries().stream()
                .flatMap(entry -> switch (entry.standing()) {
                    case TRUSTED -> Signatures.algorithms(entry.type()).stream();
                    case AUTHORITY -> CERTIFICATES.stream();
                    case REVOKED -> Stream.of();
                })
                .distinct()
                .toList();
    }
}
