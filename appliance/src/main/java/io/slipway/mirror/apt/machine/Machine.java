package io.slipway.mirror.apt.machine;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.common.crypto.Keyring;
import io.slipway.mirror.apt.AptException;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine's own apt sources: where {@code uri: machine} of a mirror description takes its packages from.
 *
 * @param etc its {@code /etc}
 * @param configuration what {@code apt-config dump} says
 * @param architecture what {@code dpkg --print-architecture} says
 */
public record Machine(Path etc, AptConfiguration configuration, String architecture) {

    /** Debian's suites that no {@code -updates} and no {@code -security} go with: what is mended is in them. */
    private static final Set<String> NEVER_RELEASED = Set.of("sid", "unstable", "experimental", "rc-buggy");

    /** This machine. */
    public static Machine local() {
        return new Machine(
                Path.of("/etc"),
                AptConfiguration.parse(output("apt-config", "dump")),
                output("dpkg", "--print-architecture").strip());
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AptException(Problem.of("'" + String.join(" ", command) + "' failed"));
            }
            return text;
        } catch (IOException e) {
            throw new AptException(
                    Problem.of("'" + String.join(" ", command) + "' cannot be run")
                            .because(IoReason.of(e))
                            .hint(
                                    "'uri: machine' works on Debian and its descendants; elsewhere, name the archive's address"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AptException(Problem.of("'" + String.join(" ", command) + "' was interrupted"), e);
        }
    }

    /** The release that the machine runs, such as {@code bookworm}. */
    public String codename() {
        Path file = etc.resolve("os-release");
        return text(file)
                .lines()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line ->
                        line.substring(line.indexOf('=') + 1).replace("\"", "").strip())
                .findFirst()
                .orElseThrow(() -> new AptException(Problem.of("this machine does not say which release it runs")
                        .at(Position.in(file.toString()))
                        .because("there is no VERSION_CODENAME")
                        .hint("name the release under 'suites'")));
    }

    /**
     * The machine's sources of a release: the release itself, its updates and its security updates. One that the machine has no
     * source for is looked for where it gets its own release from: an archive has several side by side. What is never released has
     * no updates of its own.
     *
     * @param at where the description asks for them
     */
    public List<AptSource> sources(String codename, List<String> components, List<String> architectures, Position at) {
        List<AptSource> found = sourcesOf(codename, components, architectures);
        if (!has(found, codename)) {
            String own = codename();
            found = sourcesOf(own, components, architectures).stream()
                    .filter(source -> source.suite().equals(own) || !NEVER_RELEASED.contains(codename))
                    .map(source -> source.withSuite(codename + source.suite().substring(own.length())))
                    .toList();
        }
        if (!has(found, codename)) {
            throw new AptException(Problem.of("this machine has no apt source for '" + codename + "' with "
                            + String.join(", ", components))
                    .at(at)
                    .because("none was found in " + etc.resolve("apt/sources.list") + " and " + parts())
                    .hint("name the archive's address under 'uri' instead of 'machine'"));
        }
        return found;
    }

    private static boolean has(List<AptSource> sources, String suite) {
        return sources.stream().anyMatch(source -> source.suite().equals(suite));
    }

    private List<AptSource> sourcesOf(String codename, List<String> components, List<String> architectures) {
        Set<String> suites = Set.of(codename, codename + "-updates", codename + "-security", codename + "/updates");
        List<AptSource> found = new ArrayList<>();
        for (SourceEntry entry : entries()) {
            List<String> common =
                    entry.components().stream().filter(components::contains).toList();
            if (entry.offersPackages() && !common.isEmpty()) {
                for (String suite :
                        entry.suites().stream().filter(suites::contains).toList()) {
                    httpUri(entry).ifPresent(uri -> found.add(source(uri, suite, common, architectures, entry)));
                }
            }
        }
        return found;
    }

    private static Optional<URI> httpUri(SourceEntry entry) {
        return entry.uris().stream()
                .filter(uri -> uri.startsWith("http://") || uri.startsWith("https://"))
                .map(URI::create)
                .findFirst();
    }

    private AptSource source(
            URI uri, String suite, List<String> components, List<String> architectures, SourceEntry entry) {
        boolean check = entry.option("check-valid-until")
                .map(value -> !value.equals("no"))
                .orElseGet(configuration::checkValidUntil);
        return AptSource.plain(
                uri, suite, components, architectures, new Trust.SignedBy(keyring(entry)), check, entry.at());
    }

    private Keyring keyring(SourceEntry entry) {
        String signedBy = entry.option("signed-by").orElse("");
        if (signedBy.contains("BEGIN PGP")) {
            String armour = signedBy.lines()
                    .map(line -> line.strip().equals(".") ? "" : line.strip())
                    .collect(Collectors.joining("\n"));
            return Keyring.parse(entry.at().toString(), armour.getBytes(StandardCharsets.US_ASCII));
        }
        List<String> words = SourceFiles.words(signedBy);
        Keyring files = words.stream()
                .filter(word -> word.startsWith("/"))
                .map(word -> Keyring.read(Path.of(word)))
                .reduce(Keyring::plus)
                .orElseGet(this::trusted);
        Set<Fingerprint> pinned = words.stream()
                .map(word -> word.replace("!", ""))
                .filter(Fingerprint::isFingerprint)
                .map(Fingerprint::parse)
                .collect(Collectors.toSet());
        return pinned.isEmpty() ? files : files.only(pinned);
    }

    /** What apt trusts for sources that do not say who signs them. */
    private Keyring trusted() {
        return Stream.concat(Stream.of(etc.resolve("apt/trusted.gpg")), list(etc.resolve("apt/trusted.gpg.d")).stream())
                .filter(Files::isRegularFile)
                .filter(file -> file.toString().matches(".*\\.(gpg|asc)"))
                .map(Keyring::read)
                .reduce(Keyring::plus)
                .orElseThrow(() -> new AptException(Problem.of("this machine's apt trusts no key")
                        .at(Position.in(etc.resolve("apt/trusted.gpg.d").toString()))));
    }

    private List<SourceEntry> entries() {
        List<SourceEntry> entries = new ArrayList<>();
        Path main = etc.resolve("apt/sources.list");
        if (Files.isRegularFile(main)) {
            entries.addAll(SourceFiles.lines(main.toString(), text(main)));
        }
        for (Path file : list(parts())) {
            if (file.toString().endsWith(".list")) {
                entries.addAll(SourceFiles.lines(file.toString(), text(file)));
            } else if (file.toString().endsWith(".sources")) {
                entries.addAll(SourceFiles.stanzas(file.toString(), text(file)));
            }
        }
        return entries;
    }

    private Path parts() {
        return etc.resolve("apt/sources.list.d");
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static AptException unreadable(Path file, IOException e) {
        return new AptException(Problem.of("'" + file + "' cannot be read").because(IoReason.of(e)), e);
    }
}
