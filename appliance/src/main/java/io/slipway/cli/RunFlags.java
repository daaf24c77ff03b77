package io.slipway.cli;

import io.slipway.cli.line.CommandLine;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The options that {@code run} and {@code exec} share, named as {@code ansible-playbook} and {@code ansible} name them. */
final class RunFlags {

    static final String INVENTORY_HELP =
            "inventory file, folder, script, or a list of hosts with a comma; may be repeated";
    static final String VARIABLES_HELP =
            "variables that win over all others: key=value, a YAML or JSON mapping, or @file; may be repeated";

    private static final String PASSWORD_HELP =
            "the password, in a file, from a program that prints it, or - for standard input";

    final VaultOptions vault;
    final Given<String> inventories;
    final Given<String> limit;
    final Given<String> extraVars;
    final Given<Integer> forks;
    final Given<Boolean> check;
    final Given<Boolean> diff;
    final Given<Boolean> become;
    final Given<String> becomeMethod;
    final Given<String> becomeUser;
    final Given<Boolean> askBecomePassword;
    final Given<String> becomePasswordFile;
    final Given<Boolean> askPassword;
    final Given<String> connectionPasswordFile;
    final Given<String> user;
    final Given<Path> privateKey;
    final Given<String> connection;
    final Given<Integer> timeout;
    final Given<String> sshCommonArguments;
    final Given<String> sshExtraArguments;
    private final Given<String> modulePaths;
    final Given<Boolean> verbose;

    RunFlags(Syntax syntax) {
        vault = new VaultOptions(syntax);
        inventories = syntax.options("-i, --inventory, --inventory-file", "INVENTORY", INVENTORY_HELP);
        limit = syntax.option("-l, --limit", "PATTERN", "only these of the selected hosts");
        extraVars = syntax.options("-e, --extra-vars", "VARS", VARIABLES_HELP);
        forks = syntax.option(
                "-f, --forks",
                "N",
                Reading.NUMBER,
                "how many hosts work at the same time (default: ansible.cfg's, else 50)");
        check = syntax.flag("-C, --check", "change nothing, say what would change");
        diff = syntax.flag("-D, --diff", "show what changes in files");
        become = syntax.flag("-b, --become", "become another user on the nodes");
        becomeMethod = syntax.option("--become-method", "METHOD", "how (default: sudo)");
        becomeUser = syntax.option("--become-user", "USER", "whom (default: root)");
        askBecomePassword = syntax.flag("-K, --ask-become-pass", "ask for the password for becoming");
        becomePasswordFile = syntax.option("--become-password-file, --become-pass-file", "FILE", PASSWORD_HELP);
        askPassword = syntax.flag("-k, --ask-pass", "ask for the password for connecting");
        connectionPasswordFile = syntax.option("--connection-password-file, --conn-pass-file", "FILE", PASSWORD_HELP);
        user = syntax.option("-u, --user", "USER", "log in as");
        privateKey = syntax.option("--private-key, --key-file", "FILE", Reading.FILE, "log in with this key");
        connection = syntax.option("-c, --connection", "TYPE", "ssh or local");
        timeout = syntax.option("-T, --timeout", "SECONDS", Reading.NUMBER, "for making a connection");
        sshCommonArguments = syntax.option(
                "--ssh-common-args", "ARGS", "options of ssh, as it takes them, unless ansible_ssh_common_args is set");
        sshExtraArguments =
                syntax.option("--ssh-extra-args", "ARGS", "more of them, unless ansible_ssh_extra_args is set");
        modulePaths = syntax.options(
                "-M, --module-path", "FOLDER[:FOLDER...]", "look for own modules here first; may be repeated");
        verbose = syntax.flag("-v, --verbose", "say more; up to -vvvv");
    }

    /** Folders with modules; what is given last is looked at first, as Ansible has it. */
    List<Path> libraries() {
        return modulePaths.all().reversed().stream()
                .flatMap(paths -> Stream.of(paths.split(File.pathSeparator)))
                .filter(path -> !path.isEmpty())
                .map(path -> Path.of(path).toAbsolutePath())
                .toList();
    }

    /** For a run that no command line asks for. */
    static RunFlags of(String... words) {
        Syntax syntax = new Syntax("slipway run", "");
        RunFlags flags = new RunFlags(syntax);
        CommandLine.read(syntax, its -> () -> 0, List.of(words));
        return flags;
    }
}
