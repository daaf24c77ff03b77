package io.slipway.mirror.oci.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    private static List<Challenge> parse(String... headers) {
        return Challenge.parse(List.of(headers));
    }

    private static Challenge bearer(String... pairs) {
        Map<String, String> parameters = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        return new Challenge("bearer", parameters);
    }

    @Test
    void theUsualForm() {
        assertEquals(
                List.of(bearer(
                        "realm", "https://auth.example.org/token",
                        "service", "registry.example.org",
                        "scope", "repository:library/a:pull,push")),
                parse("Bearer realm=\"https://auth.example.org/token\",service=\"registry.example.org\","
                        + "scope=\"repository:library/a:pull,push\""));
    }

    @Test
    void valuesWithoutQuotesMayHaveCommas() {
        assertEquals(
                List.of(bearer(
                        "realm", "https://r.example.org/proxy_auth",
                        "scope", "repository:nvidia/a:pull,push",
                        "error", "x")),
                parse("Bearer realm=https://r.example.org/proxy_auth,scope=repository:nvidia/a:pull,push,error=\"x\""));
    }

    @Test
    void severalWaysInOneLineOrInMany() {
        List<Challenge> both = List.of(bearer("realm", "https://a"), new Challenge("basic", Map.of("realm", "b, c")));
        assertEquals(both, parse("Bearer realm=\"https://a\", Basic realm=\"b, c\""));
        assertEquals(both, parse("Bearer realm=\"https://a\"", "Basic realm=\"b, c\""));
        assertEquals(both, parse("bearer  Realm = \"https://a\" ,, BASIC realm=\"b, c\""));
    }

    @Test
    void quotedQuotesAreText() {
        assertEquals(List.of(bearer("realm", "a\"b\\c")), parse("Bearer realm=\"a\\\"b\\\\c\""));
    }

    @Test
    void nonsenseEndsTheReadingWithoutHarm() {
        assertEquals(List.of(), parse("", " , ,, "));
        parse("=", "==,=", "Bearer =x", "Bearer realm=\"never closed", "Bearer realm=\"\\", "Negotiate", "\"\"");
        assertEquals(
                List.of(new Challenge("negotiate", Map.of()), bearer("realm", "x")),
                parse("Negotiate, Bearer realm=x"));
    }
}
