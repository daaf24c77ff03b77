package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IoReasonTest {

    @TempDir
    Path folder;

    static Stream<Arguments> madeUp() {
        ConnectException nameless = new ConnectException();
        nameless.initCause(new UnresolvedAddressException());
        ConnectException wrapped = new ConnectException();
        wrapped.initCause(nameless);
        return Stream.of(
                Arguments.of(wrapped, "no host has this name"),
                Arguments.of(new AccessDeniedException("/x"), "permission denied"),
                Arguments.of(new FileSystemException("/x", null, "No space left on device"), "no space left on device"),
                Arguments.of(new FileSystemException("/x", null, "Read-only file system"), "read-only file system"),
                Arguments.of(new FileSystemException("/x"), "the file system refuses it"),
                Arguments.of(new IOException("No space left on device"), "no space left on device"),
                Arguments.of(
                        new IOException("HTTP/1.1 header parser received no bytes"),
                        "HTTP/1.1 header parser received no bytes"),
                Arguments.of(new IOException(), "IOException"),
                Arguments.of(new MalformedInputException(1), "it is not UTF-8 text"),
                Arguments.of(new UnknownHostException("deb.test"), "no host has the name deb.test"),
                Arguments.of(new ConnectException(), "connection refused"),
                Arguments.of(nameless, "no host has this name"),
                Arguments.of(new EOFException(), "it ends too early"),
                Arguments.of(new ClosedChannelException(), "it was closed meanwhile"));
    }

    @ParameterizedTest
    @MethodSource("madeUp")
    void saysItInWords(IOException e, String reason) {
        assertEquals(reason, IoReason.of(e));
    }

    @Test
    void saysInWordsWhatThisSystemReports() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertReason("no such file or folder", () -> Files.readString(folder.resolve("none")));
        assertReason("it exists already", () -> Files.createFile(file));
        assertReason("the folder is not empty", () -> Files.delete(folder));
        assertReason("not a folder", () -> Files.newDirectoryStream(file).close());
        assertReason("not a directory", () -> Files.createFile(file.resolve("below")));
        assertReason("file name too long", () -> Files.createFile(folder.resolve("x".repeat(300))));
    }

    private static void assertReason(String reason, Executable doing) {
        assertEquals(reason, IoReason.of(assertThrows(IOException.class, doing)));
    }

    @Test
    void namesTheFileUnlessTheProblemDoes() {
        IOException denied = new AccessDeniedException("/x/staging");
        assertEquals("permission denied: /x/staging", IoReason.of(denied, Path.of("/x")));
        assertEquals("permission denied", IoReason.of(denied, Path.of("/x/staging")));
    }

    @Test
    void knowsWhatToDoAboutAHomeThatCannotBeWritten() {
        String choose = "choose a directory of your own with --home or SLIPWAY_HOME";
        assertEquals("run as root, or " + choose, IoReason.hintForHome(new AccessDeniedException("/x")));
        assertEquals(
                "run as root, or " + choose,
                IoReason.hintForHome(new FileSystemException("/x", null, "Read-only file system")));
        assertEquals(
                "free some, or choose another directory with --home or SLIPWAY_HOME",
                IoReason.hintForHome(new IOException("No space left on device")));
        assertEquals("", IoReason.hintForHome(new IOException("odd")));
    }
}
