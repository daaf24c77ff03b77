package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.ModuleFailure;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which object of a cluster is meant.
 *
 * @param namespace empty for one that has none, or for that of the kubeconfig
 */
record ObjectKey(String apiVersion, String kind, String namespace, String name) {

    private static final int FIELDS = 4;

    /** @throws ModuleFailure when it has no name */
    static ObjectKey of(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> metadata = KubeObject.map(object.get("metadata"));
        String kind = KubeObject.text(object, "kind");
        if (KubeObject.text(metadata, "name").isEmpty()) {
            throw new ModuleFailure("an object of kind " + kind + " has no name; give it metadata.name");
        }
        return new ObjectKey(
                KubeObject.text(object, "apiVersion"),
                kind,
                KubeObject.text(metadata, "namespace"),
                KubeObject.text(metadata, "name"));
    }

    /** As {@link #line} wrote it. */
    static Optional<ObjectKey> read(String line) {
        String[] fields = line.split(" ", -1);
        return fields.length == FIELDS
                ? Optional.of(new ObjectKey(fields[0], fields[1], fields[2], fields[3]))
                : Optional.empty();
    }

    String line() {
        return apiVersion + " " + kind + " " + namespace + " " + name;
    }

    /** As kubectl takes it. */
    String type() {
        return Kubectl.type(kind, apiVersion);
    }

    /** Whether others need it to be there before they can be. */
    boolean comesFirst() {
        return kind.equals("Namespace") || kind.equals("CustomResourceDefinition");
    }

    /** As people name it. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
