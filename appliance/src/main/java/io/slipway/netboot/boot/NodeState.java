package io.slipway.netboot.boot;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a node is on its way from a machine that was seen to one that works. */
public enum NodeState {
    /** It was seen, and nobody said that it is ours. */
    DISCOVERED,
    /** It is ours. */
    APPROVED,
    /** It is to be installed the next time it boots. */
    ARMED,
    /** It was given an installer. */
    BOOTING,
    /** The installer has reported. */
    INSTALLING,
    /** The installer is done. */
    INSTALLED,
    /** It was reached over SSH. */
    READY,
    /** Its installation did not come to its end. */
    FAILED,
    /** It is to boot into memory the next time, and to leave its disks alone. */
    RESCUE,
    /** It is to boot into memory the next time, and to have the disks wiped that its inventory names. */
    WIPING;

    /** What can happen to a node. */
    public enum Happening {
        APPROVED,
        ARMED,
        DISARMED,
        RESCUE_WANTED,
        WIPE_WANTED,
        WIPED,
        NOT_WIPED,
        INSTALLER_GIVEN,
        INSTALLER_BEGAN,
        INSTALLER_ENDED,
        REACHED,
        FAILED
    }

    private static final Map<NodeState, Map<Happening, NodeState>> NEXT = new EnumMap<>(NodeState.class);

    static {
        on(DISCOVERED, Map.of(Happening.APPROVED, APPROVED));
        on(APPROVED, Map.of(Happening.REACHED, READY));
        on(ARMED, Map.of(Happening.INSTALLER_GIVEN, BOOTING, Happening.DISARMED, APPROVED));
        on(
                BOOTING,
                Map.of(
                        Happening.INSTALLER_BEGAN, INSTALLING,
                        Happening.INSTALLER_ENDED, INSTALLED,
                        Happening.DISARMED, APPROVED,
                        Happening.FAILED, FAILED));
        on(INSTALLING, Map.of(Happening.INSTALLER_ENDED, INSTALLED, Happening.FAILED, FAILED));
        on(INSTALLED, Map.of(Happening.REACHED, READY, Happening.FAILED, FAILED));
        on(READY, Map.of(Happening.FAILED, FAILED));
        on(FAILED, Map.of(Happening.REACHED, READY));
        on(
                WIPING,
                Map.of(
                        Happening.WIPED, APPROVED,
                        Happening.NOT_WIPED, FAILED,
                        Happening.DISARMED, APPROVED));
        on(RESCUE, Map.of(Happening.DISARMED, APPROVED, Happening.REACHED, READY));
    }

    private static void on(NodeState state, Map<Happening, NodeState> next) {
        Map<Happening, NodeState> all = new EnumMap<>(next);
        if (state != DISCOVERED && state != INSTALLING) {
            all.putIfAbsent(Happening.ARMED, ARMED);
            all.putIfAbsent(Happening.RESCUE_WANTED, RESCUE);
            all.putIfAbsent(Happening.WIPE_WANTED, WIPING);
        }
        NEXT.put(state, all);
    }

    /** The state that follows; nothing when this cannot happen in this one. */
    public Optional<NodeState> after(Happening happening) {
        return Optional.ofNullable(NEXT.getOrDefault(this, Map.of()).get(happening));
    }

    /** As people and the database read it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<NodeState> named(String name) {
        for (NodeState state : values()) {
            if (state.toString().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
