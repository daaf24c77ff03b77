package io.slipway.netboot.live;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which of a kernel's modules a machine needs to reach the network and its disks, and what those need in turn. */
final class ChooseModules {

    private static final Pattern WANTED = Pattern.compile("kernel/drivers/(?:"
            + "net/ethernet/(?:amazon|amd|aquantia|atheros|broadcom|chelsio|cisco|emulex|google|intel|marvell|mellanox|microsoft|qlogic|realtek)/"
            + "|net/(?:virtio_net|vmxnet3|e1000|phy/|mdio/|hyperv/|usb/(?:cdc_|rndis_host))"
            + "|nvme/host/|ata/|message/fusion/|block/virtio_blk|virtio/|hv/|char/ipmi/|usb/host/|char/hw_random/virtio"
            + "|pci/controller/vmd"
            + "|scsi/(?:sd_mod|sg|virtio_scsi|hv_storvsc|vmw_pvscsi|megaraid/|mpt3sas/|mpi3mr/|smartpqi/|hpsa|aacraid/|isci/)"
            + ").*");

    private ChooseModules() {}

    /**
     * @param dependencies {@code modules.dep}, as depmod(8) writes it: a module, a colon, and what it needs
     * @return paths, as they stand there
     */
    static NavigableSet<String> from(List<String> dependencies) {
        Map<String, List<String>> needs = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String line : dependencies) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String module = line.substring(0, colon).strip();
            needs.put(
                    module,
                    Arrays.stream(line.substring(colon + 1).strip().split(" +"))
                            .filter(word -> !word.isEmpty())
                            .toList());
            if (WANTED.matcher(module).matches()) {
                open.add(module);
            }
        }
        NavigableSet<String> chosen = new TreeSet<>();
        while (!open.isEmpty()) {
            String module = open.remove();
            if (chosen.add(module)) {
                open.addAll(needs.getOrDefault(module, List.of()));
            }
        }
        return chosen;
    }
}
