package io.slipway.automation.module.facts;

import static io.slipway.automation.module.facts.Told.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a GPU pod needs to know about its machines. The answers in {@code h100} are recorded, with other serial numbers. */
class PodFactsTest {

    private static final String CARD = "0000:00:06.0";
    private static final String PCI =
            "device=0x2330\nclass=0x030200\nnuma_node=-1\ndriver=../../../bus/pci/drivers/nvidia";

    private static String recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PodFactsTest.class.getResourceAsStream("h100/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<?, ?> gpu(String... pairs) {
        return (Map<?, ?>)
                Objects.requireNonNull(new GpuFacts().facts(told(pairs)).get("gpu"));
    }

    private static Map<?, ?> first(Map<?, ?> gpu) {
        return (Map<?, ?>) ((List<?>) gpu.get("devices")).getFirst();
    }

    @Test
    void theToolTellsAllOfAGpu() throws IOException {
        Map<?, ?> gpu = gpu(
                "gpuPci " + CARD,
                PCI,
                "gpuKernel " + CARD,
                recorded("information.txt"),
                "gpuDriver",
                recorded("version.txt"),
                "gpuSmi",
                recorded("query.csv"),
                "gpuHeader",
                recorded("header.txt"),
                "gpuList",
                recorded("list.txt"),
                "gpuFabric",
                "GPU-00000000-1111-2222-3333-444444444444, Completed, Success\n");
        assertEquals(
                "{source=nvidia-smi, driver_version=580.159.04, kernel_module=open, cuda_version=13.0, nvswitches=0, count=1,"
                        + " devices=[{index=0, model=NVIDIA H100 80GB HBM3, uuid=GPU-00000000-1111-2222-3333-444444444444,"
                        + " serial=1650000000001, memory_mb=81559, pci_address=0000:00:06.0, pci_id=10de:2330, numa_node=null,"
                        + " driver=nvidia, vbios_version=96.00.DA.00.0C, mig_mode=Disabled, mig_mode_pending=Disabled,"
                        + " mig_devices=[], fabric_state=Completed}]}",
                gpu.toString());
    }

    @Test
    void theKernelKnowsMostOfIt() throws IOException {
        Map<?, ?> gpu = gpu(
                "gpuPci " + CARD,
                PCI,
                "gpuKernel " + CARD,
                recorded("information.txt"),
                "gpuDriver",
                recorded("version.txt"));
        assertEquals(
                List.of("kernel", "580.159.04", 1L),
                List.of(gpu.get("source"), gpu.get("driver_version"), gpu.get("count")));
        assertEquals("NVIDIA H100 80GB HBM3", first(gpu).get("model"));
        assertEquals("GPU-00000000-1111-2222-3333-444444444444", first(gpu).get("uuid"));
        assertNull(first(gpu).get("memory_mb"));
    }

    @Test
    void aNodeWithoutDriverIsKnownByItsPciIds() {
        Map<?, ?> gpu = gpu(
                "gpuPci 0000:07:00.0", "device=0x22a3\nclass=0x068000\nnuma_node=0\ndriver=",
                "gpuPci 0000:0f:00.0", "device=0xffff\nclass=0x030000\nnuma_node=0\ndriver=",
                "gpuPci 0000:0f:00.1", "device=0x0fff\nclass=0x040300\nnuma_node=0\ndriver=",
                "gpuPci 0000:1b:00.0", "device=0x2335\nclass=0x030200\nnuma_node=1\ndriver=");
        assertEquals(List.of(2L, 1L), List.of(gpu.get("count"), gpu.get("nvswitches")));
        assertNull(gpu.get("driver_version"));
        assertEquals("NVIDIA device ffff", first(gpu).get("model"));
        Map<?, ?> h200 = (Map<?, ?>) ((List<?>) gpu.get("devices")).get(1);
        assertEquals(List.of("H200 SXM 141GB", 1L), List.of(h200.get("model"), h200.get("numa_node")));
        assertNull(h200.get("driver"));
    }

