package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code checksum} argument of {@code get_url}: {@code sha256:HEX}, or {@code sha256:URL} of a file with checksums.
 *
 * @param algorithm as {@code ALGORITHMsum} on the node knows it
 */
record UrlChecksum(String algorithm, String value) {

    private static final List<String> ALGORITHMS = List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
    private static final Pattern URL = Pattern.compile("(https?|ftp|file)://.*", Pattern.DOTALL);

    static UrlChecksum parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new ModuleFailure("The checksum parameter has to be in format <algorithm>:<checksum>");
        }
        String algorithm = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new ModuleFailure(Problem.of("unknown checksum algorithm: " + algorithm)
                    .hint("known are " + String.join(", ", ALGORITHMS)));
        }
        UrlChecksum checksum =
                new UrlChecksum(algorithm, text.substring(colon + 1).strip());
        return checksum.isUrl() ? checksum : checksum.cleaned();
    }

    boolean isUrl() {
        return URL.matcher(value).matches();
    }

    /** The checksum that a list of {@code HEX  name} lines, or a file with nothing but a checksum, gives for a file. */
    UrlChecksum from(String list, String fileName) {
        List<String> lines = list.lines().toList();
        Optional<String> found = lines.size() == 1 && lines.getFirst().strip().split("\\s+").length == 1
                ? Optional.of(lines.getFirst().strip())
                : lines.stream()
                        .map(line -> line.split(" ", 2))
                        .filter(parts -> parts.length == 2 && name(parts[1]).equals(fileName))
                        .map(parts -> parts[0])
                        .findFirst();
        return new UrlChecksum(
                        algorithm,
                        found.orElseThrow(() -> new ModuleFailure(
                                "Unable to find a checksum for file '" + fileName + "' in '" + value + "'")))
                .cleaned();
    }

    /** Without the sign for text or binary, and without a leading {@code ./}. */
    private static String name(String written) {
        String name = written.startsWith(" ") || written.startsWith("*") ? written.substring(1) : written;
        return name.replaceFirst("^[./]+", "");
    }

    private UrlChecksum cleaned() {
        String hex = value.replaceAll("\\W+", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]+")) {
            throw new ModuleFailure("The checksum format is invalid");
        }
        return new UrlChecksum(algorithm, hex);
    }

    /** Java's name of the algorithm. */
    String javaName() {
        return algorithm.equals("md5") ? "MD5" : "SHA-" + algorithm.substring(3);
    }
}
