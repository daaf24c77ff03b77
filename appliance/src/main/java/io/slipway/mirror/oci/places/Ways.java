package io.slipway.mirror.oci.places;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.client.FromRegistry;
import io.slipway.mirror.oci.client.Registries;
import io.slipway.mirror.oci.client.RegistryClient;
import io.slipway.mirror.oci.client.ToRegistry;
import io.slipway.mirror.oci.docker.EngineImages;
import io.slipway.mirror.oci.layout.ArchiveFile;
import io.slipway.mirror.oci.layout.Dir;
import io.slipway.mirror.oci.layout.FromDockerArchive;
import io.slipway.mirror.oci.layout.FromLayout;
import io.slipway.mirror.oci.layout.StreamedTree;
import io.slipway.mirror.oci.layout.ToArchive;
import io.slipway.mirror.oci.layout.ToFolder;
import io.slipway.mirror.oci.layout.Trees;
import io.slipway.mirror.oci.pod.KeepInStore;
import io.slipway.mirror.oci.pod.PodImages;
import io.slipway.mirror.oci.pod.ToPod;
import io.slipway.mirror.oci.registry.PushedImages;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.transfer.CopyImage;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.oci.transfer.ImageTarget;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.StoreWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies images between places of every kind. One for a copy: it opens what the copy needs, and closes all of it. */
public final class Ways implements AutoCloseable {

    private final Setup setup;
    private @Nullable RegistryClient client;
    private @Nullable EngineImages engine;
    private @Nullable StoreWriter writer;

    /**
     * @param plainHttp which registries are asked over http, by their hosts
     * @param dockerHost as {@code DOCKER_HOST} has it; empty for the machine's own engine
     */
    public record Setup(
            ContentStore store,
            Fetch.Settings fetch,
            Predicate<String> plainHttp,
            String dockerHost,
            InstantSource clock,
            Progress progress) {}

    public Ways(Setup setup) {
        this.setup = setup;
    }

    /** @return what the image is known by at its new place */
    public Descriptor copy(Place from, Place to, Platforms platforms) {
        try (ImageSource source = source(from)) {
            if (to instanceof Place.Engine(Reference image)) {
                return load(source, image, platforms);
            }
            try (ImageTarget target = target(from, to)) {
                return CopyImage.copy(source, target, platforms, shown(from), setup.progress());
            }
        }
    }

    private Descriptor load(ImageSource source, Reference image, Platforms platforms) {
        Descriptor[] copied = new Descriptor[1];
        engine().load(out -> {
            try (ToArchive target = ToArchive.docker(out, "docker-daemon:" + image, Optional.of(image))) {
                copied[0] = CopyImage.copy(source, target, platforms, image.toString(), setup.progress());
            }
        });
        return copied[0];
    }

    private ImageSource source(Place from) {
        return switch (from) {
            case Place.Registry(Reference image) -> new FromRegistry(client().repository(image.name()), image.asked());
            case Place.Layout(var folder, var name) -> new FromLayout(Trees.folder(folder), name);
            case Place.OciArchive(var file, var name) -> new FromLayout(Trees.archive(file), name);
            case Place.DockerArchive(var file, var name) -> FromDockerArchive.open(Trees.archive(file), name);
            case Place.Folder(var folder) -> new Dir(folder);
            case Place.Pod(Reference image) ->
                PushedImages.source(RegistryStore.in(setup.store(), setup.clock(), new SecureRandom()), image)
                        .orElseGet(() -> new PodImages(setup.store()).source(image));
            case Place.Engine(Reference image) -> saved(image);
        };
    }

    /** What an engine saves comes as a stream, and the store is where its layers can be read again. */
    private ImageSource saved(Reference image) {
        String name = familiar(image);
        return FromDockerArchive.open(
                StreamedTree.read("docker-daemon:" + image, () -> engine().save(name), new KeepInStore(writer())),
                Optional.empty());
    }

    /** As the engine's own command line takes it. */
    private static String familiar(Reference image) {
        String name = image.name().host().equals("docker.io")
                ? image.name().repository().replaceFirst("^library/", "")
                : image.name().toString();
        return image.digest()
                .map(id -> name + "@" + id)
                .orElse(name + ":" + image.tag().orElse("latest"));
    }

    private ImageTarget target(Place from, Place to) {
        return switch (to) {
            case Place.Registry(Reference image) ->
                new ToRegistry(client().pushTo(image.name()), tag(image), neighbour(from, image.name()));
            case Place.Layout(var folder, var name) -> new ToFolder(folder, name);
            case Place.OciArchive(var file, var name) -> ArchiveFile.oci(file, name);
            case Place.DockerArchive(var file, var name) -> ArchiveFile.docker(file, name.flatMap(Reference::parse));
            case Place.Folder(var folder) -> new Dir(folder);
            case Place.Pod(Reference image) -> new ToPod(writer(), tagged(image), setup.clock());
            case Place.Engine engine -> throw new IllegalArgumentException("an engine loads a stream");
        };
    }

    private static Optional<String> tag(Reference image) {
        return image.tag().isPresent() || image.digest().isPresent() ? image.tag() : Optional.of("latest");
    }

    private static Reference tagged(Reference image) {
        return new Reference(image.name(), tag(image), image.digest());
    }

    private static Optional<ImageName> neighbour(Place from, ImageName to) {
        return from instanceof Place.Registry(Reference image)
                        && image.name().host().equals(to.host())
                        && !image.name().equals(to)
                ? Optional.of(image.name())
                : Optional.empty();
    }

    private static String shown(Place place) {
        return switch (place) {
            case Place.Registry(Reference image) -> image.toString();
            case Place.Pod(Reference image) -> image.toString();
            case Place.Engine(Reference image) -> image.toString();
            case Place.Layout(var folder, var name) ->
                folder + name.map(text -> ":" + text).orElse("");
            case Place.OciArchive(var file, var name) ->
                file + name.map(text -> ":" + text).orElse("");
            case Place.DockerArchive(var file, var name) ->
                file + name.map(text -> ":" + text).orElse("");
            case Place.Folder(var folder) -> folder.toString();
        };
    }

    /** What a source calls its image, for a place that is to have it under the same name. */
    public static Reference nameOf(Place place) {
        return switch (place) {
            case Place.Registry(Reference image) -> image;
            case Place.Engine(Reference image) -> image;
            case Place.Pod(Reference image) -> image;
            case Place.Layout(var folder, var name) -> named(place, name);
            case Place.OciArchive(var file, var name) -> named(place, name);
            case Place.DockerArchive(var file, var name) -> named(place, name);
            case Place.Folder folder -> named(place, Optional.empty());
        };
    }

    private static Reference named(Place place, Optional<String> name) {
        return name.filter(text -> text.contains("/"))
                .flatMap(Reference::parse)
                .orElseThrow(() -> new PlaceException(
                        Problem.of("it is not clear what '" + shown(place) + "' is to be called in the store")
                                .hint("say it with --as, such as --as registry.example.org/team/app:1.2")));
    }

    private RegistryClient client() {
        if (client == null) {
            client = new RegistryClient(setup.fetch(), new Registries(Map.of(), setup.plainHttp()));
        }
        return client;
    }

    private EngineImages engine() {
        if (engine == null) {
            engine = EngineImages.at(setup.dockerHost());
        }
        return engine;
    }

    private StoreWriter writer() {
        if (writer == null) {
            writer = setup.store().lock("slipway image");
        }
        return writer;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (engine != null) {
            engine.close();
        }
        if (writer != null) {
            writer.close();
        }
    }
}
