package io.slipway.netboot.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.netboot.files.Profiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Makes the system that machines run from memory: Debian's kernel with the modules that reach disks and networks, busybox, the agent, and an SSH
 * server if somebody may come in. Nothing of it is part of Slipway but the agent.
 */
public final class LiveImage {

    private static final String ARGUMENTS = "console=tty0 console=ttyS0,115200 panic=30";
    private static final List<Path> SSH = List.of(
            Path.of("/usr/sbin/sshd"),
            Path.of("/usr/bin/ssh-keygen"),
            Path.of("/usr/lib/openssh/sshd-session"),
            Path.of("/usr/lib/openssh/sshd-auth"));
    /** What modules of playbooks ask of a node, and busybox does in another way. */
    private static final List<String> TOOLS = List.of("coreutils", "findutils");

    /** By which installers tell what is on a disk. */
    private static final Path BLKID = Path.of("/usr/sbin/blkid");

    private static final Path IPMI = Path.of("/usr/bin/ipmitool");
    private static final String SSHD_CONFIG = """
            HostKey /run/ssh/host
            PidFile /run/sshd.pid
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            UseDNS no
            AuthorizedKeysFile /root/.ssh/authorized_keys
            Subsystem sftp internal-sftp
            """;

    /**
     * What it is made of.
     *
     * @param packages where Debian's packages lie; nothing for what this host's apt knows
     * @param kernel the package that depends on the newest kernel
     * @param keys public keys of those who may come in as root; none for a system without SSH
     */
    public record Wanted(Optional<Path> packages, String kernel, List<String> keys) {
        public Wanted {
            keys = List.copyOf(keys);
        }
    }

    /** @param bmc whether machines can say what address their management controller has */
    public record Made(Path profile, String version, int modules, long initrd, boolean ssh, boolean bmc) {}

    private final Wanted wanted;
    private final Path scratch;
    private final Path unpacked;
    private final Path root;

    private LiveImage(Wanted wanted, Path scratch) throws IOException {
        this.wanted = wanted;
        this.scratch = scratch;
        unpacked = Files.createDirectory(scratch.resolve("unpacked"));
        root = Files.createDirectory(scratch.resolve("root"));
    }

    /**
     * Makes it, in the place of one that is there; a machine that is just fetching that one asks again.
     *
     * @param profiles the folder of profiles
     * @param name of the profile; if it is there, it keeps its arguments
     * @throws LiveException saying what is missing
     */
    public static Made make(Wanted wanted, Path profiles, String name) throws InterruptedException {
        Path profile = profiles.resolve(name);
        try {
            Files.createDirectories(profile);
            Path scratch = Files.createTempDirectory(profile, ".making");
            try {
                return new LiveImage(wanted, scratch).make(profiles, profile);
            } finally {
                remove(scratch);
            }
        } catch (IOException e) {
            throw new LiveException(
                    Problem.of("the system cannot be written")
                            .at(Position.in(profile.toString()))
                            .because(IoReason.of(e, profile)),
                    e);
        }
    }

    private Made make(Path profiles, Path profile) throws IOException, InterruptedException {
        Profiles known = new Profiles(profiles);
        String name = profile.getFileName().toString();
        String arguments = known.has(name) ? known.read(name).arguments() : ARGUMENTS;
        DebianPackages packages = new DebianPackages(wanted.packages, scratch);
        packages.kernel(wanted.kernel, unpacked);
        packages.unpack("busybox-static", unpacked);
        Path busybox = copy(either("bin/busybox", "usr/bin/busybox"), root.resolve("bin/busybox"));
        Path modules = either("lib/modules", "usr/lib/modules");
        String version = onlyChild(modules);
        int count = modules(busybox, modules.resolve(version), version);
        write("init", "rwxr-xr-x", resource("init"));
        write("lib/slipway/lease", "rwxr-xr-x", resource("lease"));
        write("lib/slipway/agent", "rw-r--r--", resource("agent"));
        write("lib/slipway/hostkey", "rw-r--r--", resource("hostkey"));
        program(demanded(BLKID, "util-linux"));
        boolean ssh = !wanted.keys.isEmpty();
        if (ssh) {
            ssh();
        }
        boolean bmc = Files.isExecutable(IPMI);
        if (bmc) {
            program(IPMI);
        }
        Path kernel = unpacked.resolve("boot/vmlinuz-" + version);
        Path initrd = scratch.resolve("initrd.gz");
        pack(initrd);
        // Other names than before: nobody gets a kernel and another kernel's modules.
        String stamp = Long.toString(Files.getLastModifiedTime(initrd).toMillis(), Character.MAX_RADIX);
        String kernelName = "vmlinuz-" + version;
        String initrdName = "initrd-" + version + "-" + stamp + ".gz";
        List<Path> former = before(profile);
        Files.move(kernel, profile.resolve(kernelName), StandardCopyOption.REPLACE_EXISTING);
        Files.move(initrd, profile.resolve(initrdName), StandardCopyOption.REPLACE_EXISTING);
        DurableFile.write(profile.resolve("profile.yml"), """
                # Made by 'slipway node live-image', which keeps these arguments and writes the rest anew.
                kernel: %s
                initrd: %s
                arguments: %s
                """.formatted(kernelName, initrdName, arguments)
                .getBytes(UTF_8));
        for (Path file : former) {
            if (!file.endsWith(kernelName)) {
                Files.deleteIfExists(file);
            }
        }
        return new Made(profile, version, count, Files.size(profile.resolve(initrdName)), ssh, bmc);
    }

