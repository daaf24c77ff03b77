package io.slipway.pod;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.inventory.Inventory;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.install.DiskMatch;
import io.slipway.netboot.install.InstallNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a pod as what installs them sees them: with the variables of their inventory, as playbooks have them. */
public final class InstallNodes {

    private InstallNodes() {}

    /**
     * By their names.
     *
     * @param vault opens what is encrypted, when a template uses it
     * @throws PodException naming every disk that makes no sense
     */
    public static Map<String, InstallNode> of(Pod pod, Inventory inventory, Vault vault) {
        Templating templating = new Templating(TemplateEngine.builder().build(), vault);
        Map<String, InstallNode> nodes = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
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
                            disk(inventory, host, problems),
                            () -> new Variables(host, layers, templating)));
        }
        if (!problems.isEmpty()) {
            throw new PodException(problems);
        }
        return nodes;
    }

    private static DiskMatch disk(Inventory inventory, String host, List<Problem> problems) {
        return inventory.variablesOf(host, Path.of("")).get("slipway") instanceof YamlNode.Mapping slipway
                        && slipway.get("boot").orElse(slipway) instanceof YamlNode.Mapping boot
                ? boot.get("disk").map(disk -> DiskMatch.read(disk, problems)).orElse(DiskMatch.ONLY)
                : DiskMatch.ONLY;
    }
}
