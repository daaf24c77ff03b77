package io.slipway.automation.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that playbooks call modules by. */
class ModuleCatalogueTest {

    @Test
    void collectionsWhoseModulesAreBuiltInNeedNotBeNamed() {
        for (String full : List.of(
                "ansible.builtin.stat",
                "ansible.legacy.stat",
                "community.docker.docker_container",
                "kubernetes.core.k8s_info",
                "community.kubernetes.k8s")) {
            assertEquals(full.substring(full.lastIndexOf('.') + 1), ModuleCatalogue.shortName(full));
        }
        for (String other : List.of("acme.tools.stat", "awx.awx.user", "stat", "kubernetes.k8s")) {
            assertEquals(other, ModuleCatalogue.shortName(other));
        }
    }
}
