package io.slipway.mirror.sync;

import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.Trust;
import io.slipway.mirror.apt.machine.Machine;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Manners;
import java.net.ProxySelector;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the sources of a description into archives with addresses and keys. */
final class Upstreams {

    /** What apt puts a machine's architecture for, in addresses and suites (sources.list(5)). */
    private static final String ARCH = "$(ARCH)";

    private final MirrorDescription description;
    private final Optional<Machine> machine;

    private Upstreams(MirrorDescription description, Optional<Machine> machine) {
        this.description = description;
        this.machine = machine;
    }

    static Upstreams of(MirrorDescription description) {
        return new Upstreams(
                description, description.machineDependent() ? Optional.of(Machine.local()) : Optional.empty());
    }

    /** How to go about it: with the machine's own sources go the machine's own proxies. */
    Fetch.Settings settings(Fetch.Settings usual) {
        List<Manners> manners = new ArrayList<>();
        for (MirrorDescription.Source source : description.sources()) {
            if (source instanceof MirrorDescription.Source.Apt apt
                    && !apt.access().isUsual()) {
                expanded(apt)
                        .map(AptSource::archive)
                        .distinct()
                        .forEach(archive -> manners.add(AccessManners.of(archive, apt.access())));
            }
        }
        ProxySelector proxy = machine.map(local -> local.configuration().proxies(usual.proxy()))
                .orElse(usual.proxy());
        return usual.through(proxy).with(manners);
    }

    List<AptSource> sources(FetchKeys keys) {
        return description.sources().stream()
                .flatMap(source -> switch (source) {
                    case MirrorDescription.Source.Apt apt -> archive(apt, keys);
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

    private static Stream<AptSource> archive(MirrorDescription.Source.Apt apt, FetchKeys keys) {
        Trust trust = apt.signedBy().isEmpty() ? new Trust.Nobody() : new Trust.SignedBy(keys.keyring(apt));
        return expanded(apt).map(source -> source.trusting(trust));
    }

    /** One for each suite, still without keys; where the architecture is part of the address, one for each architecture. */
    private static Stream<AptSource> expanded(MirrorDescription.Source.Apt apt) {
        return apt.suites().stream().flatMap(suite -> {
            boolean each = (apt.uri() + suite).contains(ARCH);
            return each
                    ? apt.architectures().stream().map(architecture -> source(apt, suite, List.of(architecture)))
                    : Stream.of(source(apt, suite, apt.architectures()));
        });
    }

    private static AptSource source(MirrorDescription.Source.Apt apt, String suite, List<String> architectures) {
        String architecture = architectures.getFirst();
        return new AptSource(
                URI.create(apt.uri().toString().replace(ARCH, architecture)),
                suite.replace(ARCH, architecture),
                apt.components(),
                architectures,
                new Trust.Nobody(),
                apt.checkValidUntil(),
                apt.extras(),
                apt.filter(),
                apt.whole(),
                apt.publication(),
                apt.at());
    }
}
