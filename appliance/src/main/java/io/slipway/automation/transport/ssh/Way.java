package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.ssh.HostKeyCheck.Unknown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target with everything decided: its ssh options merged in, the defaults filled in.
 *
 * @param target with keys and known_hosts files as absolute paths, and no options left
 * @param via the machine in front of it, which is a target of its own
 * @param defaultKeys whether the keys are the user's default ones, of which any may be missing
 * @param authentications the only methods to try, in this order; empty for the usual ones
 * @param rhythm how often to ask for a sign of life
 */
record Way(
        Target.Ssh target,
        Optional<Target.Ssh> via,
        Unknown unknownHosts,
        boolean defaultKeys,
        List<String> authentications,
        Pulse.Rhythm rhythm) {

    private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    /** @param home the user's home directory, where defaults lie and {@code ~} points */
    static Way to(Target.Ssh wanted, Path home, String localUser) {
        SshArguments options = SshArguments.parse(wanted.name(), wanted.sshArguments());
        String address = options.hostName == null ? wanted.address() : options.hostName;
        int port = options.port == null ? wanted.port() : options.port;
        String user = options.user == null ? wanted.user() : options.user;
        Duration timeout = options.connectTimeout == null ? wanted.connectTimeout() : options.connectTimeout;

        Tokens tokens = new Tokens(home, localUser, address, port, user);
        List<Path> keys = Stream.concat(
                        wanted.privateKeys().stream().map(Path::toString), options.identityFiles.stream())
                .map(tokens::path)
                .distinct()
                .toList();
        boolean defaultKeys = keys.isEmpty();
        if (defaultKeys) {
            keys = DEFAULT_KEYS.stream()
                    .map(home.resolve(".ssh")::resolve)
                    .filter(Files::exists)
                    .toList();
        }
        List<Path> known = new ArrayList<>();
        (options.knownHosts.isEmpty() ? wanted.knownHosts().stream().map(Path::toString) : options.knownHosts.stream())
                .map(tokens::path)
                .forEach(known::add);
        if (known.isEmpty()) {
            known.add(home.resolve(".ssh/known_hosts"));
            known.add(Path.of("/etc/ssh/ssh_known_hosts"));
        }
        Unknown unknown = options.unknownHosts != null
                ? options.unknownHosts
                : wanted.checkHostKey() ? Unknown.REFUSE : Unknown.TAKE;
        Target.Ssh target = new Target.Ssh(
                wanted.name(),
                address,
                port,
                user,
                keys,
                wanted.password(),
                List.copyOf(known),
                wanted.checkHostKey(),
                timeout,
                "");
        Optional<Target.Ssh> via =
                Optional.ofNullable(before(options.hops, wanted, tokens, localUser, List.copyOf(known), timeout));
        Pulse.Rhythm rhythm = new Pulse.Rhythm(
                options.aliveInterval == null ? Pulse.Rhythm.USUAL.interval() : options.aliveInterval,
                options.aliveCount == null ? Pulse.Rhythm.USUAL.most() : options.aliveCount);
        return new Way(target, via, unknown, defaultKeys, List.copyOf(options.authentications), rhythm);
    }

    /** The last hop, which in turn is reached through the ones before it. The password is for the target alone. */
    private static Target.@Nullable Ssh before(
            List<Hop> hops, Target.Ssh wanted, Tokens tokens, String localUser, List<Path> known, Duration timeout) {
        if (hops.isEmpty()) {
            return null;
        }
        Hop last = hops.getLast();
        String earlier =
                hops.subList(0, hops.size() - 1).stream().map(Hop::written).collect(Collectors.joining(","));
        String arguments = earlier.isEmpty() ? last.arguments() : last.arguments() + " -J " + earlier;
        String user = last.user() == null ? localUser : tokens.expand(last.user());
        int port = last.port() == null ? 22 : last.port();
        return new Target.Ssh(
                last.host(),
                last.host(),
                port,
                user,
                wanted.privateKeys(),
                null,
                known,
                wanted.checkHostKey(),
                timeout,
                arguments);
    }

    /** What {@code ~} and the percent signs of ssh_config(5) stand for. */
    private record Tokens(Path home, String localUser, String address, int port, String user) {

        Path path(String written) {
            String text = written.equals("~") || written.startsWith("~/") ? home + written.substring(1) : written;
            return Path.of(expand(text)).toAbsolutePath().normalize();
        }

        String expand(String text) {
            return text.replace("%d", home.toString())
                    .replace("%h", address)
                    .replace("%p", Integer.toString(port))
                    .replace("%r", user)
                    .replace("%u", localUser)
                    .replace("%%", "%");
        }
    }
}
