package io.slipway.cli.line;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a text of the command line is understood.
 *
 * @param read empty for a text that makes no sense
 * @param expected what a text has to be, for whoever wrote one that makes none: "is not …"
 */
public record Reading<T>(Function<String, Optional<T>> read, String expected) {

    public static final Reading<String> TEXT = new Reading<>(Optional::of, "a text");
    public static final Reading<Integer> NUMBER = new Reading<>(Reading::number, "a whole number");
    public static final Reading<Path> FILE = new Reading<>(Reading::file, "a file's name");

    public static Reading<String> oneOf(String... choices) {
        List<String> known = List.of(choices);
        return new Reading<>(
                text -> known.contains(text) ? Optional.of(text) : Optional.empty(),
                "one of " + String.join(", ", known));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
