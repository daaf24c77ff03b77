package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagSelectionTest {

    @ParameterizedTest(name = "--tags ''{0}'' --skip-tags ''{1}'' on [{2}]: {3}")
    @CsvSource({
        "'', '', '', true",
        "'', '', a, true",
        "'', '', never, false",
        "'', '', 'never,a', false",
        "'a', '', 'never,a', true",
        "'never', '', never, true",
        "'a', '', '', false",
        "'a', '', b, false",
        "'a,b', '', b, true",
        "'a', '', always, true",
        "'a', always, always, false",
        "'all', '', never, false",
        "'all', '', a, true",
        "'tagged', '', '', false",
        "'tagged', '', a, true",
        "'tagged', '', never, false",
        "'untagged', '', '', true",
        "'untagged', '', a, false",
        "'untagged', '', always, true",
        "'', a, 'a,b', false",
        "'', a, b, true",
        "'', tagged, a, false",
        "'', tagged, '', true",
        "'', untagged, '', false",
        "'', all, a, false",
        "'', all, always, true",
        "'', 'all,always', always, false",
    })
    void selects(String only, String skip, String tags, boolean expected) {
        List<String> has =
                Arrays.stream(tags.split(",")).filter(tag -> !tag.isEmpty()).toList();
        assertEquals(expected, TagSelection.of(List.of(only), List.of(skip)).selects(has));
    }
}
