package io.slipway.automation.inventory;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An inventory as its sources structure it, for showing it: what stands where, before anything is merged. */
interface InventoryTree extends Inventory {

    /** The groups right below one, in the order of the sources. */
    List<String> children(String group);

    /** The hosts that a group lists itself. */
    List<String> ownHosts(String group);

    /** @param more further folders with {@code group_vars} */
    Map<String, YamlNode> ownVariablesOfGroup(String group, List<Path> more);

    /** @param more further folders with {@code host_vars} */
    Map<String, YamlNode> ownVariablesOfHost(String host, List<Path> more);
}
