package io.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How vault passwords are given to every command that reads playbooks or inventories, as Ansible's commands take them. */
final class VaultOptions {

    @Option(
            names = "--vault-id",
            paramLabel = "[LABEL@]SOURCE",
            description = "a vault password: a file, a program that prints it, or 'prompt'; may be repeated")
    List<String> identities = new ArrayList<>();

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "FILE",
            description = "a file with a vault password, or a program that prints it; may be repeated")
    List<String> passwordFiles = new ArrayList<>();

    @Option(
            names = {"-J", "--ask-vault-password", "--ask-vault-pass"},
            description = "ask for the vault password")
    boolean ask;
}
