package io.slipway.mirror.oci.registry;

/**
 * How much the repositories of a kind may hold.
 *
 * @param bytes all of them together; what two of them have counts twice
 */
public record Quota(RepositoryPattern which, long bytes) {}
