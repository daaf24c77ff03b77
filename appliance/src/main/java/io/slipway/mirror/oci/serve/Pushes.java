package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.RepositoryName;

/** Who wants to know what clients change in a registry. */
@FunctionalInterface
public interface Pushes {

    /**
     * Something was changed, for good.
     *
     * @param client its address
     * @param user empty for nobody in particular
     * @param method {@code PUT}, {@code POST} or {@code DELETE}
     * @param reference a tag or a digest
     * @param digest of what came or went; empty where it is not known
     */
    record Change(String client, String user, String method, RepositoryName name, String reference, String digest) {

        /** As one line of a log, whatever the client sent. */
        @Override
        public String toString() {
            String who = user.isEmpty() ? client : user + "@" + client;
            return ("registry: " + who + " " + method + " " + name + " " + reference).replaceAll("[^\\x20-\\x7e]", "?");
        }
    }

    void happened(Change change);
}
