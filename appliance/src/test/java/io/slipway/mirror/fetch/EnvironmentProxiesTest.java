package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {

    private static String select(Map<String, String> environment, String uri) {
        return new EnvironmentProxies(environment).select(URI.create(uri)).toString();
    }

    @Test
    void withoutSettingsThereIsNoProxy() {
        assertEquals("[DIRECT]", select(Map.of(), "http://archive.example.org/"));
        assertEquals("[DIRECT]", select(Map.of("http_proxy", ""), "http://archive.example.org/"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://archive.example.org/, [HTTP @ proxy.example.org/<unresolved>:3128]",
        "https://archive.example.org/, [HTTP @ secure.example.org/<unresolved>:80]",
        "http://pod.internal/, [DIRECT]",
        "http://a.pod.internal/, [DIRECT]",
        "http://notpod.internal/, [HTTP @ proxy.example.org/<unresolved>:3128]",
        "http://127.0.0.1:8080/, [DIRECT]",
    })
    void choosesBySchemeAndLeavesOutWhatIsNear(String uri, String expected) {
        Map<String, String> environment = Map.of(
                "http_proxy", "http://proxy.example.org:3128/",
                "HTTPS_PROXY", "secure.example.org",
                "no_proxy", "localhost, .pod.internal,127.0.0.1");
        assertEquals(expected, select(environment, uri));
    }
}
