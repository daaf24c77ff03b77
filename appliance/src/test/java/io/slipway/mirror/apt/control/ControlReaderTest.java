package io.slipway.mirror.apt.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlReaderTest {

    private static List<Stanza> read(String text) throws IOException {
        return ControlReader.readAll("Packages", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsParagraphsAndKnowsWhereTheyStart() throws IOException {
        List<Stanza> stanzas = read(
                "\n# a comment\nPackage: a\nVersion: 1\n\n \t\nPackage: b\nDescription: short\n long\n .\n longer\n");
        assertEquals(2, stanzas.size());
        assertEquals("Packages:3", stanzas.get(0).at().toString());
        assertEquals("Packages:7", stanzas.get(1).at().toString());
        assertEquals(Optional.of("short\n long\n .\n longer"), stanzas.get(1).field("description"));
        assertEquals(Map.of("package", "a", "version", "1"), stanzas.get(0).fields());
    }

    @Test
    void keepsTheTextOfAParagraphAsItWas() throws IOException {
        String text = "Package: a\nDescription: käse \n  indented\nTag: x,\n y\nEmpty:\n";
        Stanza stanza = read(text).getFirst();
        assertEquals(text, stanza.text());
        assertEquals(Optional.of(""), stanza.field("Empty"));
        assertEquals(Optional.empty(), stanza.field("Tags"));
        assertEquals(Optional.empty(), stanza.field("Ta"));
        assertEquals(text.replace("x,\n y", "z"), stanza.textWith("Tag", "z"));
    }

    @Test
    void doesNotNeedANewlineAtTheEnd() throws IOException {
        assertEquals(Optional.of("1"), read("Package: a\nVersion: 1").getFirst().field("Version"));
        assertEquals(List.of(), read(""));
        assertEquals(List.of(), read("\n\n"));
    }

    @Test
    void aFieldOnTheLineOfAnotherOneIsNoField() throws IOException {
        Stanza stanza = read("Description: a\n Version: 9\nVersion: 1\n").getFirst();
        assertEquals(Optional.of("1"), stanza.field("Version"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            " indented first"                | 1
            "Package: a\\nno colon here"     | 2
            "Package: a\\n: no name"         | 2
            "Package: a\\n-dash: x"          | 2
            "Package: a\\nNa me: x"          | 2
            "Package: a\\n\\n\\nN\1: x" | 4
            """)
    void saysWhereAFileIsMalformed(String text, int line) {
        String plain = text.translateEscapes();
        ControlException e = assertThrows(ControlException.class, () -> read(plain));
        assertEquals("Packages:" + line, String.valueOf(e.problem().where()));
    }

    @Test
    void aFieldThatIsThereTwiceIsRefusedWhereAllFieldsCount() throws IOException {
        Stanza stanza = read("Suite: a\nSUITE: b\n").getFirst();
        assertThrows(ControlException.class, stanza::fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", " "})
    void endlessLinesAndParagraphsAreRefused(String separator) {
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                String unit = "x: y" + separator;
                return unit.charAt((int) (at++ % unit.length()));
            }
        };
        assertThrows(ControlException.class, () -> new ControlReader("Packages", endless).next());
    }

    @Test
    void anyBytesGiveParagraphsOrAnErrorButNothingElse() {
        Random random = new Random(5);
        byte[] alphabet = "aB: \n\t#-\u00e4\u0000\r".getBytes(StandardCharsets.ISO_8859_1);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            try {
                for (Stanza stanza : ControlReader.readAll("fuzz", new ByteArrayInputStream(bytes))) {
                    stanza.field("a");
                    stanza.fields();
                }
            } catch (ControlException e) {
                refused++;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        assertTrue(refused > 0);
    }
}
