package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.vault.UnlockVault;
import io.slipway.automation.vault.VaultIdentity;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Vault passwords as the command line, the environment and {@code ansible.cfg} give them. */
final class VaultAccess {

    private final AnsibleConfig config;
    private final UnlockVault unlock;

    VaultAccess(AnsibleConfig config, Function<String, Optional<Secret>> ask, Consumer<String> warnings) {
        this.config = config;
        this.unlock = new UnlockVault(config.vaultIdentity(), ask, warnings);
    }

    /** For reading; without any password, only what is not encrypted. */
    Vault open(VaultOptions options) {
        return new Vault(unlock.keys(identities(options, false), false), config.vaultIdMatch());
    }

    /** For a command that cannot do without: when none is given, it is asked for. */
    Vault demand(VaultOptions options) {
        return new Vault(required(unlock.keys(identities(options, true), false)), config.vaultIdMatch());
    }

    /** The one password to encrypt with. */
    Vault.Key encrypting(VaultOptions options, Optional<String> id) {
        return choose(unlock.keys(identities(options, true), true), id);
    }

    /** The one password to encrypt anew with. */
    Vault.Key rekeying(boolean ask, Optional<String> newIdentity, Optional<String> newFile, Optional<String> id) {
        List<VaultIdentity> all = new ArrayList<>();
        if (chosen(id).isPresent()) {
            config.vaultIdentities().forEach(text -> all.add(VaultIdentity.parse(text)));
        }
        newIdentity.stream().map(VaultIdentity::parse).forEach(all::add);
        Stream<String> files = Stream.concat(
                newFile.stream(), config.vaultPasswordFile().stream().map(Path::toString));
        files.map(this::usual).forEach(all::add);
        if (ask || all.isEmpty()) {
            all.add(usual(VaultIdentity.PLAIN_PROMPT));
        }
        List<Vault.Key> keys = unlock.keys(all, true);
        return chosen(id).isPresent() ? choose(keys, id) : required(keys).getFirst();
    }

    private List<VaultIdentity> identities(VaultOptions options, boolean mustHaveOne) {
        if (options.ask.present() && options.passwordFiles.present()) {
            throw new CommandException(
                    Problem.of("--ask-vault-password: not allowed with argument --vault-password-file"));
        }
        List<VaultIdentity> all = new ArrayList<>();
        Stream.concat(config.vaultIdentities().stream(), options.identities.all().stream())
                .map(VaultIdentity::parse)
                .forEach(all::add);
        Stream.concat(
                        options.passwordFiles.all().stream(),
                        config.vaultPasswordFile().stream().map(Path::toString))
                .map(this::usual)
                .forEach(all::add);
        if (options.ask.present() || config.askVaultPass() || (all.isEmpty() && mustHaveOne)) {
            all.add(usual(VaultIdentity.PLAIN_PROMPT));
        }
        return all;
    }

    private VaultIdentity usual(String source) {
        return new VaultIdentity(config.vaultIdentity(), source);
    }

    private Optional<String> chosen(Optional<String> id) {
        return id.or(config::vaultEncryptIdentity);
    }

    private Vault.Key choose(List<Vault.Key> keys, Optional<String> id) {
        Optional<String> wanted = chosen(id);
        List<String> ids = keys.stream().map(Vault.Key::id).toList();
        if (required(keys).size() > 1 && wanted.isEmpty()) {
            throw new CommandException(Problem.of("The vault-ids " + String.join(",", ids)
                    + " are available to encrypt. Specify the vault-id to encrypt with --encrypt-vault-id"));
        }
        return keys.stream()
                .filter(key -> wanted.isEmpty() || key.id().equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> new CommandException(Problem.of("Did not find a match for --encrypt-vault-id="
                        + wanted.orElse("") + " in the known vault-ids " + ids)));
    }

    private static List<Vault.Key> required(List<Vault.Key> keys) {
        if (keys.isEmpty()) {
            throw new CommandException(Problem.of("A vault password is required to use Ansible's Vault"));
        }
        return keys;
    }
}
