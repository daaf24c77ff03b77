package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Position;
import java.util.Map;

/** What the oracle cannot say about addresses: its version of ansible.utils fails there, or has no bounds. */
class IpFiltersTest {

    @org.junit.jupiter.api.Test
    void anAddressIsWrittenInHexadecimal() {
        assertEquals("c0a80105", of("'192.168.1.5' | ip4_hex"));
        assertEquals("c0:a8:01:05", of("'192.168.1.5' | ansible.utils.ip4_hex(':')"));
    }

    @org.junit.jupiter.api.Test
    void networksTooLargeToListAreRefused() {
        assertThrows(TemplateException.class, () -> of("'0.0.0.0/0' | ansible.utils.usable_range"));
        assertThrows(TemplateException.class, () -> of("'::/0' | ansible.utils.usable_range"));
    }

    private static Object of(String expression) {
        return TemplateEngine.builder()
                .build()
                .parseExpression(expression, Position.in("case"))
                .evaluate(Scope.of(Map.of()));
    }
}