    @Test
    void slicesBelongToTheirGpuAndErrorsAreTold() {
        Map<?, ?> gpu = gpu(
                "gpuPci " + CARD,
                PCI,
                "gpuSmi",
                "0, NVIDIA H100, GPU-1, [N/A], 00000000:00:06.0, 535.1, 96, 81559, Enabled, Enabled\nrubbish",
                "gpuList",
                "GPU 0: NVIDIA H100 (UUID: GPU-1)\n  MIG 1g.10gb     Device  0: (UUID: MIG-a)\n  MIG 3g.40gb     Device  1: (UUID: MIG-b)");
        assertEquals(
                List.of(Map.of("profile", "1g.10gb", "uuid", "MIG-a"), Map.of("profile", "3g.40gb", "uuid", "MIG-b")),
                first(gpu).get("mig_devices"));
        assertNull(first(gpu).get("serial"));
        String error = "Failed to initialize NVML: Driver/library version mismatch";
        assertEquals(error, gpu("gpuError", error + "\n").get("error"));
    }

    @Test
    void adaptersHavePorts() {
        Map<?, ?> facts = (Map<?, ?>) new InfinibandFacts()
                .facts(told(
                        "ib mlx5_10",
                        "",
                        "ib mlx5_2",
                        "fw_ver=28.39.1002\nhca_type=MT4129\nboard_id=MT_0000000838\nnode_guid=a088:c203:0012:3456\n"
                                + "sys_image_guid=a088:c203:0012:3456\nnode_desc=dgx01 mlx5_2\ndevice/numa_node=1\ndevice/vendor=0x15b3\n"
                                + "device/device=0x1021\npci=0000:9a:00.0\nnetdev ibp154s0=0\n",
                        "ibPort mlx5_2 1",
                        "state=4: ACTIVE\nphys_state=5: LinkUp\nrate=400 Gb/sec (4X NDR)\nlink_layer=InfiniBand\nlid=0x2f\nsm_lid=0x1\n"
                                + "gids/0=fe80:0000:0000:0000:a088:c203:0012:3456\n"))
                .get("infiniband");
        Map<?, ?> devices = (Map<?, ?>) Objects.requireNonNull(facts).get("devices");
        assertEquals(List.of("mlx5_2", "mlx5_10"), List.copyOf(devices.keySet()));
        assertEquals(
                "{type=MT4129, board_id=MT_0000000838, firmware=28.39.1002, node_guid=a088:c203:0012:3456,"
                        + " system_guid=a088:c203:0012:3456, description=dgx01 mlx5_2, pci_address=0000:9a:00.0, pci_id=15b3:1021,"
                        + " numa_node=1, interfaces=[ibp154s0], ports={1={state=ACTIVE, physical_state=LinkUp,"
                        + " rate=400 Gb/sec (4X NDR), rate_gbps=400, link_layer=InfiniBand, lid=0x2f, sm_lid=0x1,"
                        + " gid=fe80:0000:0000:0000:a088:c203:0012:3456}}}",
                Objects.requireNonNull(devices.get("mlx5_2")).toString());
    }

    @Test
    void memoryNodesAreInOrder() {
        assertEquals(
                "{count=2, nodes={0={cpus=0-55,112-167, cpu_count=112, memory_mb=1031747, distances=[10, 21]},"
                        + " 1={cpus=56-111,168-223, cpu_count=112, memory_mb=1, distances=[21, 10]}}}",
                String.valueOf(sorted((Map<?, ?>) new NumaFacts()
                        .facts(told(
                                "numa 1", "56-111,168-223\n21 10\nNode 1 MemTotal:  1024 kB",
                                "numa 0", "0-55,112-167\n10 21\nNode 0 MemTotal:       1056509448 kB"))
                        .get("numa"))));
    }

