package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "ipxe.efi, ipxe.efi",
        "/ipxe.efi, ipxe.efi",
        "//boot///x64/./shim.efi, boot/x64/shim.efi",
        "boot\\x86\\wdsnbp.com, boot/x86/wdsnbp.com",
        "grub/grub.cfg-01-aa-bb-cc-dd-ee-ff, grub/grub.cfg-01-aa-bb-cc-dd-ee-ff",
        "...., ....",
        "ipxe.efi\u00ff, ipxe.efi",
    })
    void namesOfFirmwareBecomeRelativePaths(String asked, String clean) {
        assertEquals(Optional.of(clean), FileName.clean(asked));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ".",
                "..",
                "../etc/passwd",
                "/../../etc/passwd",
                "boot/../../etc/passwd",
                "..\\..\\etc\\passwd",
                "boot\\..\\..\\etc/passwd",
                "a/..",
                "a\u0001b",
                "a\nb",
                "\u007f",
                "\u00c0\u00ae\u00c0\u00ae/etc/passwd",
                "\u00fe"
            })
    void whatLeadsUpwardsOrIsNoTextIsNoName(String asked) {
        assertEquals(Optional.empty(), FileName.clean(asked));
    }

    @Test
    void namesAreUtf8() {
        String bytes = new String("kärnel".getBytes(UTF_8), ISO_8859_1);
        assertEquals(Optional.of("kärnel"), FileName.clean(bytes));
    }

    @Test
    void whatIsReportedCannotActOnATerminal() {
        assertEquals("a?[2Jb??c", FileName.shown("a\u001b[2Jb\n\u00e4c"));
    }

    @Test
    void aNameWithoutEndIsNone() {
        assertEquals(Optional.empty(), FileName.clean("a/".repeat(1000)));
    }
}
