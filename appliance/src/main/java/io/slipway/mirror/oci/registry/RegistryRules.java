package io.slipway.mirror.oci.registry;

import java.util.List;

/**
 * What repositories take.
 *
 * @param complete where the layers of a manifest must be there before it
 */
public record RegistryRules(List<Quota> quotas, List<RepositoryPattern> complete) {

    public static final RegistryRules NONE = new RegistryRules(List.of(), List.of());

    public RegistryRules {
        quotas = List.copyOf(quotas);
        complete = List.copyOf(complete);
    }

    boolean wantsComplete(RepositoryName name) {
        return complete.stream().anyMatch(pattern -> pattern.fits(name));
    }
}
