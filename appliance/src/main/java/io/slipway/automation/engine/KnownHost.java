package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Facts;
import io.slipway.automation.engine.variables.Memory;

/** What a run has found out about one host; it lasts from play to play. */
record KnownHost(String name, Facts facts, Memory setFacts, Memory includedVars) {

    static KnownHost named(String name) {
        return new KnownHost(name, new Facts(), new Memory(), new Memory());
    }
}
