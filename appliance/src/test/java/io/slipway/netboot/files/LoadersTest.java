package io.slipway.netboot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadersTest {

    @TempDir
    Path folder;

    private Path put(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private Loaders loaders() {
        return new Loaders(folder.resolve("own"), folder.resolve("host"));
    }

    @Test
    void theyAreTheHostsUnlessTheOperatorHasOthers() throws IOException {
        Path packaged = put("host/usr/lib/ipxe/snponly.efi");
        assertEquals(Optional.of(packaged), loaders().find("snponly.efi"));
        Path own = put("own/snponly.efi");
        assertEquals(Optional.of(own), loaders().find("snponly.efi"));
        Path arm = put("own/arm64/snponly.efi");
        assertEquals(Optional.of(arm), loaders().find("arm64/snponly.efi"));
        assertEquals(Optional.empty(), loaders().find("undionly.kpxe"));
    }

    @Test
    void everyMissingOneIsNamedWithItsPackage() throws IOException {
        put("host/usr/lib/ipxe/ipxe.efi");
        FilesException missing = assertThrows(
                FilesException.class, () -> loaders().demand(List.of("ipxe.efi", "shimx64.efi", "mine.efi")));
        assertEquals(
                List.of(
                        "the loader 'shimx64.efi' is missing (install Debian's package 'shim-signed', or put it there)",
                        "the loader 'mine.efi' is missing (put it there)"),
                missing.problems().stream()
                        .map(problem -> problem.what() + " (" + problem.hint() + ")")
                        .toList());
    }
}
