package io.slipway.mirror.oci.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The images of a Docker engine. */
public final class EngineImages implements AutoCloseable {

    private static final String USUAL = "unix:///var/run/docker.sock";

    private final String address;
    private final DockerClient client;

    private EngineImages(String address, DockerClient client) {
        this.address = address;
        this.client = client;
    }

    /** @param address as {@code DOCKER_HOST} has it; empty for the machine's own */
    public static EngineImages at(String address) {
        String host = address.isBlank() ? USUAL : address;
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(host))
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        return new EngineImages(host, DockerClientImpl.getInstance(config, transport));
    }

    /** The archive of an image, while the engine writes it. */
    public InputStream save(String reference) {
        try {
            client.inspectImageCmd(reference).exec();
            return client.saveImageCmd(reference).exec();
        } catch (NotFoundException e) {
            throw new EngineException(
                    Problem.of("the Docker engine at " + address + " has no image '" + reference + "'")
                            .hint("'docker images' lists those that it has"),
                    e);
        } catch (DockerException e) {
            throw refused("save '" + reference + "'", String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    /**
     * Has the engine load an archive while it is written.
     *
     * @param writer writes the whole archive; its own failure is what is thrown
     */
    public void load(Consumer<OutputStream> writer) {
        requireAnswer();
        try (Bridge bridge = Bridge.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                try (OutputStream out = bridge.out()) {
                    writer.accept(out);
                }
                return null;
            });
            load(bridge.in(), writing);
        } catch (IOException e) {
            throw refused("load the image", String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What is written at one end and read at the other. The kernel's pipe, not {@link java.io.PipedInputStream}: that takes the end of the
     * thread that wrote last for the end of writing, and an archive is written by several.
     */
    private record Bridge(InputStream in, OutputStream out) implements AutoCloseable {

        static Bridge open() throws IOException {
            Pipe pipe = Pipe.open();
            return new Bridge(Channels.newInputStream(pipe.source()), Channels.newOutputStream(pipe.sink()));
        }

        @Override
        public void close() throws IOException {
            try (in) {
                out.close();
            }
        }
    }

    private void requireAnswer() {
        try {
            client.pingCmd().exec();
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private void load(InputStream archive, Future<?> writing) throws IOException {
        try {
            client.loadImageAsyncCmd(archive).exec(new LoadImageCallback()).awaitMessage();
            archive.close();
            writing.get();
        } catch (ExecutionException e) {
            throw ownFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("load the image", "interrupted", e);
        } catch (RuntimeException e) {
            archive.close();
            throw writing.state() == Future.State.FAILED
                    ? ownFailure(new ExecutionException(writing.exceptionNow()))
                    : failed(e);
        }
    }

    private RuntimeException ownFailure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException own
                ? own
                : refused("load the image", String.valueOf(e.getCause()), e);
    }

    private EngineException failed(RuntimeException e) {
        return e instanceof DockerException
                ? refused("load the image", String.valueOf(e.getMessage()), e)
                : unreachable(e);
    }

    private EngineException refused(String what, String why, Throwable cause) {
        return new EngineException(
                Problem.of("the Docker engine at " + address + " did not " + what)
                        .because(why.strip()),
                cause);
    }

    private EngineException unreachable(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new EngineException(
                Problem.of("there is no Docker engine at " + address)
                        .because(String.valueOf(cause.getMessage()))
                        .hint("start it, or name another one with DOCKER_HOST"),
                e);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw refused("end the connection", String.valueOf(e.getMessage()), e);
        }
    }
}
