package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;
import io.slipway.mirror.apt.control.Relation;
import java.util.List;

/**
 * What somebody wants to be able to install.
 *
 * @param wanted by name, or with a version such as {@code kubelet (= 1.20.2-00)}
 * @param base what every node has already: its closure is not taken
 * @param baseSystem whether every node has what any system of the distribution has: all that is essential, required or important
 * @param essential whether to take all essential and required packages as well, so that a system can be bootstrapped
 * @param recommends whether to follow {@code Recommends}, where they can be had
 * @param kernels the kernels in use, for which everything that belongs to them is taken
 */
public record ClosureRequest(
        List<Item> wanted,
        List<Item> base,
        boolean baseSystem,
        boolean essential,
        boolean recommends,
        KernelRequest kernels) {

    public ClosureRequest {
        wanted = List.copyOf(wanted);
        base = List.copyOf(base);
    }

    public ClosureRequest(List<Item> wanted, List<Item> base, boolean essential, boolean recommends) {
        this(wanted, base, false, essential, recommends, KernelRequest.NONE);
    }

    /** Whether it asks for nothing at all. */
    public boolean isEmpty() {
        return wanted.isEmpty() && !essential && kernels.kernels().isEmpty();
    }

    /**
     * @param versions which versions come into question, {@code *} standing for anything: {@code 1.2*}; empty for all
     * @param newest how many versions to take, the newest ones; 0 for the one that apt would take
     * @param at where it was asked for
     */
    public record Item(Relation relation, String versions, int newest, Position at) {

        public Item(Relation relation, Position at) {
            this(relation, "", 0, at);
        }

        @Override
        public String toString() {
            return versions.isEmpty() ? relation.toString() : relation.name() + "=" + versions;
        }
    }

    /**
     * @param kernels releases such as {@code 6.8.0-45-generic}, or flavours such as {@code generic} for what their metapackage names
     * @param drivers branches of precompiled drivers such as {@code 550-server-open}; empty for those that the list itself brings
     */
    public record KernelRequest(List<Word> kernels, List<Word> drivers) {

        public static final KernelRequest NONE = new KernelRequest(List.of(), List.of());

        public KernelRequest {
            kernels = List.copyOf(kernels);
            drivers = List.copyOf(drivers);
        }
    }

    /** @param at where it was written */
    public record Word(String text, Position at) {}
}
