package io.slipway.lab.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lab asks of a container engine. Every call is bounded in time, and every failure is an {@link EngineException} that
 * names the engine.
 */
public interface Engine extends AutoCloseable {

    /** The address in Docker's form, such as {@code unix:///var/run/docker.sock}. */
    String address();

    Facts facts();

    boolean hasImage(String reference);

    /** Makes an image of one layer from an uncompressed tar of a root file system. */
    void loadImage(String reference, Path tar);

    /** The images of a repository, as {@code repository:tag}. */
    List<String> images(String repository);

    /** Removes an image; leaves it if a container still needs it or if it is not there. */
    void removeImage(String reference);

    List<Network> networks();

    /** Makes a bridge network on which nothing is translated, so that nodes reach this machine and each other only. */
    void createNetwork(String name, String bridge, String subnet, String gateway, Map<String, String> labels);

    void removeNetwork(String id);

    /** All containers, running or not. */
    List<Container> containers();

    /** Makes a container and leaves it unstarted. */
    String createContainer(ContainerPlan plan);

    /** Unpacks a tar at the root of a container's file system. */
    void unpackInto(String id, byte[] tar);

    void start(String id);

    void unpause(String id);

    /** Kills and removes a container with its anonymous volumes; it is fine if it is gone already. */
    void remove(String id);

    /** The last lines that a container's first process wrote. */
    String logTail(String id, int lines);

    /** Runs a command in a container and gives what it printed, whatever its exit status. */
    String exec(String id, String... command);

    @Override
    void close();

    /**
     * @param version as the engine says it
     * @param cgroups 1 or 2
     * @param dataRoot where it keeps images and containers
     */
    record Facts(String version, int cgroups, Path dataRoot) {}

    /** @param subnets in CIDR form */
    record Network(String id, String name, List<String> subnets, Map<String, String> labels) {}

    /** @param state as the engine says it: {@code created}, {@code running}, {@code paused}, {@code exited}, {@code dead} … */
    record Container(String id, String name, String state, Map<String, String> labels) {

        public boolean running() {
            return state.equals("running");
        }
    }

    /**
     * @param capabilities beyond the engine's default ones, without {@code CAP_}
     * @param tmpfs mount point to options
     * @param mounts directory of this machine to place in the container
     * @param volumes mount points of anonymous volumes
     */
    record ContainerPlan(
            String name,
            String hostname,
            String image,
            List<String> command,
            String network,
            String address,
            Map<String, String> labels,
            List<String> capabilities,
            Map<String, String> tmpfs,
            Map<String, Mount> mounts,
            List<String> volumes,
            String cgroupNamespace,
            String stopSignal) {}

    record Mount(String target, boolean writable) {}

    /** The network with this name. */
    default Optional<Network> network(String name) {
        return networks().stream()
                .filter(network -> network.name().equals(name))
                .findFirst();
    }
}
