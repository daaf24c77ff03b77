package io.slipway.automation.inventory;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the inventory sources say, merged. Immutable; variables are not templated yet. */
public interface Inventory {

    /** Every host, in the order of the sources. Excludes the implicit {@code localhost}. */
    List<String> hosts();

    boolean hasHost(String host);

    /** Every group with its hosts (also those of child groups), in inventory order; includes {@code all} and {@code ungrouped}. */
    Map<String, List<String>> groups();

    /** The groups a host is in, sorted as Ansible's {@code group_names}: without {@code all}. */
    List<String> groupsOf(String host);

    /**
     * The hosts that a pattern such as {@code web:&staging:!old,db[0:2]} selects, in inventory order. {@code localhost} is there
     * even when no source names it.
     *
     * @throws InventoryException for a malformed pattern
     */
    List<String> select(String pattern);

    /** As {@link #select(String)}, for a list of patterns that count together. */
    default List<String> select(List<String> patterns) {
        return select(String.join(",", patterns));
    }

    /**
     * A host's variables from the sources and from {@code group_vars}/{@code host_vars} beside the inventory and beside the playbook,
     * merged in Ansible's order of precedence. For an unknown host (the implicit localhost, or one delegated to): those of {@code all}.
     *
     * @param playbookDirectory whose {@code group_vars} and {@code host_vars} count too
     */
    Map<String, YamlNode> variablesOf(String host, Path playbookDirectory);

    /**
     * The same sources as they are now.
     *
     * @throws InventoryException when they can't be read any more
     */
    default Inventory reread() {
        return this;
    }

    /** The source that spoke of a host first: {@code inventory_file}; for a host that none speaks of, the first of all. Absolute. */
    Path fileOf(String host);
}
