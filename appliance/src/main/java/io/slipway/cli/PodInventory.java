package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The inventory of those commands that look after machines: named by {@code -i}, else by {@code slipway.yml}, else by {@code ansible.cfg}. */
final class PodInventory {

    private final Supplier<ApplianceSettings> settings;
    private final Supplier<AnsibleConfig> config;
    private final Function<VaultOptions, Vault> open;
    private final Consumer<String> warnings;
    private final Given<String> sources;
    private final VaultOptions vault;

    PodInventory(
            Syntax syntax,
            Supplier<ApplianceSettings> settings,
            Supplier<AnsibleConfig> config,
            Function<VaultOptions, Vault> open,
            Consumer<String> warnings) {
        this.settings = settings;
        this.config = config;
        this.open = open;
        this.warnings = warnings;
        sources = syntax.options(
                "-i, --inventory",
                "INVENTORY",
                "what describes the machines (default: 'inventory' in slipway.yml, then in ansible.cfg)");
        vault = new VaultOptions(syntax);
    }

    /** What opens encrypted values. */
    Vault opened() {
        return open.apply(vault);
    }

    Inventory read() {
        List<String> named = sources.present() ? sources.all() : settings.get().inventory();
        List<String> all = named.isEmpty() ? config.get().inventory() : named;
        if (all.isEmpty()) {
            throw new CommandException(Problem.of("no inventory describes the machines")
                    .hint("name one with -i, or with 'inventory' in slipway.yml"));
        }
        return new InventoryLoader(
                        warnings, open.apply(vault)::read, config.get().inventorySettings())
                .load(all);
    }
}
