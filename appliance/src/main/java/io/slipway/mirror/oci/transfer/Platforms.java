package io.slipway.mirror.oci.transfer;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciException;
import io.slipway.mirror.oci.Platform;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which images of an index are taken. The index itself stays as it is, byte by byte, so that its digest and all signatures over it
 * hold: it then names more than is there.
 *
 * @param wanted empty for all
 */
public record Platforms(List<Platform> wanted) {

    /** What builders hang an attestation to its image by (buildkit, "Attestation storage"). */
    private static final String ABOUT = "vnd.docker.reference.digest";

    public static final Platforms ALL = new Platforms(List.of());

    public Platforms {
        wanted = List.copyOf(wanted);
    }

    /** @param what the index is of, for the message */
    public List<Descriptor> of(Manifest index, String what) {
        if (wanted.isEmpty()) {
            return index.manifests();
        }
        Set<String> chosen = index.manifests().stream()
                .filter(this::takes)
                .map(each -> each.digest().toString())
                .collect(Collectors.toSet());
        List<Descriptor> taken = index.manifests().stream()
                .filter(each -> each.platform().isEmpty()
                        || chosen.contains(each.digest().toString())
                        || chosen.contains(each.annotations().getOrDefault(ABOUT, "")))
                .toList();
        if (taken.isEmpty() && !index.manifests().isEmpty()) {
            throw new OciException(Problem.of("'" + what + "' has no image for "
                            + wanted.stream().map(Platform::toString).collect(Collectors.joining(", ")))
                    .because("it has " + offered(index)));
        }
        return taken;
    }

    private boolean takes(Descriptor each) {
        return each.platform()
                .filter(platform -> wanted.stream().anyMatch(wish -> wish.takes(platform)))
                .isPresent();
    }

    private static String offered(Manifest index) {
        return index.manifests().stream()
                .flatMap(each -> each.platform().stream())
                .filter(platform -> !platform.os().equals("unknown"))
                .map(Platform::toString)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
