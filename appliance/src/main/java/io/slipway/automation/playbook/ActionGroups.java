package io.slipway.automation.playbook;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Groups of modules for {@code module_defaults}: those that collections define in {@code meta/runtime.yml}, and, without the collections,
 * the groups that modules of Slipway belong to. A short name means a group of {@code ansible.builtin}, which extends others.
 */
public final class ActionGroups {

    /** What the name of a group begins with in {@code module_defaults}. */
    public static final String PREFIX = "group/";

    private static final String BUILTIN = "ansible.builtin.";

    private static final Pattern FULL_NAME = Pattern.compile("\\w+\\.\\w+\\.\\w+(?:\\.\\w+)*");

    /** Members of one group: modules, and further groups; all by their full names. */
    private record Group(List<String> modules, List<String> extended) {}

    private static final Map<String, Group> KNOWN = Map.ofEntries(
            extending("acme", "community.crypto.acme"),
            extending("aws", "amazon.aws.aws", "community.aws.aws"),
            extending("azure", "azure.azcollection.azure"),
            extending("cpm", "wti.remote.cpm"),
            extending("docker", "community.general.docker", "community.docker.docker"),
            extending("gcp", "google.cloud.gcp"),
            extending("k8s", "community.kubernetes.k8s", "community.okd.k8s", "kubernetes.core.k8s"),
            extending("os", "openstack.cloud.os"),
            extending("ovirt", "ovirt.ovirt.ovirt"),
            extending("vmware", "community.vmware.vmware"),
            of("kubernetes.core", "helm", "helm helm_info helm_repository"),
            of(
                    "kubernetes.core",
                    "k8s",
                    "k8s k8s_cp k8s_drain k8s_exec k8s_info k8s_log k8s_rollback k8s_scale k8s_service"),
            of("community.kubernetes", "helm", "helm helm_info helm_repository"),
            of("community.kubernetes", "k8s", "k8s k8s_exec k8s_info k8s_log k8s_scale k8s_service"),
            of(
                    "community.crypto",
                    "acme",
                    "acme_account acme_account_info acme_certificate acme_certificate_revoke acme_inspect"),
            of(
                    "community.docker",
                    "docker",
                    "docker_compose docker_compose_v2 docker_config docker_container docker_container_copy_into"
                            + " docker_container_exec docker_container_info docker_host_info docker_image docker_image_build"
                            + " docker_image_export docker_image_info docker_image_load docker_image_pull docker_image_push"
                            + " docker_image_remove docker_image_tag docker_login docker_network docker_network_info"
                            + " docker_node docker_node_info docker_plugin docker_prune docker_secret docker_stack"
                            + " docker_stack_info docker_stack_task_info docker_swarm docker_swarm_info"
                            + " docker_swarm_service docker_swarm_service_info docker_volume docker_volume_info"));

    private final SourceFiles files;
    private final Supplier<List<Path>> collections;
    private final Map<Path, Map<String, Group>> read = new ConcurrentHashMap<>();

    /** @param collections folders with {@code ansible_collections}, by now */
    ActionGroups(SourceFiles files, Supplier<List<Path>> collections) {
        this.files = files;
        this.collections = collections;
    }

    private static Map.Entry<String, Group> extending(String name, String... groups) {
        return Map.entry(BUILTIN + name, new Group(List.of(), List.of(groups)));
    }

    private static Map.Entry<String, Group> of(String collection, String name, String modules) {
        return Map.entry(
                collection + "." + name,
                new Group(
                        Stream.of(modules.split(" "))
                                .map(module -> collection + "." + module)
                                .toList(),
                        List.of()));
    }

    /** The name with its collection. */
    public static String fullName(String name) {
        return FULL_NAME.matcher(name).matches() ? name : BUILTIN + name;
    }

    /** The modules of a group and of those that it extends, by their full names; none when there is no such group. */
    Set<String> members(String name) {
        Set<String> members = new LinkedHashSet<>();
        gather(fullName(name), members, new HashSet<>());
        return members;
    }

    private void gather(String name, Set<String> members, Set<String> met) {
        Group group = met.add(name) ? groups(collection(name)).get(name) : null;
        if (group != null) {
            members.addAll(group.modules);
            group.extended.forEach(other -> gather(other, members, met));
        }
    }

    /** What is wrong with the name of a group, if anything is. Of collections that are not there, nobody can tell. */
    Optional<Problem> objection(String name) {
        Map<String, Group> groups = groups(collection(fullName(name)));
        return groups.isEmpty() || groups.containsKey(fullName(name))
                ? Optional.empty()
                : Optional.of(Problem.of("there is no group of modules '" + name + "'")
                        .hint(NearMiss.hint(
                                name,
                                groups.keySet().stream()
                                        .map(known ->
                                                known.startsWith(BUILTIN) ? known.substring(BUILTIN.length()) : known)
                                        .toList())));
    }

    private static String collection(String fullName) {
        String[] parts = fullName.split("\\.", 3);
        return parts[0] + "." + parts[1];
    }

    private Map<String, Group> groups(String collection) {
        return collections.get().stream()
                .map(folder -> folder.resolve("ansible_collections")
                        .resolve(collection.replace('.', '/'))
                        .resolve("meta/runtime.yml"))
                .filter(file -> read.containsKey(file) || files.isFile(file))
                .findFirst()
                .map(file -> read.computeIfAbsent(file, runtime -> read(runtime, collection)))
                .orElseGet(() -> known(collection));
    }

    private static Map<String, Group> known(String collection) {
        Map<String, Group> groups = new LinkedHashMap<>();
        KNOWN.forEach((name, group) -> {
            if (collection(name).equals(collection)) {
                groups.put(name, group);
            }
        });
        return groups;
    }

    private Map<String, Group> read(Path runtime, String collection) {
        Map<String, Group> groups = new LinkedHashMap<>();
        if (YamlReader.read(runtime.toString(), files.read(runtime)) instanceof YamlNode.Mapping all
                && all.get("action_groups").orElse(null) instanceof YamlNode.Mapping named) {
            for (YamlNode.Entry entry : named.entries()) {
                groups.put(full(entry.name(), collection), group(entry.value(), collection));
            }
        }
        return groups;
    }

    private static Group group(YamlNode written, String collection) {
        List<String> modules = new ArrayList<>();
        List<String> extended = new ArrayList<>();
        for (YamlNode item : written instanceof YamlNode.Sequence list ? list.items() : List.<YamlNode>of()) {
            if (item instanceof YamlNode.Scalar module) {
                modules.add(full(module.text(), collection));
            } else if (item instanceof YamlNode.Mapping map
                    && map.get("metadata").orElse(null) instanceof YamlNode.Mapping metadata) {
                metadata.get("extend_group")
                        .ifPresent(groups -> texts(groups).forEach(group -> extended.add(full(group, collection))));
            }
        }
        return new Group(List.copyOf(modules), List.copyOf(extended));
    }

    private static Stream<String> texts(YamlNode value) {
        return (value instanceof YamlNode.Sequence list ? list.items() : List.of(value))
                .stream().filter(YamlNode.Scalar.class::isInstance).map(text -> ((YamlNode.Scalar) text).text());
    }

    private static String full(String name, String collection) {
        return FULL_NAME.matcher(name).matches() ? name : collection + "." + name;
    }
}
