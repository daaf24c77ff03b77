package io.slipway.automation.engine.lookup;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that finds values on this side. Stateless. */
@FunctionalInterface
public interface Lookup {

    /**
     * @param terms what to look for, evaluated
     * @param options given by name
     * @throws io.slipway.common.template.TemplateException without a position: who called it knows where
     */
    List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around);

    /** One that needs nothing but its terms. */
    static Lookup of(Rearrangement rearrangement) {
        return new Lookup() {
            @Override
            public List<@Nullable Object> find(
                    List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
                return rearrangement.of(terms);
            }
        };
    }

    /** What makes values out of others. */
    @FunctionalInterface
    interface Rearrangement {
        List<@Nullable Object> of(List<@Nullable Object> terms);
    }
}
