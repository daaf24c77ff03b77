package io.slipway.cli;

import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;

/** How vault passwords are given to every command that reads playbooks or inventories, as Ansible's commands take them. */
final class VaultOptions {

    final Given<String> identities;
    final Given<String> passwordFiles;
    final Given<Boolean> ask;

    VaultOptions(Syntax syntax) {
        identities = syntax.options(
                "--vault-id",
                "[LABEL@]SOURCE",
                "a vault password: a file, a program that prints it, or 'prompt'; may be repeated");
        passwordFiles = syntax.options(
                "--vault-password-file, --vault-pass-file",
                "FILE",
                "a file with a vault password, or a program that prints it; may be repeated");
        ask = syntax.flag("-J, --ask-vault-password, --ask-vault-pass", "ask for the vault password");
    }
}
