package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lists in {@code mirrors/} fit together: what packages start are the images that there are. */
class ShippedImagesTest {

    private static final Path MIRRORS = Path.of("../mirrors");

    private static Set<String> versions(String file, String pattern) throws IOException {
        Set<String> versions = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(Files.readString(MIRRORS.resolve(file)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(versions::add);
        return versions;
    }

    @Test
    void kubernetesIsOfOneVersionAsPackageAndAsImage() throws IOException {
        Set<String> images = versions("images.yml", "kube-(?:apiserver|controller-manager|scheduler|proxy):v(\\S+)");
        Set<String> packages = versions("dgx.yml", "kube(?:adm|ctl|let)=([0-9.]+)-");
        assertEquals(1, images.size(), images.toString());
        assertEquals(images, packages);
        String minor = images.iterator().next().replaceAll("\\.[0-9]+$", "");
        assertEquals(Set.of(minor), versions("dgx.yml", "core:/stable:/v([0-9.]+)/deb\\n"));
    }

    @Test
    void noImageIsByATagThatMoves() throws IOException {
        for (String line : Files.readAllLines(MIRRORS.resolve("images.yml"))) {
            if (line.startsWith("  - ")) {
                assertTrue(line.matches("  - [a-z0-9.]+/[a-z0-9./-]+:v?[0-9]\\S*"), line);
            }
        }
    }

    @Test
    void everyImageIsNamedOnce() throws IOException {
        List<String> lines = Files.readAllLines(MIRRORS.resolve("images.yml")).stream()
                .filter(line -> line.startsWith("  - "))
                .toList();
        assertEquals(lines.stream().distinct().toList(), lines);
    }
}
