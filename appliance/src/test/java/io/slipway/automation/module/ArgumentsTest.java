package io.slipway.automation.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Option.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final ModuleSpec SPEC = ModuleSpec.of("image", "For a test")
            .options(
                    Option.of("state", Type.STRING, "Whether it is there").orElse("present"),
                    Option.of("source", Type.STRING, "Where it comes from"),
                    Option.of("force", Type.BOOL, "By force").orElse(false))
            .neededIf("state", "present", "source", "force")
            .exclusive("source", "force")
            .build();

    @Test
    void aDefaultNeedsWhatTheValueWouldNeed() {
        ModuleFailure failure = assertThrows(ModuleFailure.class, () -> SPEC.check(Map.of()));
        assertTrue(
                failure.getMessage().contains("state is present but all of the following are missing: source"),
                failure.getMessage());
        assertEquals("absent", SPEC.check(Map.of("state", "absent")).string("state"));
    }

    @Test
    void aDefaultExcludesNothingAndIsAsGoodAsAValue() {
        assertEquals("here", SPEC.check(Map.of("source", "here")).string("source"));
        assertThrows(ModuleFailure.class, () -> SPEC.check(Map.of("source", "here", "force", true)));
    }
}
