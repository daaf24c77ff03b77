package io.slipway.mirror.oci.sync;

import io.slipway.mirror.oci.Descriptor;
import java.util.List;

/**
 * Which images a mirror will hold.
 *
 * @param size of all together, each layer once, in bytes
 * @param missing what of it is still to come
 */
public record ImagePlan(String mirror, List<Item> items, long size, long missing) {

    public ImagePlan {
        items = List.copyOf(items);
    }

    /**
     * @param size in bytes, with what it shares with others
     * @param missing what is still to come of it
     * @param companions how many signatures and the like come along
     */
    public record Item(Pinned image, long size, long missing, int companions) {}

    static long sum(List<Descriptor> contents) {
        return contents.stream().mapToLong(Descriptor::size).sum();
    }
}
