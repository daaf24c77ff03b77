package io.slipway.mirror.oci.sync;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.fetch.Crew;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.client.RegistryClient;
import io.slipway.mirror.oci.client.RemoteRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Finds out what each tag is: asks the registry once for each, or the lock. */
final class ResolveTags {

    private static final int AT_ONCE = 16;

    private final RegistryClient client;
    private final Optional<ImageLock> lock;

    ResolveTags(RegistryClient client, Optional<ImageLock> lock) {
        this.client = client;
        this.lock = lock;
    }

    List<Pinned> resolve(List<ImageList.Wish> wishes) {
        ConcurrentLinkedQueue<Pinned> found = new ConcurrentLinkedQueue<>();
        List<Problem> problems = new Crew(AT_ONCE).each(single(wishes), wish -> found.add(one(wish)));
        if (!problems.isEmpty()) {
            throw new ImageSyncException(problems);
        }
        return found.stream().distinct().sorted(Pinned.ORDER).toList();
    }

    /** A wish for each tag, in the order of the list. */
    private List<ImageList.Wish> single(List<ImageList.Wish> wishes) {
        Map<ImageList.Wish, List<ImageList.Wish>> each = new ConcurrentHashMap<>();
        List<Problem> problems = new Crew(AT_ONCE).each(wishes, wish -> each.put(wish, single(wish)));
        if (!problems.isEmpty()) {
            throw new ImageSyncException(problems);
        }
        return wishes.stream()
                .flatMap(wish -> each.getOrDefault(wish, List.of()).stream())
                .toList();
    }

    private List<ImageList.Wish> single(ImageList.Wish wish) {
        if (wish.tags().isEmpty()) {
            return List.of(wish);
        }
        NavigableSet<String> tags = new TreeSet<>();
        wish.tags().stream().filter(tag -> !ImageList.Wish.isPattern(tag)).forEach(tags::add);
        if (wish.tags().stream().anyMatch(ImageList.Wish::isPattern)) {
            List<String> fitting = known(wish).stream().filter(wish::takes).toList();
            if (fitting.isEmpty()) {
                throw wrong(wish, "no tag of '" + wish.name() + "' fits " + String.join(", ", wish.tags()), "");
            }
            tags.addAll(fitting);
        }
        List<ImageList.Wish> all = new ArrayList<>();
        tags.forEach(tag ->
                all.add(new ImageList.Wish(wish.name(), List.of(tag), wish.digest(), wish.platforms(), wish.at())));
        return all;
    }

    private List<String> known(ImageList.Wish wish) {
        String prefix = wish.name() + ":";
        return lock.isPresent()
                ? lock.get().digests().keySet().stream()
                        .filter(each -> each.startsWith(prefix))
                        .map(each -> each.substring(prefix.length()))
                        .toList()
                : client.repository(wish.name()).tags();
    }

    private Pinned one(ImageList.Wish wish) {
        Optional<String> tag = wish.tags().stream().findFirst();
        OciDigest digest = wish.digest().orElseGet(() -> digest(wish, tag.orElseThrow()));
        return new Pinned(wish.name(), tag, digest, wish.platforms());
    }

    private OciDigest digest(ImageList.Wish wish, String tag) {
        if (lock.isPresent()) {
            return lock.get()
                    .digest(wish.name() + ":" + tag)
                    .orElseThrow(() -> wrong(
                            wish,
                            "the lock does not have '" + wish.name() + ":" + tag + "'",
                            "sync once without --locked: that writes it"));
        }
        RemoteRepository repository = client.repository(wish.name());
        return repository
                .resolve(tag)
                .map(Descriptor::digest)
                .orElseThrow(() -> wrong(
                        wish,
                        "there is no image '" + wish.name() + ":" + tag + "'",
                        "see which tags there are; some registries say the same to those who may not see it"));
    }

    private static ImageSyncException wrong(ImageList.Wish wish, String what, String hint) {
        Position at = wish.at();
        return new ImageSyncException(Problem.of(what).at(at).hint(hint), null);
    }
}
