package io.slipway.automation.module.facts;

import static io.slipway.automation.module.facts.Told.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.shell.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By what signs a node tells that it is a guest or a host. */
class VirtualFactsTest {

    @Test
    void theFirstSignOfVirtualityDecides() {
        assertEquals(
                Map.of(
                        "virtualization_type",
                        "docker",
                        "virtualization_role",
                        "guest",
                        "virtualization_tech_guest",
                        List.of("container", "docker"),
                        "virtualization_tech_host",
                        List.of("kvm")),
                new VirtualFacts()
                        .facts(told(
                                "virtCgroup",
                                "1:name=systemd:/docker/abc",
                                "virtEnviron",
                                "container=docker",
                                "virtKvm",
                                "1")));
        assertEquals("kvm guest", type(told("virt sys_vendor", "QEMU", "virtModules", "kvm_intel\nkvm")));
        assertEquals("kvm host", type(told("virt sys_vendor", "NVIDIA", "virtModules", "kvm_amd\nkvm")));
        assertEquals("xen guest", type(told("virtXen", "")));
        assertEquals("NA NA", type(told()));
    }

    private static String type(Found found) {
        Map<String, Object> facts = new VirtualFacts().facts(found);
        return facts.get("virtualization_type") + " " + facts.get("virtualization_role");
    }
}
