package io.slipway.common.state;

import io.slipway.common.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native part of the database driver, laid into the home once. Left alone, the driver copies it into the temporary directory at
 * every start, and a killed process leaves its copy there for ever.
 */
final class NativeLibrary {

    /** Where the driver looks first; it finds out once in a process, and helps itself where this fails. */
    private static final String SEARCHED = "org.sqlite.lib.path";

    private NativeLibrary() {}

    static void layInto(Path home) throws IOException {
        if (System.getProperty(SEARCHED) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        Path directory = home.toAbsolutePath().resolve("native").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
            try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(packed)) {
                if (in == null) {
                    return;
                }
                Files.createDirectories(directory);
                DurableFile.createPrivate(file, in.readAllBytes());
            }
        }
        System.setProperty(SEARCHED, directory.toString());
    }
}
