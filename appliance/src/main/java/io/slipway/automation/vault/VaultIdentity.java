package io.slipway.automation.vault;

/**
 * Where a vault password comes from, as {@code --vault-id} takes it: {@code label@source} or {@code source}.
 *
 * @param label empty for none
 * @param source a file, a program, {@code prompt}, or {@link #PLAIN_PROMPT}
 */
public record VaultIdentity(String label, String source) {

    /** Asks without telling for which label, as {@code --ask-vault-pass} does. */
    public static final String PLAIN_PROMPT = "prompt_ask_vault_pass";

    private static final String PROMPT = "prompt";

    public static VaultIdentity parse(String text) {
        int at = text.indexOf('@');
        return at < 0 ? new VaultIdentity("", text) : new VaultIdentity(text.substring(0, at), text.substring(at + 1));
    }

    boolean asks() {
        return source.equals(PROMPT) || asksPlainly();
    }

    boolean asksPlainly() {
        return source.equals(PLAIN_PROMPT);
    }
}
