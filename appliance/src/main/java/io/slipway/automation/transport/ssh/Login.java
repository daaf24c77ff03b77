package io.slipway.automation.transport.ssh;

import io.slipway.common.Problem;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.PasswordUtils;

/** Proves to a host who we are, and remembers what was tried, so that a refusal can be explained. */
final class Login {

    private final SSHClient client;
    private final Way way;
    private final Way.Destination target;
    private final List<String> tried = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    Login(SSHClient client, Way way) {
        this.client = client;
        this.way = way;
        this.target = way.target();
    }

    /**
     * @return why it failed; empty when we are in
     * @throws IOException when the connection breaks meanwhile
     */
    Optional<Problem> attempt() throws IOException {
        List<AuthMethod> methods = methods();
        if (methods.isEmpty()) {
            return Optional.of(refused()
                    .because(String.join(
                            "; ",
                            Stream.concat(
                                            unusable.stream(),
                                            Stream.of("there is no usable key, and no password is given"))
                                    .toList())));
        }
        try {
            client.auth(target.user(), methods);
            return Optional.empty();
        } catch (UserAuthException e) {
            if (!client.getTransport().isRunning()) {
                throw e;
            }
            return Optional.of(explain(
                    client.getUserAuth().getAllowedMethods(),
                    client.getUserAuth().getBanner()));
        }
    }

    private List<AuthMethod> methods() {
        List<AuthMethod> methods = new ArrayList<>();
        for (String method : way.authentications()) {
            switch (method) {
                case "publickey" -> way.keys().files().forEach(file -> addKey(file, methods));
                case "password" -> addPassword(methods);
                case "keyboard-interactive" -> addInteractive(methods);
                default -> unusable.add(method + " is not supported");
            }
        }
        return methods;
    }

    /** The file is read now rather than when sshj gets to it, so that a bad one is told apart from an unwelcome one. */
    private void addKey(Path file, List<AuthMethod> methods) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException("no such file");
            }
            KeyProvider key = client.loadKeys(file.toString());
            PublicKey publicKey = key.getPublic();
            key.getPrivate();
            byte[] blob = new Buffer.PlainBuffer().putPublicKey(publicKey).getCompactData();
            methods.add(new AuthPublickey(key));
            tried.add(file + " (" + KeyType.fromKey(publicKey) + " " + KnownHosts.fingerprint(blob) + ")");
        } catch (IOException | RuntimeException e) {
            unusable.add(file + " cannot be used (" + reason(e) + ")");
        }
    }

    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean locked =
                message.contains("assphrase") || message.contains("Decryption") || message.contains("PasswordFinder");
        return locked ? "it has a passphrase, which is not supported" : message;
    }

    private void addPassword(List<AuthMethod> methods) {
        Secret password = target.password();
        if (password != null) {
            methods.add(new AuthPassword(once(password)));
            tried.add("password");
        }
    }

    private void addInteractive(List<AuthMethod> methods) {
        Secret password = target.password();
        if (password != null) {
            methods.add(new AuthKeyboardInteractive(new PasswordResponseProvider(once(password))));
        }
    }

    private static PasswordFinder once(Secret password) {
        return PasswordUtils.createOneOff(password.reveal().toCharArray());
    }

    private Problem refused() {
        return Problem.of(target.name() + " (" + KnownHosts.nameOf(target.address(), target.port())
                        + ") does not let user '" + target.user() + "' in")
                .hint(
                        "put the public key into ~" + target.user()
                                + "/.ssh/authorized_keys there, or see ansible_user, ansible_ssh_private_key_file and ansible_password");
    }

    private Problem explain(Collection<String> allowed, String banner) {
        List<String> reasons = new ArrayList<>();
        reasons.add("permission denied; tried " + String.join(", ", tried));
        if (!allowed.isEmpty()) {
            reasons.add("the host accepts " + String.join(", ", allowed));
        }
        reasons.addAll(unusable);
        if (!banner.isBlank()) {
            reasons.add("it says: " + banner.strip());
        }
        return refused().because(String.join("; ", reasons));
    }
}
