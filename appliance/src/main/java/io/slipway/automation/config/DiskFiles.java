package io.slipway.automation.config;

import io.slipway.automation.playbook.PlaybookException;
import io.slipway.automation.playbook.SourceFiles;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Playbook files as they lie on the disk: UTF-8, bounded in size. */
public final class DiskFiles implements SourceFiles {

    private static final long MAX_BYTES = 64L * 1024 * 1024;

    @Override
    public boolean isFile(Path path) {
        return Files.isRegularFile(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<Path> list(Path directory) {
        return entries(directory, Files::isRegularFile);
    }

    @Override
    public List<Path> folders(Path directory) {
        return entries(directory, Files::isDirectory);
    }

    private static List<Path> entries(Path directory, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new PlaybookException(
                    Problem.of("cannot list this folder")
                            .at(Position.in(directory.toString()))
                            .because(reason(e)),
                    e);
        }
    }

    @Override
    public String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PlaybookException(Problem.of("this file is too large")
                        .at(Position.in(file.toString()))
                        .because("more than " + MAX_BYTES / 1024 / 1024 + " MiB"));
            }
            return decoded(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PlaybookException(
                    Problem.of("cannot read this file")
                            .at(Position.in(file.toString()))
                            .because(reason(e)),
                    e);
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            String text = decoder.decode(in).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new PlaybookException(
                    Problem.of("this file is not valid UTF-8")
                            .at(position(file, bytes, in.position()))
                            .because("byte 0x%02x cannot stand here".formatted(bytes[in.position()] & 0xff)),
                    e);
        }
    }

    private static Position position(Path file, byte[] bytes, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String before = new String(bytes, lineStart, offset - lineStart, StandardCharsets.UTF_8);
        return new Position(file.toString(), line, before.length() + 1);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "it does not exist";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
