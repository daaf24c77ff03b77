package io.slipway.automation.config;

import java.util.List;

/**
 * How inventory sources are read.
 *
 * @param ignoredExtensions names in a folder that end so are no sources
 * @param ignoredPatterns regular expressions for names in a folder that are no sources
 * @param plugins that may read a source, in this order; {@code auto} stands for those that a file names itself
 * @param oddGroupNames what becomes of group names that are no variable names: {@code always} replaced, {@code never} but warned of,
 *     {@code ignore}, or replaced {@code silently}
 * @param unmatched what a host pattern leads to that matches nothing: a {@code warning}, an {@code error} or {@code ignore}
 * @param merging whether mappings that several sources give to one variable are joined: {@code hash_behaviour = merge}
 */
public record InventorySettings(
        List<String> ignoredExtensions,
        List<String> ignoredPatterns,
        List<String> plugins,
        String oddGroupNames,
        String unmatched,
        boolean merging) {

    private static final String BUILTIN = "ansible.builtin.";
    private static final List<String> USUAL_PLUGINS = List.of("host_list", "script", "auto", "yaml", "ini", "toml");
    private static final List<String> USUAL_EXTENSIONS = List.of(
            ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg", ".retry");
    private static final List<String> GROUP_NAMES = List.of("always", "never", "ignore", "silently");

    private static final List<String> UNMATCHED = List.of("warning", "error", "ignore");

    /** What holds when nothing is set. */
    public static final InventorySettings USUAL =
            new InventorySettings(USUAL_EXTENSIONS, List.of(), USUAL_PLUGINS, "never", "warning", false);

    static InventorySettings of(SettingValues values, boolean merging) {
        return new InventorySettings(
                values.list(Setting.INVENTORY_IGNORED)
                        .or(() -> values.list(Setting.INVENTORY_IGNORE_EXTENSIONS))
                        .orElse(USUAL_EXTENSIONS),
                values.list(Setting.INVENTORY_PATTERNS_IGNORED)
                        .or(() -> values.list(Setting.INVENTORY_IGNORE_PATTERNS))
                        .orElse(List.of()),
                values.list(Setting.INVENTORY_ENABLED).orElse(USUAL_PLUGINS).stream()
                        .map(InventorySettings::shortName)
                        .toList(),
                values.choice(Setting.FORCE_VALID_GROUP_NAMES, GROUP_NAMES).orElse("never"),
                values.choice(Setting.HOST_PATTERN_MISMATCH, UNMATCHED).orElse("warning"),
                merging);
    }

    private static String shortName(String plugin) {
        return plugin.startsWith(BUILTIN) ? plugin.substring(BUILTIN.length()) : plugin;
    }
}
