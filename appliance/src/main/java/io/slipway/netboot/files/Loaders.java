package io.slipway.netboot.files;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The programs that firmware starts, and that ask what to boot. They come from this host's own packages; one of the same name in the operator's
 * folder wins. None of them is part of Slipway.
 */
public final class Loaders {

    private record Packaged(String file, String name) {}

    /** By the name under which firmware asks. Shim looks for {@code grubx64.efi} beside itself. */
    private static final Map<String, Packaged> DEBIAN = Map.of(
            "undionly.kpxe", new Packaged("usr/lib/ipxe/undionly.kpxe", "ipxe"),
            "snponly.efi", new Packaged("usr/lib/ipxe/snponly.efi", "ipxe"),
            "ipxe.efi", new Packaged("usr/lib/ipxe/ipxe.efi", "ipxe"),
            "shimx64.efi", new Packaged("usr/lib/shim/shimx64.efi.signed", "shim-signed"),
            "grubx64.efi",
                    new Packaged("usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed", "grub-efi-amd64-signed"));

    /** Nothing that leads upwards, and nothing that the file system or a script takes for more than a name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*(?:/[A-Za-z0-9][A-Za-z0-9._+-]*)*");

    private final Path own;
    private final Path host;

    /**
     * @param own the operator's folder; need not be there
     * @param host the root of the host's file system
     */
    public Loaders(Path own, Path host) {
        this.own = own;
        this.host = host;
    }

    /** @param name as a client asks for it, whatever that is */
    public Optional<Path> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path given = own.resolve(name);
        if (Files.isRegularFile(given)) {
            return Optional.of(given);
        }
        return Optional.ofNullable(DEBIAN.get(name))
                .map(packaged -> host.resolve(packaged.file))
                .filter(Files::isRegularFile);
    }

    /**
     * Makes sure that they are there.
     *
     * @throws FilesException naming every one that is missing, and where it comes from
     */
    public void demand(Collection<String> names) {
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            if (find(name).isEmpty()) {
                problems.add(Problem.of("the loader '" + name + "' is missing")
                        .at(Position.in(own.toString()))
                        .hint(Optional.ofNullable(DEBIAN.get(name))
                                .map(packaged -> "install Debian's package '" + packaged.name + "', or put it there")
                                .orElse("put it there")));
            }
        }
        if (!problems.isEmpty()) {
            throw new FilesException(problems);
        }
    }
}
