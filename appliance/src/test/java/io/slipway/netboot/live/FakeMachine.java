package io.slipway.netboot.live;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What a kernel shows of a machine, as files: its disks are files, too. */
final class FakeMachine {

    static final String CARD = "a0:88:c2:00:01:01";
    static final int SIZE = 4 * 1024 * 1024;

    final Path root;

    FakeMachine(Path root) throws IOException {
        this.root = root;
        write("sys/class/dmi/id/sys_vendor", "NVIDIA\n");
        write("sys/class/dmi/id/product_name", "DGX \"H100\" \\ \u00e9\u0007\n");
        write("sys/class/dmi/id/product_serial", " 1660224000001 \n");
        write("sys/class/dmi/id/product_uuid", "11223344-5566-7788-99aa-bbccddeeff00\n");
        write("sys/class/dmi/id/bios_version", "1.05.03\n");
        Files.createDirectories(root.resolve("sys/firmware/efi"));
        Files.createDirectories(root.resolve("run"));
        write("proc/meminfo", "MemTotal:       2113409876 kB\nMemFree: 1 kB\n");
        write("proc/mounts", "proc /proc proc rw 0 0\n");
        StringBuilder processors = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            processors
                    .append("processor\t: ")
                    .append(i)
                    .append("\nmodel name\t: Intel(R) Xeon(R) Platinum 8480C\nphysical id\t: ")
                    .append(i / 4)
                    .append("\ncore id\t\t: ")
                    .append(i % 2)
                    .append("\n\n");
        }
        write("proc/cpuinfo", processors.toString());
        card("enp170s0f0", CARD, "0000:aa:00.0", "mlx5_core", "0x15b3", "0x101d", "200000\n", "1\n");
        card("enp226s0", "5c:ff:35:00:00:01", "0000:e2:00.0", "ixgbe", "0x8086", "0x1563", "-1\n", "0\n");
        Files.createDirectories(root.resolve("sys/class/net/lo"));
        pci("0000:1b:00.0", "0x10de", "0x2330", "0x030200");
        pci("0000:43:00.0", "0x10de", "0x2330", "0x030200");
        pci("0000:63:00.0", "0x10de", "0x22a3", "0x068000");
        pci("0000:02:00.0", "0x1a03", "0x2000", "0x030000");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void pci(String where, String vendor, String device, String kind) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/devices/pci/" + where));
        Files.createDirectories(root.resolve("sys/bus/pci/devices"));
        Path link = root.resolve("sys/bus/pci/devices/" + where);
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, folder);
        }
        for (Map.Entry<String, String> file :
                Map.of("vendor", vendor, "device", device, "class", kind).entrySet()) {
            write("sys/devices/pci/" + where + "/" + file.getKey(), file.getValue() + "\n");
        }
    }

    private void card(
            String name,
            String mac,
            String where,
            String driver,
            String vendor,
            String device,
            String speed,
            String carrier)
            throws IOException {
        pci(where, vendor, device, "0x020000");
        Path folder = root.resolve("sys/devices/pci/" + where);
        Path drivers = Files.createDirectories(root.resolve("sys/bus/pci/drivers/" + driver));
        Files.createSymbolicLink(folder.resolve("driver"), drivers);
        write("sys/class/net/" + name + "/address", mac + "\n");
        write("sys/class/net/" + name + "/speed", speed);
        write("sys/class/net/" + name + "/carrier", carrier);
        Files.createSymbolicLink(root.resolve("sys/class/net/" + name + "/device"), folder);
    }

    /** A disk that is full of data. */
    void disk(String name, int size, String model, String serial) throws IOException {
        write("sys/block/" + name + "/size", size / 512 + "\n");
        write("sys/block/" + name + "/device/model", model + "   \n");
        write("sys/block/" + name + "/device/serial", serial + "\n");
        write("sys/block/" + name + "/queue/rotational", "0\n");
        write("sys/block/" + name + "/removable", "0\n");
        byte[] data = new byte[size];
        Arrays.fill(data, (byte) 'x');
        Files.createDirectories(root.resolve("dev"));
        Files.write(device(name), data);
    }

    void partition(String disk, String name, int size) throws IOException {
        write("sys/block/" + disk + "/" + name + "/partition", "1\n");
        write("sys/block/" + disk + "/" + name + "/size", size / 512 + "\n");
        Files.write(device(name), new byte[size]);
    }

    Path device(String name) {
        return root.resolve("dev").resolve(name);
    }

    void poke(String device, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(device(device).toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
        }
    }
}
