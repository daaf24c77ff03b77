package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --limit} says, as host patterns. {@code @file} stands for the lines of a file, as runs write them for a retry. */
public final class Limit {

    private Limit() {}

    public static List<String> patterns(String limit) {
        List<String> patterns = new ArrayList<>();
        for (String part : HostPattern.split(limit)) {
            if (part.startsWith("@")) {
                patterns.addAll(lines(Path.of(part.substring(1))));
            } else {
                patterns.add(part);
            }
        }
        return patterns;
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InventoryException(
                    Problem.of("Unable to find limit file " + file).at(Position.in(file.toString())));
        }
        try {
            return TextFile.read(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (TextFile.UnreadableException e) {
            throw new InventoryException(e.problem(), e);
        }
    }
}
