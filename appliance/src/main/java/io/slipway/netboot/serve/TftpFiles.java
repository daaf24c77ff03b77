package io.slipway.netboot.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.netboot.files.GrubConfig;
import io.slipway.netboot.files.IpxeScript;
import io.slipway.netboot.files.Loaders;
import io.slipway.netboot.tftp.Content;
import io.slipway.netboot.tftp.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/** What is fetched over TFTP: loaders, what sends iPXE on to HTTP, and all that GRUB needs. */
final class TftpFiles implements Offer {

    private static final String GRUB = "grub/node/";
    private static final String PROFILE = "boot/profile/";

    private final Loaders loaders;
    private final Telling telling;
    private final String base;

    /** @param base where HTTP is served, such as {@code http://10.0.0.1:8080} */
    TftpFiles(Loaders loaders, Telling telling, String base) {
        this.loaders = loaders;
        this.telling = telling;
        this.base = base;
    }

    @Override
    public Optional<Content> open(String name, InetAddress client) throws IOException {
        Optional<String> text = text(name);
        if (text.isPresent()) {
            return Optional.of(Content.of(text.get().getBytes(UTF_8)));
        }
        Optional<Path> file =
                name.startsWith(PROFILE) ? telling.file(name.substring(PROFILE.length())) : loaders.find(name);
        return file.isPresent() ? Optional.of(Content.of(file.get())) : Optional.empty();
    }

    private Optional<String> text(String name) {
        return switch (name) {
            case "autoexec.ipxe", "boot.ipxe" -> Optional.of(IpxeScript.asking(base));
            case "grub/grub.cfg" -> Optional.of(GrubConfig.ASKING);
            default ->
                name.startsWith(GRUB) ? telling.grub(name.substring(GRUB.length()), base, true) : Optional.empty();
        };
    }
}
