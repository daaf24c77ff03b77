package io.slipway.mirror.serve;

import java.util.Map;

/** What kind of file a path of an archive is, by its name. */
final class MediaTypes {

    private static final Map<String, String> BY_SUFFIX = Map.of(
            "deb", "application/vnd.debian.binary-package",
            "gz", "application/gzip",
            "xz", "application/x-xz",
            "zst", "application/zstd",
            "bz2", "application/x-bzip2",
            "gpg", "application/pgp-signature");

    private MediaTypes() {}

    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return switch (name) {
            case "Release", "InRelease", "Packages" -> "text/plain; charset=utf-8";
            default -> BY_SUFFIX.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        };
    }
}
