package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.crypto.Keyring;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.machine.Machine;
import io.slipway.mirror.fetch.Fetch;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the sources of a description into archives with addresses and keys. */
final class Upstreams {

    private static final int KEY_LIMIT = 1024 * 1024;

    private final MirrorDescription description;
    private final Optional<Machine> machine;
    private final ProxySelector proxy;

    private Upstreams(MirrorDescription description, Optional<Machine> machine, ProxySelector proxy) {
        this.description = description;
        this.machine = machine;
        this.proxy = proxy;
    }

    static Upstreams of(MirrorDescription description, ProxySelector proxy) {
        return new Upstreams(
                description, description.machineDependent() ? Optional.of(Machine.local()) : Optional.empty(), proxy);
    }

    /** With the machine's own sources go the machine's own proxies. */
    ProxySelector proxy() {
        return machine.map(local -> local.configuration().proxies(proxy)).orElse(proxy);
    }

    List<AptSource> sources(Fetch fetch) {
        return description.sources().stream()
                .flatMap(source -> switch (source) {
                    case MirrorDescription.Source.Apt apt -> archive(apt, fetch);
                    case MirrorDescription.Source.MachineApt own -> machine(own, machine.orElseThrow());
                })
                .toList();
    }

    private static Stream<AptSource> machine(MirrorDescription.Source.MachineApt own, Machine machine) {
        List<String> releases = own.suites().isEmpty() ? List.of(machine.codename()) : own.suites();
        List<String> architectures =
                own.architectures().isEmpty() ? List.of(machine.architecture()) : own.architectures();
        return releases.stream()
                .flatMap(release -> machine.sources(release, own.components(), architectures, own.at()).stream());
    }

    private Stream<AptSource> archive(MirrorDescription.Source.Apt apt, Fetch fetch) {
        Keyring all = apt.signedBy().stream()
                .map(place -> keyring(place, apt, fetch))
                .reduce(Keyring::plus)
                .orElseThrow();
        Keyring trusted = apt.fingerprints().isEmpty() ? all : all.only(apt.fingerprints());
        return apt.suites().stream()
                .map(suite -> new AptSource(
                        apt.uri(),
                        suite,
                        apt.components(),
                        apt.architectures(),
                        trusted,
                        apt.checkValidUntil(),
                        apt.at()));
    }

    private Keyring keyring(String place, MirrorDescription.Source.Apt apt, Fetch fetch) {
        Optional<URI> address = ReadDescriptions.httpUri(place);
        if (address.isEmpty()) {
            return keyring(description.file().resolveSibling(Path.of(place)), apt);
        }
        byte[] key = fetch.small(address.get(), KEY_LIMIT)
                .orElseThrow(() -> new SyncException(
                        Problem.of("there is no key at " + place).at(apt.at())));
        return Keyring.parse(place, key);
    }

    private static Keyring keyring(Path file, MirrorDescription.Source.Apt apt) {
        if (!Files.exists(file)) {
            throw new SyncException(Problem.of("there is no keyring '" + file + "'")
                    .at(apt.at())
                    .hint("install the package that brings it, or put the archive's key there"));
        }
        return Keyring.read(file);
    }
}
