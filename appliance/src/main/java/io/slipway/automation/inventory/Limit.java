package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What {@code --limit} says. {@code @file} in it stands for the lines of a file, as runs write them for a retry.
 *
 * @param patterns host patterns that count together; none means no limit
 */
public record Limit(List<String> patterns) {

    /** @throws InventoryException naming the file that cannot be read */
    public static Limit of(Optional<String> text) {
        return new Limit(text.map(Limit::patterns).orElse(List.of()));
    }

    /**
     * Of these hosts, those that it leaves.
     *
     * @param select finds the hosts of patterns, as {@link Inventory#select(List)} does
     */
    public List<String> leaves(List<String> hosts, Function<List<String>, List<String>> select) {
        if (patterns.isEmpty()) {
            return hosts;
        }
        Set<String> chosen = Set.copyOf(select.apply(patterns));
        return hosts.stream().filter(chosen::contains).toList();
    }

    private static List<String> patterns(String limit) {
        List<String> patterns = new ArrayList<>();
        for (String part : HostPattern.split(limit)) {
            if (part.startsWith("@")) {
                patterns.addAll(lines(part.substring(1)));
            } else {
                patterns.add(part);
            }
        }
        return List.copyOf(patterns);
    }

    private static List<String> lines(String name) {
        Problem missing = Problem.of("Unable to find limit file " + name).at(Position.in(name));
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new InventoryException(missing.because("it is a folder"));
            }
            if (!Files.exists(file)) {
                throw new InventoryException(missing.because("looked at " + file.toAbsolutePath()));
            }
            return TextFile.read(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (InvalidPathException e) {
            throw new InventoryException(missing.because(e.getReason()), e);
        } catch (TextFile.UnreadableException e) {
            throw new InventoryException(e.problem(), e);
        }
    }
}
