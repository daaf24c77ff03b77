package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the node is a container, a virtual machine, or host to some. The first sign decides; all signs are listed. */
final class VirtualFacts implements Collector {

    private static final Pattern DOCKER = Pattern.compile("/docker(/|-[0-9a-f]+\\.scope)");
    private static final Set<String> CONTAINERS = Set.of("docker", "lxc", "podman", "openvz", "containerd");
    private static final Map<String, String> PRODUCTS = Map.of(
            "KVM", "kvm",
            "KVM Server", "kvm",
            "Bochs", "kvm",
            "AHV", "kvm",
            "VMware Virtual Platform", "VMware",
            "VMware7,1", "VMware",
            "OpenStack Compute", "openstack",
            "OpenStack Nova", "openstack");
    private static final Map<String, String> BIOSES = Map.of(
            "Xen", "xen",
            "innotek GmbH", "virtualbox",
            "Amazon EC2", "kvm",
            "DigitalOcean", "kvm",
            "Hetzner", "kvm");
    private static final Map<String, String> VENDORS = Map.ofEntries(
            Map.entry("oVirt", "oVirt"),
            Map.entry("QEMU", "kvm"),
            Map.entry("Amazon EC2", "kvm"),
            Map.entry("DigitalOcean", "kvm"),
            Map.entry("Google", "kvm"),
            Map.entry("Scaleway", "kvm"),
            Map.entry("Nutanix", "kvm"),
            Map.entry("KubeVirt", "KubeVirt"),
            Map.entry("Microsoft Corporation", "VirtualPC"),
            Map.entry("Parallels Software International Inc.", "parallels"),
            Map.entry("OpenStack Foundation", "openstack"));

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "virtualization_type", "virtualization_role", "virtualization_tech_guest", "virtualization_tech_host");
    }

    @Override
    public String script() {
        return """
                ask virtCgroup cat /proc/1/cgroup
                tell virtEnviron "$(tr '\\000' '\\n' 2>/dev/null </proc/1/environ | grep '^container=')"
                ask virtSystemd cat /run/systemd/container
                if [ -e /.dockerenv ] || [ -e /.dockerinit ]; then tell virtDocker 1; fi
                if [ -e /proc/xen ]; then tell virtXen "$(cat /proc/xen/capabilities 2>/dev/null)"; fi
                for _name in product_name product_family sys_vendor bios_vendor; do ask "virt $_name" cat "/sys/class/dmi/id/$_name"; done
                ask virtCpu grep -m 1 'QEMU Virtual CPU' /proc/cpuinfo
                tell virtModules "$(cut -d' ' -f1 /proc/modules 2>/dev/null)"
                if [ -e /dev/kvm ]; then tell virtKvm 1; fi
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Signs signs = new Signs();
        for (String line : found.lines("virtCgroup")) {
            signs.guestIf(DOCKER.matcher(line).find(), "docker");
            signs.guestIf(line.contains("/lxc/") || line.contains("/machine.slice/machine-lxc"), "lxc");
            signs.guestIf(line.contains("/system.slice/containerd.service"), "containerd");
        }
        for (String line : found.lines("virtEnviron")) {
            signs.guestIf(line.contains("container=lxc"), "lxc");
            signs.guestIf(line.contains("container=podman"), "podman");
            signs.guestIf(line.length() > "container=".length(), "container");
        }
        String container = found.text("virtSystemd").strip();
        signs.guestIf(!container.isEmpty(), container);
        signs.guestIf(found.has("virtDocker"), "docker");
        if (!container.isEmpty() || signs.guest.stream().anyMatch(CONTAINERS::contains)) {
            signs.guest.add("container");
        }
        if (found.has("virtXen")) {
            boolean isHost = found.text("virtXen").contains("control_d");
            signs.hostIf(isHost, "xen");
            signs.guestIf(!isHost, "xen");
        }
        machine(found, signs);
        List<String> modules = found.lines("virtModules");
        signs.hostIf(modules.contains("kvm"), "kvm");
        signs.hostIf(modules.contains("vboxdrv"), "virtualbox");
        if (modules.contains("virtio")) {
            signs.host.add("kvm");
            signs.first("kvm", "guest");
        }
        signs.hostIf(found.has("virtKvm"), "kvm");
        return signs.facts();
    }

    private static void machine(Found found, Signs signs) {
        if (found.text("virt sys_vendor").strip().equals("Red Hat")) {
            boolean newer = found.text("virt product_family").strip().equals("RHV");
            signs.guestIf(newer, "RHV");
            signs.guestIf(!newer && found.text("virt product_name").strip().equals("RHEV Hypervisor"), "RHEV");
        }
        String product = PRODUCTS.getOrDefault(found.text("virt product_name").strip(), "");
        signs.guestIf(!product.isEmpty(), product);
        String bios = BIOSES.getOrDefault(found.text("virt bios_vendor").strip(), "");
        signs.guestIf(!bios.isEmpty(), bios);
        String vendor = VENDORS.getOrDefault(found.text("virt sys_vendor").strip(), "");
        signs.guestIf(!vendor.isEmpty(), vendor);
        signs.guestIf(!found.text("virtCpu").isEmpty(), "kvm");
    }

    /** What was seen so far. */
    private static final class Signs {
        private final Set<String> guest = new TreeSet<>();
        private final Set<String> host = new TreeSet<>();
        private String type = "NA";
        private String role = "NA";

        void guestIf(boolean seen, String technology) {
            if (seen) {
                guest.add(technology);
                first(technology, "guest");
            }
        }

        void hostIf(boolean seen, String technology) {
            if (seen) {
                host.add(technology);
                first(technology, "host");
            }
        }

        private void first(String technology, String side) {
            if (type.equals("NA")) {
                type = technology;
                role = side;
            }
        }

        Map<String, @Nullable Object> facts() {
            Map<String, @Nullable Object> facts = new LinkedHashMap<>();
            facts.put("virtualization_type", type);
            facts.put("virtualization_role", role);
            facts.put("virtualization_tech_guest", List.copyOf(guest));
            facts.put("virtualization_tech_host", List.copyOf(host));
            return facts;
        }
    }
}