    @Test
    void controllersHaveNamespaces() {
        Map<String, Object> facts = new NvmeFacts()
                .facts(told(
                        "hostnqn",
                        "nqn.2014-08.org.nvmexpress:uuid:1\n",
                        "nvme nvme0",
                        "model=SAMSUNG MZWLO3T8HCLS-00A07\nserial=S1   \nfirmware_rev=OPPA2B5Q\ntransport=pcie\naddress=0000:05:00.0\n"
                                + "state=live\nnuma_node=0\n",
                        "nvmeSpace nvme0 nvme0n1",
                        "size=7501476528\nnsid=1\nwwid=eui.36\nqueue/logical_block_size=512\n"));
        assertEquals("nqn.2014-08.org.nvmexpress:uuid:1", facts.get("hostnqn"));
        assertEquals(
                "{nvme0={model=SAMSUNG MZWLO3T8HCLS-00A07, serial=S1, firmware=OPPA2B5Q, transport=pcie, address=0000:05:00.0,"
                        + " state=live, subsysnqn=, numa_node=0, namespaces={nvme0n1={size=3840755982336, sector_size=512, nsid=1,"
                        + " wwid=eui.36}}}}",
                String.valueOf(((Map<?, ?>) Objects.requireNonNull(facts.get("nvme"))).get("controllers")));
    }

    @Test
    void arraysHaveMembers() {
        Map<?, ?> raid = (Map<?, ?>) new RaidFacts()
                .facts(told(
                        "raid md0",
                        "size=3749706752\nmd/level=raid1\nmd/array_state=clean\nmd/raid_disks=2\nmd/degraded=1\nmd/sync_action=recover\n"
                                + "md/sync_completed=10 / 100\nmd/metadata_version=1.2\nmember nvme1n1p2=in_sync\nmember nvme2n1p2=faulty,blocked\n",
                        "raidDetail md0",
                        "MD_LEVEL=raid1\nMD_UUID=ab:cd\nMD_NAME=dgx01:0\n"))
                .get("raid");
        Map<?, ?> array = (Map<?, ?>) ((Map<?, ?>) Objects.requireNonNull(raid).get("arrays")).get("md0");
        assertEquals(
                "{level=raid1, state=clean, size=1919849857024, raid_devices=2, degraded=1, sync_action=recover,"
                        + " sync_completed=10 / 100, metadata=1.2, chunk_size=0, uuid=ab:cd, name=dgx01:0,"
                        + " members={nvme1n1p2=[in_sync], nvme2n1p2=[faulty, blocked]}}",
                String.valueOf(array));
    }

    @Test
    void theControllerIsFoundInTheFirmwaresTables() {
        String record = "00".repeat(16) + "01" + "01" + "a9fe0011" + "00".repeat(12) + "ffff0000" + "00".repeat(12)
                + "01" + "01" + "a9fe0012" + "00".repeat(12) + "ffff0000" + "00".repeat(12) + "bb01" + "00000000" + "04"
                + "626d6300";
        String host = "2a6f4200" + "40" + "02" + "0402" + "01" + "04" + "%02x".formatted(record.length() / 2) + record;
        Map<?, ?> bmc = (Map<?, ?>) Objects.requireNonNull(new BmcFacts()
                .facts(told(
                        "bmcDevice",
                        "/dev/ipmi0",
                        "bmcTable 38 /sys/firmware/dmi/entries/38-0",
                        "261200000120200000a30c0000000000",
                        "bmcTable 42 /sys/firmware/dmi/entries/42-0",
                        host,
                        "bmcLan",
                        "Set in Progress         : Set Complete\nIP Address Source       : Static Address\nIP Address              : 10.1.2.3\n"
                                + "                        : User     : MD5\nSubnet Mask             : 255.255.255.0\n",
                        "bmcController",
                        "Device ID                 : 32\nFirmware Revision         : 1.02\n"))
                .get("bmc"));
        assertEquals(
                "{present=true, device=/dev/ipmi0, interface=KCS, ipmi_version=2.0, redfish={host_address=169.254.0.17,"
                        + " address=169.254.0.18, port=443, hostname=bmc}, address=10.1.2.3, address_source=Static Address,"
                        + " netmask=255.255.255.0, firmware=1.02}",
                bmc.toString());
        assertEquals(Map.of(), BmcTables.redfish("2a6f420040ff"));
        assertEquals(Map.of(), BmcTables.ipmi("26"));
        assertEquals(Map.of(), BmcTables.redfish("no hex"));
    }

    private static Map<?, ?> sorted(Map<?, ?> map) {
        return new java.util.TreeMap<>(map);
    }
}
