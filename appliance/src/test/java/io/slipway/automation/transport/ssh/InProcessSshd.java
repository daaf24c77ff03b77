package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** An SSH server in this JVM that runs commands in real shells, for what a real sshd is hard to persuade to do. */
final class InProcessSshd implements AutoCloseable {

    final SshServer server = SshServer.setUpDefaultServer();
    private final Path dir;

    InProcessSshd(Path dir) throws IOException, GeneralSecurityException {
        this.dir = dir;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(newKey("EC", 256)));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setCommandFactory(
                (channel, command) -> new InvertedShellWrapper(new ProcessShell("setsid", "/bin/sh", "-c", command)));
    }

    InProcessSshd start() throws IOException {
        server.start();
        return this;
    }

    static KeyPair newKey(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair();
    }

    /** Writes a key as OpenSSH does, and lets it in. */
    Path admit(KeyPair key, String file) throws IOException, GeneralSecurityException {
        server.setPublickeyAuthenticator((user, offered, session) -> offered.equals(key.getPublic()));
        return write(key, file);
    }

    Path write(KeyPair key, String file) throws IOException, GeneralSecurityException {
        Path path = dir.resolve(file);
        try (var out = Files.newOutputStream(path)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        }
        return path;
    }

    void admit(String password) {
        server.setPasswordAuthenticator((user, offered, session) -> offered.equals(password));
    }

    /** A known_hosts file with one line for this server. */
    Path knownHosts(KeyPair hostKey) throws IOException {
        String line = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
        return Files.writeString(dir.resolve("known_hosts"), "# first line\n" + line);
    }

    Target.Ssh target(List<Path> keys, @Nullable String password) {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                server.getPort(),
                "admin",
                keys,
                password == null ? null : new Secret(password),
                List.of(dir.resolve("known_hosts")),
                false,
                Duration.ofSeconds(20),
                "");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
