package io.slipway.automation.playbook;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A module that content brings along.
 *
 * @param name without the collection
 * @param file what runs on nodes
 * @param collection {@code namespace.name} of the collection that it lies in
 * @param utilities folders called {@code module_utils}, beside playbooks and in roles, in the order in which they are searched
 * @param collections folders with {@code ansible_collections}
 */
public record OwnModule(
        String name, Path file, Optional<String> collection, List<Path> utilities, List<Path> collections) {

    public OwnModule {
        utilities = List.copyOf(utilities);
        collections = List.copyOf(collections);
    }
}
