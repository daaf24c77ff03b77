package io.slipway.lab;

import io.slipway.common.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses addresses for a lab that nothing on this machine uses. */
final class FreeSubnet {

    private static final int CHOICES = 256;

    private final List<Routes.Route> routes;
    private final List<Subnet> networks;

    /** @param networks what the engine gave to others */
    FreeSubnet(List<Routes.Route> routes, List<Subnet> networks) {
        this.routes = List.copyOf(routes);
        this.networks = List.copyOf(networks);
    }

    /** One that lies elsewhere for each name, so that two labs that rise together hardly ever want the same. */
    Subnet forLab(String name) {
        int start = Math.floorMod(name.hashCode(), CHOICES);
        return IntStream.range(0, CHOICES)
                .mapToObj(i -> new Subnet(10L << 24 | 77L << 16 | (long) ((start + i) % CHOICES) << 8, 24))
                .filter(candidate -> inTheWayOf(candidate).isEmpty())
                .findFirst()
                .orElseThrow(() -> new LabException(Problem.of("no subnet in 10.77.0.0/16 is free")
                        .because("this machine has routes or networks in all of them")
                        .hint("name one with --subnet")));
    }

    /** The wanted one, if nothing else has it. */
    Subnet checked(Subnet wanted) {
        inTheWayOf(wanted).ifPresent(other -> {
            throw new LabException(Problem.of("the subnet " + wanted + " is taken")
                    .because(other)
                    .hint("choose another with --subnet, or leave it out"));
        });
        return wanted;
    }

    private Optional<String> inTheWayOf(Subnet candidate) {
        return routes.stream()
                .filter(route -> route.subnet().overlaps(candidate))
                .map(route -> "this machine reaches " + route.subnet() + " through " + route.device())
                .findFirst()
                .or(() -> networks.stream()
                        .filter(candidate::overlaps)
                        .map(network -> "the container engine has a network with " + network)
                        .findFirst());
    }
}
