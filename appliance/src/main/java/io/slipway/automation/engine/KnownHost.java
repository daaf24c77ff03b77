package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Facts;
import io.slipway.automation.engine.variables.Memory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a run has found out about one host; it lasts from play to play.
 *
 * @param foresight how many rounds of a loop it pays to begin early; see {@link LookAhead}
 */
record KnownHost(String name, Facts facts, Memory setFacts, Memory includedVars, AtomicInteger foresight) {

    /** @param injected whether its facts are variables of their own */
    static KnownHost named(String name, boolean injected) {
        return new KnownHost(
                name, new Facts(injected), new Memory(), new Memory(), new AtomicInteger(LookAhead.FARTHEST));
    }
}
