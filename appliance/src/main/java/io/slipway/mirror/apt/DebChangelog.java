package io.slipway.mirror.apt;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What a {@code .deb} (deb(5)) has under {@code /usr/share/doc} about its changes (Debian policy section 12.7). */
final class DebChangelog {

    private static final String DATA = "data.tar";

    /** In bytes. The longest of Debian's has about 2 MB. */
    private static final int LIMIT = 32 << 20;

    /** The changes of the packaging come before those of what is packaged; packages that are Debian's own have only the latter. */
    private static final Pattern PLACE =
            Pattern.compile("(?:\\./)?usr/share/doc/[^/]+/changelog(\\.Debian(?:\\.[a-z0-9]+)??)?(\\.gz)?");

    private DebChangelog() {}

    static Optional<byte[]> in(Path deb) throws IOException {
        try (ArArchiveInputStream parts =
                new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(deb), 1 << 16))) {
            for (ArArchiveEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
                String name = part.getName().replaceFirst("/$", "");
                Optional<Compression> form =
                        name.startsWith(DATA) ? Compression.of(name.substring(DATA.length())) : Optional.empty();
                if (form.isPresent()) {
                    return in(new TarArchiveInputStream(form.get().decompress(parts)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> in(TarArchiveInputStream files) throws IOException {
        Optional<byte[]> second = Optional.empty();
        for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
            Matcher place = PLACE.matcher(file.getName());
            if (file.isFile() && place.matches() && file.getSize() <= LIMIT) {
                byte[] content = plain(files.readAllBytes(), place.group(2) != null);
                if (place.group(1) != null) {
                    return Optional.of(content);
                }
                second = Optional.of(content);
            }
        }
        return second;
    }

    private static byte[] plain(byte[] content, boolean compressed) throws IOException {
        if (!compressed) {
            return content;
        }
        try (InputStream plain = new Bounded(Compression.GZIP.decompress(new ByteArrayInputStream(content)), LIMIT)) {
            return plain.readAllBytes();
        }
    }
}
