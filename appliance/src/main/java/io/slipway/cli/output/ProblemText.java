package io.slipway.cli.output;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@link Problem} as people see it: what and where, the line with a caret, why, and what to do. */
public final class ProblemText {

    private static final long MAX_SOURCE_BYTES = 4L << 20;
    private static final int MAX_LINE = 160;

    private ProblemText() {}

    public static List<String> lines(Problem problem) {
        List<String> lines = new ArrayList<>();
        lines.add("ERROR! " + problem.what());
        Position where = problem.where();
        if (where != null) {
            lines.add("  at " + where);
            lines.addAll(excerpt(where));
        }
        if (!problem.why().isEmpty()) {
            problem.why().lines().forEach(line -> lines.add("  " + line));
        }
        if (!problem.hint().isEmpty()) {
            lines.add("  hint: " + problem.hint());
        }
        return lines;
    }

    private static List<String> excerpt(Position where) {
        if (where.line() == 0) {
            return List.of();
        }
        Optional<String> line = sourceLine(where);
        if (line.isEmpty() || line.get().isBlank() || line.get().length() > MAX_LINE) {
            return List.of();
        }
        String number = String.format("%5d", where.line());
        String shown = line.get().replace('\t', ' ');
        List<String> lines = new ArrayList<>(List.of(number + " | " + shown));
        if (where.column() > 0 && where.column() <= shown.length() + 1) {
            lines.add(" ".repeat(number.length()) + " | " + " ".repeat(where.column() - 1) + "^");
        }
        return lines;
    }

    private static Optional<String> sourceLine(Position where) {
        try {
            Path file = Path.of(where.source());
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_SOURCE_BYTES) {
                return Optional.empty();
            }
            try (Stream<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()) {
                return lines.skip(where.line() - 1L).findFirst();
            }
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }
}
