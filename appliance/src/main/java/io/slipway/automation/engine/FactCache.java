package io.slipway.automation.engine;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps facts from run to run. */
public interface FactCache {

    /** Forgets with the run. */
    FactCache NONE = new FactCache() {
        @Override
        public Optional<Map<String, @Nullable Object>> load(String host) {
            return Optional.empty();
        }

        @Override
        public void store(String host, Map<String, @Nullable Object> facts) {
            // the run itself remembers them
        }

        @Override
        public void forget(String host) {
            // nothing is kept
        }
    };

    /**
     * The facts of a host, by the names that modules gave them; empty when none are kept, or they are too old.
     *
     * @throws EngineException when they cannot be read
     */
    Optional<Map<String, @Nullable Object>> load(String host);

    /** Keeps all that is known now. */
    void store(String host, Map<String, @Nullable Object> facts);

    void forget(String host);
}
