package io.slipway.pod;

import io.slipway.automation.inventory.Inventory;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.network.MacAddress;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.Platform.Firmware;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.ReadDiskRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands under {@code slipway} and {@code slipway_pod} in an inventory, and reports all mistakes at once. Values are taken as they are
 * written: there is no host yet that a template could ask.
 */
public final class ReadPod {

    private static final Set<String> NODE_KEYS = Set.of("mac", "bmc", "boot", "labels", "taints");
    private static final Set<String> BOOT_KEYS = Set.of("profile", "disk", "firmware", "nic", "secure_boot", "proxy");
    private static final Set<String> POD_KEYS = Set.of("name", "domain", "network", "gateway", "vip");

    private final Inventory inventory;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, PodNode> byCard = new HashMap<>();
    private final Map<IpAddress, PodNode> byAddress = new HashMap<>();

    private ReadPod(Inventory inventory) {
        this.inventory = inventory;
    }

    /** @throws PodException naming every mistake */
    public static Pod of(Inventory inventory) {
        return new ReadPod(inventory).read();
    }

    private Pod read() {
        List<PodNode> nodes = new ArrayList<>();
        for (String host : inventory.hosts()) {
            node(host).ifPresent(nodes::add);
        }
        Optional<Fields> pod = inventory.hosts().stream()
                .flatMap(host -> Optional.ofNullable(variables(host).get("slipway_pod")).stream())
                .findFirst()
                .flatMap(written -> Fields.of(written, "'slipway_pod'", POD_KEYS, problems));
        Pod read = new Pod(
                pod.flatMap(fields -> literal(fields, "name")).orElse(""),
                pod.flatMap(this::network),
                pod.flatMap(fields -> address(fields, "gateway")),
                pod.flatMap(fields -> literal(fields, "domain")).orElse(""),
                nodes);
        if (!problems.isEmpty()) {
            throw new PodException(problems);
        }
        return read;
    }

    private Map<String, YamlNode> variables(String host) {
        return inventory.variablesOf(host, Path.of(""));
    }

    private Optional<IpNetwork> network(Fields fields) {
        Optional<String> text = literal(fields, "network");
        Optional<IpNetwork> network = text.flatMap(IpNetwork::parse).map(IpNetwork::network);
        if (text.isPresent() && network.isEmpty()) {
            wrong("'" + text.get() + "' is not a network", fields.at("network"), "write it like 10.10.0.0/22");
        }
        return network;
    }

    private Optional<IpAddress> address(Fields fields, String key) {
        Optional<String> text = literal(fields, key);
        Optional<IpAddress> address = text.flatMap(IpAddress::parse);
        if (text.isPresent() && address.isEmpty()) {
            wrong("'" + text.get() + "' is not an address", fields.at(key), "");
        }
        return address;
    }

    private Optional<String> literal(Fields fields, String key) {
        Optional<String> text = fields.text(key);
        if (text.filter(its -> its.contains("{{") || its.contains("{%")).isPresent()) {
            wrong(
                    "'" + key + "' is a template",
                    fields.at(key),
                    "write the value out: it is needed before there is a host that a template could ask");
            return Optional.empty();
        }
        return text;
    }

    private void wrong(String what, Position at, String hint) {
        problems.add(Problem.of(what).at(at).hint(hint));
    }

    private Optional<PodNode> node(String host) {
        Optional<YamlNode> written = Optional.ofNullable(variables(host).get("slipway"));
        Optional<Fields> fields = written.flatMap(node -> Fields.of(node, "'slipway' of " + host, NODE_KEYS, problems));
        if (fields.isEmpty() || fields.get().node("mac").isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = literal(fields.get(), "mac");
        Optional<MacAddress> mac = text.flatMap(MacAddress::parse);
        if (mac.isEmpty()) {
            text.ifPresent(its -> wrong(
                    "'" + its + "' is not a hardware address", fields.get().at("mac"), ""));
            return Optional.empty();
        }
        Position at = fields.get().at("mac");
        Optional<Fields> boot =
                fields.get().node("boot").flatMap(node -> Fields.of(node, "'boot' of " + host, BOOT_KEYS, problems));
        Node node = new Node(
                host, boot.flatMap(its -> literal(its, "profile")), firmware(boot), loader(boot), proxied(boot));
        Optional<DiskRule> disks =
                boot.flatMap(its -> its.node("disk")).flatMap(disk -> ReadDiskRule.of(disk, host, problems));
        PodNode read = new PodNode(node, mac.get(), address(host), disks, at);
        alone(read, byCard.putIfAbsent(mac.get().written(2, ":", true), read), "hardware address");
        read.address().ifPresent(its -> alone(read, byAddress.putIfAbsent(its, read), "address"));
        return Optional.of(read);
    }

    private void alone(PodNode node, @Nullable PodNode other, String what) {
        if (other != null) {
            wrong("'" + node.name() + "' has the same " + what + " as '" + other.name() + "'", node.at(), "");
        }
    }

    private Optional<IpAddress> address(String host) {
        String text = variables(host).get("ansible_host") instanceof YamlNode.Scalar scalar ? scalar.text() : host;
        return IpAddress.parse(text).filter(address -> address.version() == 4);
    }

    private Optional<Firmware> firmware(Optional<Fields> boot) {
        return boot.flatMap(its -> literal(its, "firmware")).flatMap(written -> switch (written) {
            case "uefi" -> Optional.of(Firmware.UEFI);
            case "bios" -> Optional.of(Firmware.BIOS);
            default -> {
                wrong(
                        "'firmware' cannot be '" + written + "'",
                        boot.orElseThrow().at("firmware"),
                        "it is uefi or bios");
                yield Optional.empty();
            }
        });
    }

    private Node.Proxied proxied(Optional<Fields> boot) {
        String proxy = boot.flatMap(its -> literal(its, "proxy")).orElse("asked");
        if (!proxy.equals("asked") && !proxy.equals("offered")) {
            wrong("'proxy' cannot be '" + proxy + "'", boot.orElseThrow().at("proxy"), "it is asked or offered");
        }
        return proxy.equals("offered") ? Node.Proxied.OFFERED : Node.Proxied.ASKED;
    }

    private Node.Loader loader(Optional<Fields> boot) {
        if (boot.isEmpty()) {
            return Node.Loader.FIRMWARE;
        }
        String nic = literal(boot.get(), "nic").orElse("snponly");
        if (!nic.equals("snponly") && !nic.equals("ipxe")) {
            wrong("'nic' cannot be '" + nic + "'", boot.get().at("nic"), "it is snponly or ipxe");
        }
        if (boot.get().flag("secure_boot", false)) {
            return Node.Loader.SIGNED;
        }
        return nic.equals("ipxe") ? Node.Loader.IPXE : Node.Loader.FIRMWARE;
    }
}
