package io.slipway.automation.module.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a module that content brings along lies, and what it may import.
 *
 * @param name without the collection
 * @param file what runs on nodes
 * @param collection {@code namespace.name} of the collection that it lies in
 * @param utilities folders called {@code module_utils}, in the order in which they are searched
 * @param collections folders with {@code ansible_collections}
 */
public record Shipped(
        String name, Path file, Optional<String> collection, List<Path> utilities, List<Path> collections) {}
