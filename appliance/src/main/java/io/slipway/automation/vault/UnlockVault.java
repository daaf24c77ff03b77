package io.slipway.automation.vault;

import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.crypto.vault.VaultPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers vault passwords from files, programs and the person at the terminal, in Ansible's order and words. */
public final class UnlockVault {

    private final String usualLabel;
    private final Function<String, Optional<Secret>> ask;
    private final Consumer<String> warnings;

    /**
     * @param usualLabel of passwords that are given without one
     * @param ask asks the person at the terminal; empty when there is none
     */
    public UnlockVault(String usualLabel, Function<String, Optional<Secret>> ask, Consumer<String> warnings) {
        this.usualLabel = usualLabel;
        this.ask = ask;
        this.warnings = warnings;
    }

    /**
     * The passwords in order. A file that gives none is warned of, and an error only when nothing else does.
     *
     * @param fresh they are for encrypting: who types one confirms it
     * @throws VaultException when none of them can be had, or two that were typed differ
     */
    public List<Vault.Key> keys(List<VaultIdentity> identities, boolean fresh) {
        List<Vault.Key> keys = new ArrayList<>();
        VaultException last = null;
        for (VaultIdentity identity : identities) {
            String label = identity.label().isEmpty() ? usualLabel : identity.label();
            if (identity.asks()) {
                keys.add(new Vault.Key(label, asked(prompts(identity, label, fresh))));
                continue;
            }
            try {
                // a password file may itself be encrypted for a password that came before
                Vault sofar = new Vault(keys, false);
                keys.add(new Vault.Key(label, new PasswordFile(identity, sofar, warnings).read()));
            } catch (VaultException e) {
                warnings.accept("Error in vault password file loading (" + label + "): "
                        + e.problem().what());
                last = e;
            }
        }
        throwUnlessAny(keys, last);
        return keys;
    }

    private static void throwUnlessAny(List<Vault.Key> keys, @Nullable VaultException last) {
        if (keys.isEmpty() && last != null) {
            throw last;
        }
    }

    private static List<String> prompts(VaultIdentity identity, String label, boolean fresh) {
        if (identity.asksPlainly()) {
            return fresh
                    ? List.of("New Vault password: ", "Confirm New Vault password: ")
                    : List.of("Vault password: ");
        }
        return fresh
                ? List.of("New vault password (" + label + "): ", "Confirm new vault password (" + label + "): ")
                : List.of("Vault password (" + label + "): ");
    }

    private VaultPassword asked(List<String> prompts) {
        List<Secret> answers = prompts.stream().map(this::answer).distinct().toList();
        if (answers.size() > 1) {
            throw new VaultException(Problem.of("Passwords do not match"));
        }
        return VaultPassword.of(answers.getFirst());
    }

    private Secret answer(String prompt) {
        String typed = ask.apply(prompt)
                .orElseThrow(
                        () -> new VaultException(Problem.of("a vault password is asked for, but there is no terminal")
                                .hint("give it in a file that only you can read: --vault-password-file")))
                .reveal();
        if (typed.isEmpty()) {
            throw new VaultException(Problem.of("Invalid vault password was provided"));
        }
        return new Secret(typed.strip());
    }
}
