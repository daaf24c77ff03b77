package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.ssh.HostKeyCheck.Unknown;
import io.slipway.automation.transport.ssh.SshOptions.Setting;
import io.slipway.automation.transport.ssh.Way.Destination;
import io.slipway.automation.transport.ssh.Way.HostKeys;
import io.slipway.automation.transport.ssh.Way.Keys;
import io.slipway.common.ShellWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings together what is said about a host, and fills in what nobody says. */
final class Decisions {

    private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final List<String> METHODS = List.of("publickey", "keyboard-interactive", "password");

    private final Target.Ssh wanted;
    private final SshUser me;
    private final SshOptions options;
    private final Optional<String> file;
    private final Tokens tokens;

    private Decisions(Target.Ssh wanted, SshUser me, SshOptions options, Optional<String> file) {
        this.wanted = wanted;
        this.me = me;
        this.options = options;
        this.file = file;
        Tokens early = tokens(wanted.address(), "");
        String address = options.setting("HostName")
                .map(setting -> early.expand(setting, setting.value(), "h"))
                .orElse(wanted.address());
        this.tokens = tokens(
                address.contains(":") ? address : address.toLowerCase(Locale.ROOT),
                options.text("ProxyJump").orElse(""));
    }

    /** Arguments count before the inventory, and that before ssh's configuration: so ssh sees them when Ansible starts it. */
    static Decisions about(Target.Ssh wanted, SshUser me) {
        SshOptions options = new SshOptions(wanted.name());
        wanted.privateKeys().forEach(key -> options.add(given("IdentityFile", key.toString())));
        Optional<String> file = SshArguments.read(wanted.sshArguments(), options);
        Optional.ofNullable(wanted.user()).ifPresent(user -> options.add(given("User", user)));
        Optional.ofNullable(wanted.port()).ifPresent(port -> options.add(given("Port", port.toString())));
        options.add(
                given("ConnectTimeout", Long.toString(wanted.connectTimeout().toSeconds())));
        if (!wanted.checkHostKey()) {
            options.add(given("StrictHostKeyChecking", "no"));
        }
        if (!wanted.knownHosts().isEmpty()) {
            List<String> files = wanted.knownHosts().stream()
                    .map(known -> known.toString().replace("%", "%%"))
                    .toList();
            if (options.setting("UserKnownHostsFile").isEmpty()) {
                options.add(given("GlobalKnownHostsFile", "none"));
            }
            options.add(new Setting(null, "UserKnownHostsFile", files, String.join(" ", files)));
        }
        SshConfig.apply(me, options, file.orElse(null), wanted.address());
        return new Decisions(wanted, me, options, file);
    }

    private static Setting given(String name, String value) {
        return new Setting(null, name, List.of(value), value);
    }

    private Tokens tokens(String address, String jump) {
        return new Tokens(
                me,
                options,
                wanted.address(),
                address,
                options.port().orElse(22),
                options.text("User").orElse(me.name()),
                options.text("HostKeyAlias").orElse(""),
                jump);
    }

    Way way() {
        Destination target = new Destination(
                wanted.name(),
                tokens.address(),
                tokens.port(),
                tokens.user(),
                wanted.password(),
                options.time("ConnectTimeout").filter(time -> !time.isZero()).orElse(wanted.connectTimeout()),
                wanted.retries());
        Pulse.Rhythm rhythm = new Pulse.Rhythm(
                options.time("ServerAliveInterval").orElse(Pulse.Rhythm.USUAL.interval()),
                options.count("ServerAliveCountMax").orElse(Pulse.Rhythm.USUAL.most()));
        return new Way(target, route(), hostKeys(), keys(), methods(), rhythm);
    }

    private Route route() {
        Optional<Setting> jump = options.setting("ProxyJump").filter(setting -> !none(setting.text()));
        if (jump.isPresent()) {
            return new Route.Jump(
                    before(Hop.chain(tokens.expand(jump.get(), jump.get().text(), "hnpr"))));
        }
        Optional<Setting> program = options.setting("ProxyCommand").filter(setting -> !none(setting.text()));
        if (program.isPresent()) {
            Setting setting = program.get();
            return SshArguments.asHop(setting.text())
                    .<Route>map(hop -> new Route.Jump(before(List.of(expanded(setting, hop)))))
                    .orElseGet(() -> new Route.Command(tokens.expand(setting, setting.text(), "hnpr")));
        }
        return new Route.Direct(family(), options.text("BindAddress"));
    }

    private Hop expanded(Setting setting, Hop hop) {
        String user = hop.user() == null ? null : tokens.expand(setting, hop.user(), "hnpr");
        return new Hop(
                tokens.expand(setting, hop.host(), "hnpr"),
                user,
                hop.port(),
                tokens.expand(setting, hop.arguments(), "hnpr"));
    }