    private static List<Path> before(Path profile) throws IOException {
        try (Stream<Path> files = Files.list(profile)) {
            return files.filter(file -> file.getFileName().toString().matches("(vmlinuz|initrd)-.*"))
                    .toList();
        }
    }

    private Path either(String one, String other) {
        Path first = unpacked.resolve(one);
        return Files.exists(first) ? first : unpacked.resolve(other);
    }

    private static String onlyChild(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .findFirst()
                    .orElseThrow(() -> new LiveException(Problem.of("the kernel's package has no modules")));
        }
    }

    private int modules(Path busybox, Path from, String version) throws IOException, InterruptedException {
        boolean merged = from.startsWith(unpacked.resolve("usr"));
        Path base = merged ? unpacked.resolve("usr") : unpacked;
        Tool.run(scratch, busybox.toString(), "depmod", "-b", base.toString(), version);
        NavigableSet<String> chosen = ChooseModules.from(Files.readAllLines(from.resolve("modules.dep")));
        Path into = root.resolve("lib/modules").resolve(version);
        for (String module : chosen) {
            copy(from.resolve(module), into.resolve(module));
        }
        for (String list : List.of("modules.order", "modules.builtin", "modules.builtin.modinfo")) {
            if (Files.exists(from.resolve(list))) {
                copy(from.resolve(list), into.resolve(list));
            }
        }
        Tool.run(scratch, busybox.toString(), "depmod", "-b", root.toString(), version);
        return chosen.size();
    }

    private void ssh() throws IOException, InterruptedException {
        demanded(SSH.getFirst(), "openssh-server");
        for (Path program : SSH) {
            if (Files.isExecutable(program)) {
                program(program);
            }
        }
        List<String> list = new ArrayList<>(List.of("dpkg-query", "--listfiles"));
        list.addAll(TOOLS);
        for (String line :
                Tool.run(scratch, list.toArray(String[]::new)).lines().toList()) {
            Path tool = Path.of(line);
            if (line.matches("(/usr)?/bin/[^/]+") && Files.isRegularFile(tool) && Files.isExecutable(tool)) {
                program(tool, Path.of("/usr/bin").resolve(tool.getFileName()));
            }
        }
        // In busybox's own shell its applets go before whatever PATH says.
        program(Path.of("/bin/dash"), Path.of("/bin/sh"));
        write("etc/passwd", "rw-r--r--", "root:*:0:0:root:/root:/bin/sh\nsshd:*:101:65534::/run/sshd:/bin/false\n");
        write("etc/group", "rw-r--r--", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
        write("etc/ssh/sshd_config", "rw-r--r--", SSHD_CONFIG);
        write("root/.ssh/authorized_keys", "rw-------", String.join("\n", wanted.keys) + "\n");
    }

    private static Path demanded(Path program, String owner) {
        if (!Files.isExecutable(program)) {
            throw new LiveException(
                    Problem.of("there is no " + program.getFileName() + " on this host that the system could take")
                            .at(Position.in(program.toString()))
                            .hint("install " + owner));
        }
        return program;
    }

    private void program(Path program) throws IOException, InterruptedException {
        program(program, program);
    }

    /** With the libraries that it asks for. */
    private void program(Path program, Path place) throws IOException, InterruptedException {
        copy(program, root.resolve(inRoot(place)));
        for (String line : Tool.run(scratch, "ldd", program.toString()).lines().toList()) {
            String path = line.replaceFirst("^.*=>", "").strip().replaceFirst(" \\(0x[0-9a-f]+\\)$", "");
            if (path.startsWith("/")) {
                copy(Path.of(path), root.resolve(inRoot(Path.of(path))));
            }
        }
    }

    private static String inRoot(Path absolute) {
        return absolute.normalize().toString().substring(1);
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void write(String name, String permissions, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    static String resource(String name) {
        try (InputStream in = LiveImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("the program was built without " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the program cannot read " + name + " of its own", e);
        }
    }

    /** All of it as root's, in an order that does not change. */
    private void pack(Path initrd) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.filter(path -> !path.equals(root)).sorted().toList();
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(initrd));
                GZIPOutputStream gzip = new GZIPOutputStream(file, 64 * 1024);
                CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(gzip)) {
            for (Path path : all) {
                boolean directory = Files.isDirectory(path);
                CpioArchiveEntry entry =
                        new CpioArchiveEntry(root.relativize(path).toString());
                entry.setMode((directory ? CpioConstants.C_ISDIR : CpioConstants.C_ISREG) | mode(path));
                entry.setSize(directory ? 0 : Files.size(path));
                cpio.putArchiveEntry(entry);
                if (!directory) {
                    Files.copy(path, cpio);
                }
                cpio.closeArchiveEntry();
            }
        }
    }

    private static int mode(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return mode & 0755;
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
