package io.slipway.lab.rootfs;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where this machine gets its own packages from. A lab node gets them from the same place: the distribution's archive, without
 * the other repositories that somebody may have added.
 */
public final class MachineSources {

    private static final String COMPONENT = "main";
    private static final List<String> POCKETS = List.of("", "-updates", "-security");

    private final Path etcApt;
    private final Path osRelease;

    public MachineSources() {
        this(Path.of("/etc/apt"), Path.of("/etc/os-release"));
    }

    MachineSources(Path etcApt, Path osRelease) {
        this.etcApt = etcApt;
        this.osRelease = osRelease;
    }

    /** The release that this machine runs, such as {@code bookworm}. */
    public String codename() {
        return read(osRelease)
                .lines()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line -> line.substring("VERSION_CODENAME=".length()).replace("\"", ""))
                .findFirst()
                .orElseThrow(
                        () -> new RootFsException(Problem.of(osRelease + " does not name the release of this machine")
                                .because("it has no VERSION_CODENAME; a lab needs Debian or a descendant of it")));
    }

    /** Everything that apt reads, enabled or not for us. */
    public List<AptSource> all() {
        List<AptSource> found = new ArrayList<>();
        for (Path file : files()) {
            found.addAll(AptSource.parse(file.getFileName().toString(), read(file)));
        }
        return found;
    }

    /** The archive of this machine's release, for {@code suite}, in deb822 format. */
    public String forSuite(String suite) {
        String codename = codename();
        Set<String> stanzas = new LinkedHashSet<>();
        for (AptSource source : all()) {
            List<String> suites = source.suites().stream()
                    .flatMap(written -> renamed(written, codename, suite).stream())
                    .toList();
            if (!suites.isEmpty() && source.components().contains(COMPONENT)) {
                stanzas.add(new AptSource(source.uris(), suites, List.of(COMPONENT), source.options()).stanza());
            }
        }
        if (stanzas.isEmpty()) {
            throw new RootFsException(
                    Problem.of("the apt sources in " + etcApt + " have no component main of " + codename)
                            .because("the nodes of a lab are made from this machine's own sources")
                            .hint("add the distribution's archive to the sources; apt-get update must succeed"));
        }
        return String.join("\n", stanzas);
    }

    private static Optional<String> renamed(String written, String codename, String suite) {
        return POCKETS.stream()
                .filter(pocket -> written.equals(codename + pocket))
                .map(pocket -> suite + pocket)
                .findFirst();
    }

    private List<Path> files() {
        Path parts = etcApt.resolve("sources.list.d");
        Path list = etcApt.resolve("sources.list");
        try (Stream<Path> found = Files.isDirectory(parts) ? Files.list(parts) : Stream.empty()) {
            return Stream.concat(Files.exists(list) ? Stream.of(list) : Stream.empty(), found.sorted())
                    .filter(file ->
                            file.toString().endsWith(".list") || file.toString().endsWith(".sources"))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw unreadable(parts, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RootFsException unreadable(Path file, IOException e) {
        return new RootFsException(Problem.of(file + " cannot be read").because(IoReason.of(e)), e);
    }
}