    private static boolean none(String value) {
        return value.equalsIgnoreCase("none");
    }

    /** The last hop, which in turn is reached through the ones before it. The password is for the target alone. */
    private Target.Ssh before(List<Hop> hops) {
        Hop last = hops.getLast();
        String earlier =
                hops.subList(0, hops.size() - 1).stream().map(Hop::written).collect(Collectors.joining(","));
        List<String> arguments = new ArrayList<>();
        if (!last.arguments().isEmpty()) {
            arguments.add(last.arguments());
        }
        file.map(ShellWords::quote).ifPresent(quoted -> arguments.add("-F " + quoted));
        if (!earlier.isEmpty()) {
            arguments.add("-J " + earlier);
        }
        return new Target.Ssh(
                last.host(),
                last.host(),
                last.port(),
                last.user(),
                wanted.privateKeys(),
                null,
                wanted.knownHosts(),
                wanted.checkHostKey(),
                wanted.connectTimeout(),
                wanted.retries(),
                String.join(" ", arguments));
    }

    private Route.Family family() {
        return options.setting("AddressFamily")
                .map(setting -> switch (setting.value().toLowerCase(Locale.ROOT)) {
                    case "any" -> Route.Family.ANY;
                    case "inet" -> Route.Family.INET;
                    case "inet6" -> Route.Family.INET6;
                    default ->
                        throw options.failure(
                                setting, "AddressFamily=" + setting.value() + " is unknown", "any, inet or inet6");
                })
                .orElse(Route.Family.ANY);
    }

    private HostKeys hostKeys() {
        String alias = tokens.alias();
        String name =
                alias.isEmpty() ? KnownHosts.nameOf(tokens.address(), tokens.port()) : alias.toLowerCase(Locale.ROOT);
        return new HostKeys(
                knownHosts(
                        "UserKnownHostsFile",
                        me.folder().resolve("known_hosts"),
                        me.folder().resolve("known_hosts2")),
                Stream.concat(
                                knownHosts(
                                        "GlobalKnownHostsFile",
                                        me.system().resolve("ssh_known_hosts"),
                                        me.system().resolve("ssh_known_hosts2"))
                                        .stream(),
                                me.known().stream())
                        .toList(),
                knownHosts("RevokedHostKeys"),
                unknown(),
                name,
                alias);
    }

    private List<Path> knownHosts(String option, Path... usual) {
        return options.setting(option)
                .map(setting -> setting.words().stream()
                        .filter(word -> !none(word))
                        .map(word -> tokens.path(setting, word))
                        .toList())
                .orElse(Arrays.asList(usual));
    }

    private Unknown unknown() {
        return options.setting("StrictHostKeyChecking")
                .map(setting -> switch (setting.value().toLowerCase(Locale.ROOT)) {
                    case "yes", "ask", "true" -> Unknown.REFUSE;
                    case "accept-new" -> Unknown.LEARN;
                    case "no", "off", "false" -> Unknown.TAKE;
                    default ->
                        throw options.failure(
                                setting,
                                "StrictHostKeyChecking=" + setting.value() + " is unknown",
                                "yes, accept-new or no");
                })
                .orElse(Unknown.REFUSE);
    }

    private Keys keys() {
        List<Path> files = paths(options.keys());
        if (options.keys().isEmpty()) {
            files = DEFAULT_KEYS.stream()
                    .map(me.folder()::resolve)
                    .filter(Files::exists)
                    .toList();
        }
        return new Keys(
                files,
                !options.keys().isEmpty(),
                paths(options.certificates()),
                options.truth("IdentitiesOnly", false),
                agent(),
                !options.truth("BatchMode", false));
    }

    private List<Path> paths(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> !none(setting.value()))
                .map(setting -> tokens.path(setting, setting.value()))
                .distinct()
                .toList();
    }

    private Optional<Path> agent() {
        Optional<Setting> setting = options.setting("IdentityAgent");
        String value = setting.map(Setting::value).orElse("SSH_AUTH_SOCK");
        if (none(value)) {
            return Optional.empty();
        }
        String variable = value.equals("SSH_AUTH_SOCK")
                ? value
                : value.startsWith("$") && !value.startsWith("${") ? value.substring(1) : "";
        if (variable.isEmpty()) {
            return setting.map(named -> tokens.path(named, value));
        }
        return Optional.ofNullable(me.environment().get(variable))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    private List<String> methods() {
        List<String> preferred = options.text("PreferredAuthentications")
                .map(value -> Arrays.asList(value.split(",")))
                .orElse(METHODS);
        return preferred.stream()
                .filter(method -> switch (method) {
                    case "publickey" -> options.truth("PubkeyAuthentication", true);
                    case "password" -> options.truth("PasswordAuthentication", true);
                    case "keyboard-interactive" -> options.truth("KbdInteractiveAuthentication", true);
                    default -> true;
                })
                .toList();
    }
}
