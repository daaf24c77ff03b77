package io.slipway.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Progress;
import io.slipway.lab.files.Trees;
import io.slipway.lab.rootfs.MachineSources;
import io.slipway.lab.rootfs.Recipe;
import io.slipway.lab.rootfs.RootFsCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link Machine} starts from: a folder {@code machine-HASH} with its root, kernel, initial memory and public host key. */
record MachineImage(Path folder) {

    private static final List<String> PACKAGES = List.of(
            "linux-image-cloud-amd64",
            "udev",
            "lz4",
            "lvm2",
            "thin-provisioning-tools",
            "parted",
            "fdisk",
            "e2fsprogs",
            "xfsprogs",
            "btrfs-progs",
            "dosfstools",
            "mdadm",
            "selinux-policy-default",
            "policycoreutils-python-utils",
            "python3-selinux",
            "python3-semanage");

    private static final String UNPACK = """
            mkdir root
            tar -x -C root -f "$1"
            mkfs.ext4 -q -d root disk 2G
            cp root/boot/vmlinuz-* kernel
            cp root/boot/initrd.img-* initrd
            cp root/etc/ssh/ssh_host_ed25519_key.pub host-key.pub
            rm -rf root
            """;

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The image in {@code cache}, made now if it is not there; one of another recipe goes. */
    static MachineImage in(Path cache) throws IOException, InterruptedException {
        Recipe recipe = recipe();
        Path folder = cache.resolve("machine-" + recipe.hash());
        if (Files.notExists(folder)) {
            Path tar = new RootFsCache(cache, InstantSource.system()).get(recipe, Progress.NONE);
            Path made = Files.createTempDirectory(cache, "build-");
            try {
                Process unpack = new ProcessBuilder("sh", "-euc", UNPACK, "unpack", tar.toString())
                        .directory(made.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(unpack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, unpack.waitFor(), said);
                clear(cache);
                Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Trees.delete(made);
            }
            Files.delete(tar);
        }
        return new MachineImage(folder);
    }

    private static void clear(Path cache) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(cache)) {
            old = files.filter(file -> file.getFileName().toString().startsWith("machine-"))
                    .toList();
        }
        for (Path folder : old) {
            Trees.delete(folder);
        }
    }

    private static Recipe recipe() throws IOException {
        Recipe node = Recipe.of("", true, new MachineSources());
        List<String> packages = new ArrayList<>(node.packages());
        packages.addAll(PACKAGES);
        try (InputStream script = MachineImage.class.getResourceAsStream("machine.sh")) {
            String customize = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new Recipe(node.suite(), node.architecture(), packages, node.sources(), customize);
        }
    }
}
