package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleGenModuleTest {

    @TempDir
    Path temp;

    private LocaleGenModule locales;
    private Tools tools;
    private LocalNode node;
    private Calls calls;
    private Path list;

    @BeforeEach
    void aNodeThatSpeaksEnglish() throws IOException {
        list = Files.createDirectories(temp.resolve("root/etc")).resolve("locale.gen");
        Files.writeString(list, "# a comment\n# de_CH.UTF-8 UTF-8\nen_US.UTF-8 UTF-8\n# de_CH ISO-8859-1\n");
        tools = new Tools(temp).quietly("locale", "echo C; echo en_US.utf8").have("locale-gen", "");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
        locales = new LocaleGenModule(temp.resolve("root").toString());
    }

    @Test
    void aLocaleThatIsThereCostsOneExchange() {
        assertFalse(calls.run(locales, "name", "en_US.UTF-8").changed());
        assertFalse(calls.run(locales, "name", "de_CH", "state", "absent").changed());
        assertEquals(2, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void localesAreMadeAndRemoved() throws IOException {
        assertTrue(calls.check(locales, "name", "de_CH.UTF-8").changed());
        assertEquals(List.of(), tools.log());
        assertTrue(calls.run(locales, "name", "de_CH.UTF-8").changed());
        calls.run(locales, "name", "en_US.UTF-8", "state", "absent");
        assertEquals(
                "# a comment\nde_CH.UTF-8 UTF-8\n# en_US.UTF-8 UTF-8\n# de_CH ISO-8859-1\n", Files.readString(list));
        assertEquals(
                List.of("locale-gen", "locale-gen"),
                tools.log().stream().map(String::strip).toList());
    }

    @Test
    void ubuntusOwnListIsKept() throws IOException {
        Path supported = Files.createDirectories(temp.resolve("root/var/lib/locales/supported.d"));
        Files.writeString(supported.resolve("local"), "en_US.UTF-8 UTF-8\nde_CH.UTF-8 UTF-8\n");
        Files.createDirectories(temp.resolve("root/usr/share/i18n"));
        Files.writeString(temp.resolve("root/usr/share/i18n/SUPPORTED"), "en_US.UTF-8 UTF-8\nde_CH.UTF-8 UTF-8\n");
        calls.run(locales, "name", "de_CH.UTF-8");
        calls.run(locales, "name", "en_US.UTF-8", "state", "absent");
        assertEquals(List.of("locale-gen [de_CH.UTF-8]", "locale-gen [--purge]"), tools.log());
        assertEquals("de_CH.UTF-8 UTF-8\n", Files.readString(supported.resolve("local")));
    }

    @Test
    void whatNobodyKnowsIsRefused() throws IOException {
        for (String name : List.of("xx_YY.UTF-8", "$(x)_\n'", "-a", ".*_.*")) {
            assertEquals(
                    "The locale you've entered is not available on your system.", calls.failure(locales, "name", name));
        }
        Files.delete(list);
        assertTrue(calls.failure(locales, "name", "en_US.UTF-8").contains("Is the package \"locales\" installed?"));
    }
}
