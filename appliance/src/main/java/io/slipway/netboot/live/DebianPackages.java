package io.slipway.netboot.live;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packages that are unpacked without being installed: from a folder, else from where this host's own apt gets them, which inside an air gap is the
 * appliance's own mirror.
 */
final class DebianPackages {

    private static final String KERNEL = "linux-image-[0-9]*";

    private final Optional<Path> folder;
    private final Path scratch;

    DebianPackages(Optional<Path> folder, Path scratch) {
        this.folder = folder;
        this.scratch = scratch;
    }

    /**
     * Unpacks a kernel.
     *
     * @param meta the package that depends on the newest one; what lies in a folder needs no such
     */
    void kernel(String meta, Path into) throws IOException, InterruptedException {
        if (folder.isPresent()) {
            unpack(inFolder(KERNEL), into);
            return;
        }
        String newest = Tool.run(scratch, "apt-cache", "depends", "--important", meta)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Depends: linux-image-"))
                .map(line -> line.substring("Depends: ".length()))
                .findFirst()
                .orElse(meta);
        unpack(download(newest), into);
    }

    void unpack(String name, Path into) throws IOException, InterruptedException {
        unpack(folder.isPresent() ? inFolder(name) : download(name), into);
    }

    private Path inFolder(String name) throws IOException {
        Path from = folder.orElseThrow();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from, name + "_*.deb")) {
            all.forEach(found::add);
        }
        if (found.size() != 1) {
            throw new LiveException(Problem.of((found.isEmpty() ? "there is no" : "there is more than one")
                            + " package " + name + "_*.deb")
                    .at(Position.in(from.toString())));
        }
        return found.getFirst().toAbsolutePath();
    }

    private Path download(String name) throws IOException, InterruptedException {
        Path here = Files.createDirectories(scratch.resolve(name));
        try {
            Tool.run(here, "apt-get", "-o", "APT::Sandbox::User=root", "download", name);
        } catch (LiveException e) {
            throw new LiveException(
                    e.problem()
                            .hint(
                                    "have this host's apt know a mirror that has it, or put the .deb into a folder: --packages DIR"),
                    e);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(here, "*.deb")) {
            return all.iterator().next();
        }
    }

    private void unpack(Path file, Path into) throws InterruptedException {
        Tool.run(scratch, "dpkg-deb", "--extract", file.toString(), into.toString());
    }
}
