package io.slipway.lab.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.slipway.common.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Docker engine reached through docker-java. */
public final class DockerEngine implements Engine {

    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final String address;
    private final Calls calls;
    private final DockerClient client;

    private DockerEngine(String address, DockerClient client) {
        this.address = address;
        this.calls = new Calls(address);
        this.client = client;
    }

    /**
     * Finds a running engine on this machine, or starts one that belongs to {@code home}.
     *
     * @see FindEngine
     */
    public static Engine findOrStart(Path home, Map<String, String> environment, Progress progress) {
        return FindEngine.on(home, environment, progress).orStart();
    }

    /** @param address in Docker's form, {@code unix:///…}; nothing is sent yet */
    static DockerEngine at(String address) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(address))
                .maxConnections(64)
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        return new DockerEngine(address, DockerClientImpl.getInstance(config, transport));
    }

    /** Whether it answers; the reason if it does not. */
    @Nullable
    String whyNotReady(Duration limit) {
        try {
            calls.within(limit, "answer", () -> client.pingCmd().exec());
            return null;
        } catch (EngineException e) {
            return e.problem().why();
        }
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Facts facts() {
        Info info =
                calls.within(QUICK, "describe itself", () -> client.infoCmd().exec());
        return new Facts(
                Objects.requireNonNullElse(info.getServerVersion(), "unknown"),
                "2".equals(info.getCGroupVersion()) ? 2 : 1,
                Path.of(Objects.requireNonNullElse(info.getDockerRootDir(), "/var/lib/docker")));
    }

    @Override
    public boolean hasImage(String reference) {
        return calls.within(QUICK, "look up image " + reference, () -> {
            try {
                client.inspectImageCmd(reference).exec();
                return true;
            } catch (NotFoundException absent) {
                return false;
            }
        });
    }

    @Override
    public void loadImage(String reference, Path tar) {
        calls.within(LONG, "load image " + reference, () -> {
            try (InputStream archive = ImageArchive.of(reference, tar)) {
                return client.loadImageAsyncCmd(archive)
                        .exec(new LoadImageCallback())
                        .awaitMessage();
            }
        });
    }

    @Override
    public List<String> images(String repository) {
        return calls.within(
                QUICK,
                "list images",
                () -> client.listImagesCmd().exec().stream()
                        .flatMap(image -> image.getRepoTags() == null ? Stream.empty() : Stream.of(image.getRepoTags()))
                        .filter(tag -> tag.startsWith(repository + ":"))
                        .toList());
    }

    @Override
    public void removeImage(String reference) {
        calls.within(LONG, "remove image " + reference, () -> {
            try {
                return client.removeImageCmd(reference).exec();
            } catch (NotFoundException | ConflictException kept) {
                return kept;
            }
        });
    }

    @Override
    public List<Network> networks() {
        return calls.within(
                QUICK,
                "list networks",
                () -> client.listNetworksCmd().exec().stream()
                        .map(DockerEngine::network)
                        .toList());
    }

    private static Network network(com.github.dockerjava.api.model.Network found) {
        Ipam ipam = found.getIpam();
        List<Ipam.Config> configs = ipam == null || ipam.getConfig() == null ? List.of() : ipam.getConfig();
        return new Network(
                found.getId(),
                found.getName(),
                configs.stream()
                        .map(Ipam.Config::getSubnet)
                        .filter(Objects::nonNull)
                        .toList(),
                labels(found.getLabels()));
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    @Override
    public void createNetwork(String name, String bridge, String subnet, String gateway, Map<String, String> labels) {
        calls.within(
                QUICK,
                "make network " + name + " with " + subnet,
                () -> client.createNetworkCmd()
                        .withName(name)
                        .withCheckDuplicate(true)
                        .withDriver("bridge")
                        .withIpam(new Ipam()
                                .withConfig(new Ipam.Config().withSubnet(subnet).withGateway(gateway)))
                        .withOptions(Map.of(
                                "com.docker.network.bridge.name",
                                bridge,
                                "com.docker.network.bridge.enable_ip_masquerade",
                                "false"))
                        .withLabels(labels)
                        .exec());
    }

    @Override
    public void removeNetwork(String id) {
        calls.within(QUICK, "remove network " + id, () -> {
            try {
                return client.removeNetworkCmd(id).exec();
            } catch (NotFoundException gone) {
                return gone;
            }
        });
    }

    @Override
    public List<Container> containers() {
        return calls.within(
                QUICK,
                "list containers",
                () -> client.listContainersCmd().withShowAll(true).exec().stream()
                        .map(found -> new Container(
                                found.getId(),
                                found.getNames().length == 0 ? "" : found.getNames()[0].substring(1),
                                Objects.requireNonNullElse(found.getState(), ""),
                                labels(found.getLabels())))
                        .toList());
    }

    @Override
    public String createContainer(ContainerPlan plan) {
        return calls.within(
                LONG,
                "create container " + plan.name(),
                () -> client.createContainerCmd(plan.image())
                        .withName(plan.name())
                        .withHostName(plan.hostname())
                        .withCmd(plan.command())
                        .withIpv4Address(plan.address())
                        .withLabels(plan.labels())
                        .withStopSignal(plan.stopSignal())
                        .withVolumes(plan.volumes().stream().map(Volume::new).toList())
                        .withHostConfig(hostConfig(plan))
                        .exec()
                        .getId());
    }

    /** Systemd as a container's first process makes system calls that the engine's profiles forbid. */
    private static HostConfig hostConfig(ContainerPlan plan) {
        return HostConfig.newHostConfig()
                .withNetworkMode(plan.network())
                .withCapAdd(
                        plan.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable"))
                .withTmpFs(plan.tmpfs())
                .withCgroupnsMode(plan.cgroupNamespace())
                .withBinds(plan.mounts().entrySet().stream()
                        .map(mount -> new Bind(
                                mount.getKey(),
                                new Volume(mount.getValue().target()),
                                mount.getValue().writable() ? AccessMode.rw : AccessMode.ro))
                        .toList());
    }

    @Override
    public void unpackInto(String id, byte[] tar) {
        calls.within(
                LONG,
                "unpack files into container " + id,
                () -> client.copyArchiveToContainerCmd(id)
                        .withRemotePath("/")
                        .withTarInputStream(new ByteArrayInputStream(tar))
                        .exec());
    }

    @Override
    public void start(String id) {
        calls.within(LONG, "start container " + id, () -> {
            try {
                return client.startContainerCmd(id).exec();
            } catch (NotModifiedException runs) {
                return runs;
            }
        });
    }

    @Override
    public void unpause(String id) {
        calls.within(
                QUICK,
                "unpause container " + id,
                () -> client.unpauseContainerCmd(id).exec());
    }

    @Override
    public void remove(String id) {
        calls.within(LONG, "remove container " + id, () -> {
            try {
                return client.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException gone) {
                return gone;
            }
        });
    }

    @Override
    public String logTail(String id, int lines) {
        return calls.within(
                QUICK,
                "show the log of container " + id,
                () -> client.logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(lines)
                        .exec(new Collected())
                        .text());
    }

    @Override
    public String exec(String id, String... command) {
        return calls.within(QUICK, "run " + String.join(" ", command) + " in container " + id, () -> {
            String exec = client.execCreateCmd(id)
                    .withCmd(command)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            return client.execStartCmd(exec).exec(new Collected()).text();
        });
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw calls.refused("close the connection", String.valueOf(e.getMessage()), e);
        }
    }

    /** What a command or a log printed, both streams in the order of their arrival. */
    private static final class Collected extends ResultCallback.Adapter<Frame> {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
        }

        String text() throws InterruptedException {
            awaitCompletion();
            return text.toString().strip();
        }
    }
}
