package io.slipway.automation.module.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which pods leave a node that is drained, and what is to be said about the others. */
record Leaving(List<Pod> pods, List<String> warnings, List<String> errors) {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    record Pod(String namespace, String name, String uid) {

        static Pod of(Map<String, @Nullable Object> pod) {
            Map<String, @Nullable Object> metadata = KubeObject.map(pod.get("metadata"));
            return new Pod(
                    KubeObject.text(metadata, "namespace"),
                    KubeObject.text(metadata, "name"),
                    KubeObject.text(metadata, "uid"));
        }
    }

    static Leaving of(
            List<Map<String, @Nullable Object>> all, boolean force, boolean ignoreDaemons, boolean deleteData) {
        List<Pod> leaving = new ArrayList<>();
        List<Pod> unmanaged = new ArrayList<>();
        List<Pod> mirrors = new ArrayList<>();
        List<Pod> withData = new ArrayList<>();
        List<Pod> daemons = new ArrayList<>();
        for (Map<String, @Nullable Object> pod : all) {
            kind(pod, leaving, unmanaged, mirrors, withData, daemons).add(Pod.of(pod));
        }
        List<String> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        String managers = "ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet";
        if (!unmanaged.isEmpty() && force) {
            warnings.add("Deleting Pods not managed by " + managers + ": " + names(unmanaged));
            leaving.addAll(unmanaged);
        } else if (!unmanaged.isEmpty()) {
            errors.add("cannot delete Pods not managed by " + managers + " (use option force set to yes): "
                    + names(unmanaged));
        }
        if (!mirrors.isEmpty()) {
            warnings.add("cannot delete mirror Pods using API server: " + names(mirrors));
        }
        if (!withData.isEmpty() && deleteData) {
            warnings.add("Deleting Pods with local storage: " + names(withData));
            leaving.addAll(withData);
        } else if (!withData.isEmpty()) {
            errors.add("cannot delete Pods with local storage: " + names(withData));
        }
        if (!daemons.isEmpty() && ignoreDaemons) {
            warnings.add("Ignoring DaemonSet-managed Pods: " + names(daemons));
        } else if (!daemons.isEmpty()) {
            errors.add(
                    "cannot delete DaemonSet-managed Pods (use option ignore_daemonset set to yes): " + names(daemons));
        }
        return new Leaving(List.copyOf(leaving), List.copyOf(warnings), List.copyOf(errors));
    }

    private static List<Pod> kind(
            Map<String, @Nullable Object> pod,
            List<Pod> leaving,
            List<Pod> unmanaged,
            List<Pod> mirrors,
            List<Pod> withData,
            List<Pod> daemons) {
        Map<String, @Nullable Object> metadata = KubeObject.map(pod.get("metadata"));
        if (KubeObject.map(metadata.get("annotations")).containsKey(MIRROR)) {
            return mirrors;
        }
        if (List.of("Succeeded", "Failed").contains(KubeObject.text(KubeObject.map(pod.get("status")), "phase"))) {
            return leaving;
        }
        if (KubeObject.map(pod.get("spec")).get("volumes") instanceof List<?> volumes
                && volumes.stream().anyMatch(volume -> KubeObject.map(volume).get("emptyDir") != null)) {
            return withData;
        }
        if (!(metadata.get("ownerReferences") instanceof List<?> owners) || owners.isEmpty()) {
            return unmanaged;
        }
        return owners.stream()
                        .anyMatch(owner ->
                                KubeObject.text(KubeObject.map(owner), "kind").equals("DaemonSet"))
                ? daemons
                : leaving;
    }

    private static String names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.namespace() + "/" + pod.name()).collect(Collectors.joining(",")) + ".";
    }
}
