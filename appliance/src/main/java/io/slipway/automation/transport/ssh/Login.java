package io.slipway.automation.transport.ssh;

import io.slipway.common.Problem;
import io.slipway.common.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.PasswordUtils;

/** Proves to a host who we are, and remembers what was tried, so that a refusal can be explained. */
final class Login {

    private final Way.Destination target;
    private final List<AuthMethod> methods = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private final List<String> unusable = new CopyOnWriteArrayList<>();

    /** @param identities gathered before the host is called, because that may take somebody's time */
    Login(Way way, Identities identities) {
        this.target = way.target();
        unusable.addAll(identities.unusable());
        for (String method : way.authentications()) {
            switch (method) {
                case "publickey" -> identities.found().forEach(this::addKey);
                case "password" -> addPassword();
                case "keyboard-interactive" -> addInteractive();
                default -> unusable.add(method + " is not supported");
            }
        }
    }

    /**
     * @return why it failed; empty when we are in
     * @throws IOException when the connection breaks meanwhile
     */
    Optional<Problem> attempt(SSHClient client) throws IOException {
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

    private void addKey(Identity identity) {
        methods.add(new PublicKeyLogin(identity, unusable::add));
        tried.add(identity.words());
    }

    private void addPassword() {
        Secret password = target.password();
        if (password != null) {
            methods.add(new AuthPassword(once(password)));
            tried.add("password");
        }
    }

    private void addInteractive() {
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
