package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Facts;
import io.slipway.automation.engine.variables.Memory;

/** What a run has found out about one host; it lasts from play to play. */
record KnownHost(String name, Facts facts, Memory setFacts, Memory includedVars) {

    /** @param injected whether its facts are variables of their own */
    static KnownHost named(String name, boolean injected) {
        return new KnownHost(name, new Facts(injected), new Memory(), new Memory());
    }
}
