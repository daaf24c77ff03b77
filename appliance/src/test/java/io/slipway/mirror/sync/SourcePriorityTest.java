package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.slipway.mirror.TestArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From which of several sources a package is taken. */
class SourcePriorityTest extends SyncStage {

    private void serve(TestArchive vendor, TestArchive distribution) {
        Map<String, byte[]> files = new TreeMap<>(vendor.files("vendor/"));
        files.putAll(distribution.files("distribution/"));
        upstream.serve(files);
    }

    private TestArchive archive(String version) {
        return new TestArchive(key).add("app", version, 1_000);
    }

    private List<String> chosen(String ofVendor, String ofDistribution, String packages) throws IOException {
        Files.writeString(directory.resolve("mirrors/test.yml"), """
                sources:
                  - {type: apt, uri: '%1$svendor', suites: [stable], components: [main], signed-by: upstream.gpg%2$s}
                  - {type: apt, uri: '%1$sdistribution', suites: [stable], components: [main], signed-by: upstream.gpg%3$s}
                packages: %4$s
                """.formatted(
                        upstream.uri(""), ofVendor, ofDistribution, packages));
        return assertInstanceOf(Outcome.Planned.class, sync(true)).plan().items().stream()
                .map(item -> item.pick().chosen().version().text())
                .toList();
    }

    @Test
    void theHigherPriorityWinsAlsoOverALaterVersion() throws IOException {
        serve(archive("1.0"), archive("2.0"));
        assertEquals(List.of("2.0"), chosen("", "", "[app]"), "without any, the later version");
        assertEquals(List.of("1.0"), chosen(", priority: 600", "", "[app]"));
        assertEquals(List.of("1.0"), chosen("", ", priority: 400", "[app]"));
        assertEquals(List.of("2.0"), chosen(", priority: 600", "", "[app=2.0]"), "what is named counts more");
    }

    @Test
    void anArchiveThatSaysSoIsOnlyForWhoNamesAVersion() throws IOException {
        serve(archive("3.0").with("NotAutomatic", "yes"), archive("2.0"));
        assertEquals(List.of("2.0"), chosen("", "", "[app]"), "as Debian's experimental");
        assertEquals(List.of("3.0"), chosen("", "", "['app (>= 3)']"));
        assertEquals(List.of("3.0"), chosen(", priority: 500", "", "[app]"), "the description has the last word");
        serve(archive("3.0").with("NotAutomatic", "yes").with("ButAutomaticUpgrades", "yes"), archive("2.0"));
        assertEquals(List.of("2.0"), chosen("", "", "[app]"), "as backports");
        assertEquals(List.of("3.0"), chosen("", ", priority: 50", "[app]"));
    }
}
