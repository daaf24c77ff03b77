package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;
import io.slipway.mirror.apt.control.Relation;
import java.util.List;

/**
 * What somebody wants to be able to install.
 *
 * @param wanted by name, or with a version such as {@code kubelet (= 1.20.2-00)}
 * @param base what every node has already: its closure is not taken
 * @param essential whether to take all essential and required packages as well, so that a system can be bootstrapped
 * @param recommends whether to follow {@code Recommends}, where they can be had
 */
public record ClosureRequest(List<Item> wanted, List<Item> base, boolean essential, boolean recommends) {

    public ClosureRequest {
        wanted = List.copyOf(wanted);
        base = List.copyOf(base);
    }

    /** @param at where it was asked for */
    public record Item(Relation relation, Position at) {}
}
