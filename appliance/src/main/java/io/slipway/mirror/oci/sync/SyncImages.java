package io.slipway.mirror.oci.sync;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Crew;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.client.Registries;
import io.slipway.mirror.oci.client.RegistryClient;
import io.slipway.mirror.oci.client.RemoteRepository;
import io.slipway.mirror.oci.pod.ImagePaths;
import io.slipway.mirror.oci.pod.OtherDigests;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Brings the images of a list up to date: looks tags up, fetches what the store lacks, each layer once, and publishes all in one step. */
public final class SyncImages {

    private static final int AT_ONCE = 16;
    private static final String LAYOUT = "images 1";

    private final StoreWriter store;
    private final OtherDigests others;
    private final ImageList list;
    private final Fetch.Settings settings;
    private final InstantSource clock;
    private final Progress progress;

    /** How it ended. */
    public sealed interface Result {

        record UpToDate(String generation) implements Result {}

        record Planned(ImagePlan plan) implements Result {}

        /** @param images with what their tags are now */
        record Published(ImagePlan plan, String generation, List<Pinned> images) implements Result {}
    }

    public SyncImages(
            StoreWriter store, ImageList list, Fetch.Settings settings, InstantSource clock, Progress progress) {
        this.store = store;
        this.others = new OtherDigests(store).knowing(store.store().current(list.name()));
        this.list = list;
        this.settings = settings.with(list.manners());
        this.clock = clock;
        this.progress = progress;
    }

    /** @param lock what tags are, instead of what the registries say now */
    public Result run(boolean planOnly, Optional<ImageLock> lock) {
        try (RegistryClient client = new RegistryClient(settings, new Registries(list.registries(), host -> false))) {
            List<Pinned> images = new ResolveTags(client, lock).resolve(list.images());
            String inputs = inputs(images);
            Optional<Generation> current = store.store().current(list.name());
            if (!planOnly && current.filter(each -> isStillGood(each, inputs)).isPresent()) {
                store.confirm(list.name());
                return new Result.UpToDate(store.store().currentId(list.name()).orElseThrow());
            }
            List<CollectImage.Collected> collected = collect(client, images);
            ImagePlan plan = plan(collected);
            if (planOnly) {
                return new Result.Planned(plan);
            }
            List<Wanted> wanted = wanted(client, collected);
            Map<Descriptor, RemoteRepository> nameless = nameless(client, collected);
            store.makeRoom(list.name(), wanted.stream().map(Wanted::content).toList(), others.room(nameless.keySet()));
            client.fetch().intoStore(store, wanted, "fetch images for " + list.name(), progress);
            fetchOthers(nameless);
            String generation = publish(collected, inputs);
            others.published();
            return new Result.Published(plan, generation, images);
        }
    }

    /** A digest over everything that decides what is published. */
    private String inputs(List<Pinned> images) {
        String all = LAYOUT + "\n" + list.text() + "\n"
                + images.stream()
                        .map(each -> each.shown() + " " + each.digest())
                        .collect(Collectors.joining("\n"));
        return Digest.of(all.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private boolean isStillGood(Generation generation, String inputs) {
        return inputs.equals(generation.notes().get("inputs"))
                && generation.served().values().stream().distinct().allMatch(store.store()::has);
    }

    private List<CollectImage.Collected> collect(RegistryClient client, List<Pinned> images) {
        ConcurrentLinkedQueue<CollectImage.Collected> found = new ConcurrentLinkedQueue<>();
        try (Progress.Step step =
                progress.begin("read manifests for " + list.name(), images.size(), Progress.Unit.ITEMS)) {
            List<Problem> problems = new Crew(AT_ONCE).each(images, image -> {
                RemoteRepository repository = client.repository(image.name());
                found.add(CollectImage.collect(store, others, repository, image, list.signatures()));
                step.advance(1);
            });
            if (!problems.isEmpty()) {
                throw new ImageSyncException(problems);
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(CollectImage.Collected::image, Pinned.ORDER))
                .toList();
    }

    private ImagePlan plan(List<CollectImage.Collected> collected) {
        List<ImagePlan.Item> items = new ArrayList<>();
        List<Descriptor> all = new ArrayList<>();
        for (CollectImage.Collected each : collected) {
            List<Descriptor> contents = each.contents();
            items.add(new ImagePlan.Item(
                    each.image(), ImagePlan.sum(contents), ImagePlan.sum(missing(contents)), each.companions()));
            all.addAll(contents);
        }
        List<Descriptor> distinct = all.stream().distinct().toList();
        return new ImagePlan(list.name(), items, ImagePlan.sum(distinct), ImagePlan.sum(missing(distinct)));
    }

    private List<Descriptor> missing(List<Descriptor> contents) {
        return contents.stream().filter(each -> !others.has(each)).toList();
    }

    /** Each content once, with all the places that have it. */
    private static List<Wanted> wanted(RegistryClient client, List<CollectImage.Collected> collected) {
        Map<Generation.Entry, List<URI>> places = new LinkedHashMap<>();
        for (CollectImage.Collected each : collected) {
            RemoteRepository repository = client.repository(each.image().name());
            each.blobs().values().stream()
                    .filter(blob -> blob.digest().isSha256())
                    .forEach(blob -> {
                        List<URI> known = places.computeIfAbsent(ImagePaths.entry(blob), key -> new ArrayList<>());
                        URI place = repository.blob(blob.digest());
                        if (!known.contains(place)) {
                            known.add(place);
                        }
                    });
        }
        return places.entrySet().stream()
                .map(each -> new Wanted(each.getValue(), each.getKey(), false))
                .toList();
    }

    /** What is not known by SHA-256, and where each is. */
    private Map<Descriptor, RemoteRepository> nameless(RegistryClient client, List<CollectImage.Collected> collected) {
        Map<Descriptor, RemoteRepository> missing = new LinkedHashMap<>();
        for (CollectImage.Collected each : collected) {
            RemoteRepository repository = client.repository(each.image().name());
            each.blobs().values().stream()
                    .filter(blob -> !blob.digest().isSha256())
                    .map(blob -> new Descriptor("", blob.digest(), blob.size()))
                    .filter(blob -> !others.has(blob))
                    .forEach(blob -> missing.putIfAbsent(blob, repository));
        }
        return missing;
    }

    private void fetchOthers(Map<Descriptor, RemoteRepository> missing) {
        if (missing.isEmpty()) {
            return;
        }
        String what = "fetch by SHA-512 for " + list.name();
        try (Progress.Step step = progress.begin(what, missing.size(), Progress.Unit.ITEMS)) {
            List<Problem> problems = new Crew(settings.parallel()).each(missing.entrySet(), each -> {
                Descriptor blob = each.getKey();
                others.put(blob, offset -> each.getValue().open(blob, offset));
                step.advance(1);
            });
            if (!problems.isEmpty()) {
                throw new ImageSyncException(problems);
            }
        }
    }

    private String publish(List<CollectImage.Collected> collected, String inputs) {
        PublishImages publish = new PublishImages(others);
        collected.forEach(publish::add);
        return store.publish(Generation.of(
                list.name(),
                clock.instant(),
                Map.of("inputs", inputs, ImagePaths.NOTE, "1"),
                publish.served(),
                Map.of()));
    }
}
