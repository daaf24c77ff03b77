package io.slipway.mirror.apt.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryPackageTest {

    private static final String GOOD = """
            Package: tree
            Version: 2.1.0-1
            Architecture: amd64
            Filename: ./pool/t/tree_1%3a2+b1 ~x.deb
            Size: 52464
            SHA256: AB
            Depends: libc6 (>= 2.34)
            """.replace("AB", "AB".repeat(32));

    private static BinaryPackage read(String text) throws IOException {
        return BinaryPackage.of(
                ControlReader.readAll("Packages", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getFirst(),
                URI.create("https://archive.example.org/core:/stable/"));
    }

    @Test
    void knowsWhatItIsAndWhereToGetIt() throws IOException {
        BinaryPackage tree = read(GOOD);
        assertEquals("tree 2.1.0-1 amd64", tree.toString());
        assertEquals("ab".repeat(32), tree.sha256().hex());
        assertEquals(
                "https://archive.example.org/core:/stable/pool/t/tree_1%253a2+b1%20~x.deb",
                tree.address().toString());
        assertEquals("[[libc6 (>= 2.34)]]", tree.relations("Depends", "amd64").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Package: tree                     | Package: ../tree
            Package: tree                     | Package: a b
            Package: tree                     | Name: tree
            Version: 2.1.0-1                  | Version: 2 1
            Architecture: amd64               | Architecture: ../amd64
            Size: 52464                       | Size: -1
            Size: 52464                       | Size: 0x10
            Size: 52464                       | Size: 12345678901234567890
            Filename: ./pool/t/               | Filename: ../../etc/
            Filename: ./pool/t/               | Filename: /etc/
            Filename: ./pool/t/               | Filename: pool/../../t/
            Filename: ./pool/t/               | Filename: pool//t/
            Filename: ./pool/t/               | Filename: pool/./t/
            Filename: ./pool/t/               | Filename: pool\\t/
            SHA256: ABAB                      | SHA256: ABAG
            SHA256: ABAB                      | MD5sum: ABAB
            """)
    void refusesTricksAndNonsense(String from, String to) {
        ControlException e = assertThrows(ControlException.class, () -> read(GOOD.replace(from, to)));
        assertEquals("Packages:1", String.valueOf(e.problem().where()));
    }
}
