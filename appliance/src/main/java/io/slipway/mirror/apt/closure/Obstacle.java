package io.slipway.mirror.apt.closure;

/** Why a package could not be taken. */
sealed interface Obstacle {

    /** Nothing satisfies what it needs, or nothing that can be taken itself. */
    record Unsatisfied(Offer.Group group) implements Obstacle {}

    /** It cannot be together with something that must stay. */
    record Conflict(Named with) implements Obstacle {}

    /** The chain of needs is longer than anybody could want. */
    record TooDeep() implements Obstacle {}
}
