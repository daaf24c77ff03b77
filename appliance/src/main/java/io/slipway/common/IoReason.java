package io.slipway.common;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** What an I/O error means, in words: the message that Java gives it is often a path and nothing else, or missing. */
public final class IoReason {

    private static final String READ_ONLY = "read-only file system";
    private static final String NO_SPACE = "no space left on device";

    private IoReason() {}

    /** The reason alone, for a problem that names the file already. */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException present -> "it exists already";
            case DirectoryNotEmptyException full -> "the folder is not empty";
            case NotDirectoryException file -> "not a folder";
            case AtomicMoveNotSupportedException other -> "it would have to move to another file system";
            case FileSystemException system when system.getReason() != null -> asWithin(system.getReason());
            case FileSystemException unsaid -> "the file system refuses it";
            case CharacterCodingException binary -> "it is not UTF-8 text";
            case UnknownHostException unknown -> "no host has the name " + unknown.getMessage();
            case NoRouteToHostException far -> "no route to the host";
            case ConnectException refused when isUnresolved(refused) -> "no host has this name";
            case ConnectException refused -> refused.getMessage() == null ? "connection refused" : message(refused);
            case EOFException end -> end.getMessage() == null ? "it ends too early" : message(end);
            case ClosedChannelException closed -> "it was closed meanwhile";
            default -> message(e);
        };
    }

    /** The reason, and the file that it is about if Java knows that. */
    public static String withFile(IOException e) {
        String file = e instanceof FileSystemException system ? system.getFile() : null;
        return file == null || file.isEmpty() ? of(e) : of(e) + ": " + file;
    }

    /** The reason, and the file that it is about unless that is the one that the problem names already. */
    public static String of(IOException e, Path named) {
        return e instanceof FileSystemException system && named.toString().equals(system.getFile())
                ? of(e)
                : withFile(e);
    }

    /** What to do when Slipway's home, or something in it, cannot be written for this reason; empty if that is hard to say. */
    public static String hintForHome(IOException e) {
        String reason = of(e);
        if (e instanceof AccessDeniedException || reason.startsWith(READ_ONLY)) {
            return "run as root, or choose a directory of your own with --home or SLIPWAY_HOME";
        }
        return reason.startsWith(NO_SPACE) ? "free some, or choose another directory with --home or SLIPWAY_HOME" : "";
    }

    /** The client of {@code java.net.http} wraps it more than once. */
    private static boolean isUnresolved(Throwable e) {
        return e instanceof UnresolvedAddressException || (e.getCause() != null && isUnresolved(e.getCause()));
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : asWithin(e.getMessage());
    }

    /** The system's own words, such as {@code No space left on device}, as they stand within a sentence. */
    private static String asWithin(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(NO_SPACE) || text.matches("[A-Z][a-z-]+( [a-z/]+)+") ? lower : text;
    }
}
