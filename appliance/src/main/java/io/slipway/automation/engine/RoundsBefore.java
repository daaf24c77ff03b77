package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Variables;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of a loop before one have set, for that one to see.
 *
 * @param registered the name of what each round sets anew
 */
record RoundsBefore(Map<String, @Nullable Object> set, Optional<String> registered, Asking asking) implements Layer {

    @Override
    public @Nullable Object find(String name, Variables variables) {
        if (registered.filter(name::equals).isPresent() && !asking.inTurn()) {
            return ABSENT;
        }
        return set.containsKey(name) ? set.get(name) : ABSENT;
    }

    @Override
    public Set<String> names() {
        return set.keySet();
    }
}
