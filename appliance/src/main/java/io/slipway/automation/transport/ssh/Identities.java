package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.Way.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what can prove who we are, in ssh's order: certificates, keys of the agent that are also named as files, the agent's other
 * keys, files.
 */
final class Identities {

    private final Keys keys;
    private final KeyRing ring;
    private final Instant now;
    private final List<Identity> found = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();
    private final List<KeyFile> files = new ArrayList<>();
    private List<Agent.Held> held = List.of();

    private Identities(Keys keys, KeyRing ring, Instant now) {
        this.keys = keys;
        this.ring = ring;
        this.now = now;
    }

    /**
     * @param patience with an agent
     * @param password whether there is another way in, so that nobody need be asked for the passphrase of a default key
     */
    static Identities gather(Keys keys, KeyRing ring, Duration patience, boolean password, Instant now) {
        Identities identities = new Identities(keys, ring, now);
        identities.readFiles();
        identities.askAgent(patience);
        identities.addCertificates();
        identities.addHeld();
        boolean another = password || !identities.found.isEmpty();
        identities.addFiles(keys.mayAsk() && (keys.named() || !another));
        return identities;
    }

    List<Identity> found() {
        return List.copyOf(found);
    }

    /** What could not be used, each with the reason. */
    List<String> unusable() {
        return List.copyOf(unusable);
    }

    private void readFiles() {
        for (Path path : keys.files()) {
            try {
                files.add(KeyFile.read(path));
            } catch (IOException | RuntimeException e) {
                unusable(path.toString(), e);
            }
        }
    }

    private void unusable(String what, Exception e) {
        unusable.add(what + " cannot be used (" + e.getMessage() + ")");
    }

    private void askAgent(Duration patience) {
        keys.agent().ifPresent(socket -> {
            try {
                held = new Agent(socket, patience).keys();
            } catch (IOException | RuntimeException e) {
                unusable("the agent at " + socket, e);
            }
        });
    }

    private void addCertificates() {
        List<Path> beside = files.stream()
                .map(file -> file.path()
                        .resolveSibling(file.path().getFileName().toString().replaceFirst("\\.pub$", "") + "-cert.pub"))
                .filter(Files::exists)
                .toList();
        for (Path path : concat(keys.certificates(), beside)) {
            try {
                byte[] blob =
                        Blobs.ofLine(KeyFile.content(path)).orElseThrow(() -> new IOException("it is no certificate"));
                SshCertificate certificate = SshCertificate.parse(blob);
                Optional<String> untimely = certificate.untimely(now);
                if (untimely.isPresent()) {
                    throw new IOException("it " + untimely.get());
                }
                add(new Identity.Certified(keyOf(certificate), blob, path.toString()));
            } catch (IOException | RuntimeException e) {
                unusable(path.toString(), e);
            }
        }
    }

    private static List<Path> concat(List<Path> one, List<Path> other) {
        List<Path> all = new ArrayList<>(one);
        other.stream().filter(path -> !one.contains(path)).forEach(all::add);
        return all;
    }

    private Identity keyOf(SshCertificate certificate) throws IOException {
        for (Agent.Held key : held) {
            if (Blobs.same(key.blob(), certificate.key())) {
                return key;
            }
        }
        for (KeyFile file : files) {
            if (file.isPrivate()
                    && file.blob()
                            .filter(blob -> Blobs.same(blob, certificate.key()))
                            .isPresent()) {
                return ring.open(file, keys.mayAsk());
            }
        }
        throw new IOException("the private key is neither in a file nor in the agent");
    }

    private void addHeld() {
        held.stream().filter(this::isNamed).forEach(this::add);
        if (!keys.only()) {
            held.forEach(this::add);
        }
    }

    /** Also a certificate in the agent whose key is named. */
    private boolean isNamed(Agent.Held key) {
        byte[] plain = key.blob();
        if (SshCertificate.isType(Blobs.type(plain))) {
            try {
                plain = SshCertificate.parse(plain).key();
            } catch (IOException e) {
                return false;
            }
        }
        byte[] named = plain;
        return files.stream()
                .anyMatch(file ->
                        file.blob().filter(blob -> Blobs.same(blob, named)).isPresent());
    }

    private void addFiles(boolean mayAsk) {
        for (KeyFile file : files) {
            boolean had = file.blob().filter(blob -> has(blob)).isPresent();
            if (had) {
                continue;
            }
            try {
                if (!file.isPrivate()) {
                    throw new IOException("only its public half is there, and the agent does not hold it");
                }
                add(ring.open(file, mayAsk));
            } catch (IOException | RuntimeException e) {
                unusable(file.path().toString(), e);
            }
        }
    }

    private void add(Identity identity) {
        if (!has(identity.blob())) {
            found.add(identity);
        }
    }

    private boolean has(byte[] blob) {
        return found.stream().anyMatch(identity -> Blobs.same(identity.blob(), blob));
    }
}
