package io.slipway.lab.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class TarTest {

    @Test
    void anotherReaderFindsNamesModesOwnersAndContents() throws IOException {
        byte[] tar = new Tar()
                .file("etc/key", 0600, 0, "secret\n")
                .file("home/a", 0644, 1000, "x".repeat(512))
                .file("empty", 0644, 0, "")
                .bytes();
        assertEquals(0, tar.length % 512);
        List<String> seen = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                seen.add("%s %o %d:%d %d %b"
                        .formatted(
                                entry.getName(),
                                entry.getMode(),
                                entry.getLongUserId(),
                                entry.getLongGroupId(),
                                content.length(),
                                entry.isCheckSumOK()));
            }
        }
        assertEquals(List.of("etc/key 600 0:0 7 true", "home/a 644 1000:1000 512 true", "empty 644 0:0 0 true"), seen);
    }

    @Test
    void aNameThatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Tar().file("x".repeat(101), 0644, 0, ""));
    }
}
