package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.crypto.vault.Vault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraVariablesTest {

    private static Map<String, Object> read(String... arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        ExtraVariables.read(List.of(arguments), Vault.LOCKED)
                .forEach((name, value) -> values.put(name, value.toValue()));
        return values;
    }

    @Test
    void wordsAreSplitAsAnsibleSplitsArguments() {
        assertEquals(
                Map.of("a", "1", "b", "x y", "c", "{{ d + 1 }}", "e", "f=g", "h", "x\ny"),
                read("a=1 b='x y' c={{ d + 1 }} e=f=g h=x\\ny"));
    }

    @Test
    void mappingsKeepTheirTypesAndLaterOnesWin() {
        assertEquals(Map.of("a", 2L, "b", List.of("x")), read("a=1", "{a: 2, b: [x]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"word", "a=1 word", "a='b", "a={{ b", "[1]"})
    void whatSetsNothingIsRefused(String argument) {
        assertThrows(CommandException.class, () -> read(argument));
    }
}
