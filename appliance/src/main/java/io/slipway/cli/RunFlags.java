package io.slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code run} and {@code exec} share, named as {@code ansible-playbook} and {@code ansible} name them. */
@SuppressWarnings("NullAway.Init")
final class RunFlags {

    @Mixin
    VaultOptions vault;

    @Option(
            names = {"-i", "--inventory", "--inventory-file"},
            paramLabel = "INVENTORY",
            description = "inventory file, folder, script, or a list of hosts with a comma; may be repeated")
    List<String> inventories = new ArrayList<>();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "only these of the selected hosts")
    @Nullable
    String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description =
                    "variables that win over all others: key=value, a YAML or JSON mapping, or @file; may be repeated")
    List<String> extraVars = new ArrayList<>();

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            description = "how many hosts work at the same time (default: ansible.cfg's, else 50)")
    @Nullable
    Integer forks;

    @Option(
            names = {"-C", "--check"},
            description = "change nothing, say what would change")
    boolean check;

    @Option(
            names = {"-D", "--diff"},
            description = "show what changes in files")
    boolean diff;

    @Option(
            names = {"-b", "--become"},
            description = "become another user on the nodes")
    boolean become;

    @Option(names = "--become-method", paramLabel = "METHOD", description = "how (default: sudo)")
    @Nullable
    String becomeMethod;

    @Option(names = "--become-user", paramLabel = "USER", description = "whom (default: root)")
    @Nullable
    String becomeUser;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "ask for the password for becoming")
    boolean askBecomePassword;

    @Option(
            names = {"-k", "--ask-pass"},
            description = "ask for the password for connecting")
    boolean askPassword;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "log in as")
    @Nullable
    String user;

    @Option(
            names = {"--private-key", "--key-file"},
            paramLabel = "FILE",
            description = "log in with this key")
    @Nullable
    Path privateKey;

    @Option(
            names = {"-c", "--connection"},
            paramLabel = "TYPE",
            description = "ssh or local")
    @Nullable
    String connection;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "SECONDS",
            description = "for making a connection")
    @Nullable
    Integer timeout;

    @Option(names = "--ssh-common-args", paramLabel = "ARGS", description = "options of ssh, as it takes them")
    @Nullable
    String sshCommonArguments;

    @Option(
            names = {"-v", "--verbose"},
            description = "say more; up to -vvvv")
    boolean[] verbose = new boolean[0];

    Optional<String> limit() {
        return Optional.ofNullable(limit);
    }
}
