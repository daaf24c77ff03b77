package io.slipway.pod;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.inventory.Inventory;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.install.InstallNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nodes of a pod as what installs them sees them: with the variables of their inventory, as playbooks have them. */
public final class InstallNodes {

    private InstallNodes() {}

    /**
     * By their names.
     *
     * @param vault opens what is encrypted, when a template uses it
     */
    public static Map<String, InstallNode> of(Pod pod, Inventory inventory, Vault vault) {
        Templating templating = new Templating(TemplateEngine.builder().build(), vault);
        Map<String, InstallNode> nodes = new LinkedHashMap<>();
        for (PodNode node : pod.nodes()) {
            String host = node.name();
            Layers layers = Layers.EMPTY
                    .with(Level.INVENTORY, Layer.of(inventory.variablesOf(host, Path.of(""))))
                    .with(
                            Level.MAGIC,
                            Layer.of(Map.of("inventory_hostname", host, "group_names", inventory.groupsOf(host))));
            nodes.put(
                    host,
                    new InstallNode(
                            host,
                            pod.domain(),
                            node.disks().orElse(DiskRule.ONLY),
                            () -> new Variables(host, layers, templating)));
        }
        return nodes;
    }
}
