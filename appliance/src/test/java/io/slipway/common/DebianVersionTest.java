package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {

    /** Groups of equal versions, in ascending order. */
    private static List<List<String>> sortedByDpkg() throws IOException {
        try (InputStream in = DebianVersionTest.class.getResourceAsStream("versions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ")))
                    .toList();
        }
    }

    @Test
    void ordersEveryPairAsDpkgDoes() throws IOException {
        List<List<String>> groups = sortedByDpkg();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < groups.size(); j++) {
                for (String a : groups.get(i)) {
                    for (String b : groups.get(j)) {
                        int order = new DebianVersion(a).compareTo(new DebianVersion(b));
                        assertEquals(Integer.compare(i, j), Integer.signum(order), a + " against " + b);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0", "1.0, 1.00, 0", "1.2, 1.10, -1", "1.0~rc1, 1.0, -1", "1.0, 1.0-1, -1", "1.0-1, 1.0-1+b1, -1",
        "1:0.1, 9.9, 1", "0:1, 1, 0", "1.0a, 1.0, 1", "1.0a, 1.0+b, -1", "1.0~~, 1.0~, -1", "2-1-3, 2-1-10, -1",
        "5.10.0-8-amd64, 5.10.0-21-amd64, -1", "12345678901234567890123, 12345678901234567890124, -1"
    })
    void whatSurprises(String a, String b, int expected) {
        DebianVersion left = new DebianVersion(a);
        DebianVersion right = new DebianVersion(b);
        assertEquals(expected, Integer.signum(left.compareTo(right)));
        assertEquals(-expected, Integer.signum(right.compareTo(left)));
    }

    @Test
    void isATotalOrder() {
        Random random = new Random(11);
        List<DebianVersion> versions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(6);
            for (int k = 0; k < length; k++) {
                text.append("0019aZ~+.-".charAt(random.nextInt(10)));
            }
            versions.add(new DebianVersion(text.toString()));
        }
        for (DebianVersion a : versions) {
            for (DebianVersion b : versions) {
                assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)), a + " " + b);
                for (DebianVersion c : versions) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                        assertTrue(a.compareTo(c) <= 0, a + " " + b + " " + c);
                    }
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoVersion() {
        for (String text : List.of("", " ", "1 2", "1/2", "a:1", ":1", "1:", "1\n", "ä", "12345678901:1")) {
            assertEquals(Optional.empty(), DebianVersion.parse(text), text);
            assertThrows(IllegalArgumentException.class, () -> new DebianVersion(text), text);
        }
        assertEquals(
                "1:2.3~rc1+dfsg-4+b5",
                DebianVersion.parse("1:2.3~rc1+dfsg-4+b5").orElseThrow().text());
    }

    @Tag("scenario")
    @Test
    void theTableIsWhatTheDpkgOfThisMachineSays() throws Exception {
        List<List<String>> groups = sortedByDpkg();
        for (int i = 1; i < groups.size(); i++) {
            String below = groups.get(i - 1).getFirst();
            for (String version : groups.get(i)) {
                assertEquals(0, dpkgSays(below, "lt", version), below + " < " + version);
                assertEquals(0, dpkgSays(version, "eq", groups.get(i).getFirst()), version);
            }
        }
    }

    private static int dpkgSays(String a, String operator, String b) throws Exception {
        return new ProcessBuilder("dpkg", "--compare-versions", a, operator, b)
                .inheritIO()
                .start()
                .waitFor();
    }
}
