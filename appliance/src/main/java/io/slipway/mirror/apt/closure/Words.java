package io.slipway.mirror.apt.closure;

import io.slipway.mirror.apt.control.Relation;

/** In what words a package was asked for. */
final class Words {

    private Words() {}

    static String describe(Offer.Group group, Offer offer) {
        String weakly = group.strength() == Offer.Strength.RECOMMENDED ? " [recommended]" : "";
        for (Relation alternative : group.alternatives()) {
            if (alternative.name().equals(offer.chosen().name())) {
                return alternative + weakly;
            }
        }
        return offer.chosen().name() + " [as " + group.alternatives().getFirst() + "]" + weakly;
    }

    static String describe(Relation wanted, Offer offer) {
        return wanted.name().equals(offer.chosen().name())
                ? wanted.toString()
                : offer.chosen().name() + " [as " + wanted + "]";
    }
}
