package io.slipway.mirror.apt.control;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.net.URI;
import java.net.URISyntaxException;

/** Paths that an index names, which must lead nowhere but into the archive. */
public final class ArchivePath {

    private ArchivePath() {}

    /** The path without a leading {@code ./}; one that is absolute, climbs up or holds odd characters is refused. */
    public static String checked(String path, Position where) {
        String plain = path.startsWith("./") ? path.substring(2) : path;
        if (!isSafe(plain)) {
            throw new ControlException(
                    Problem.of("the archive names a file that cannot be one of its own: '" + path + "'")
                            .at(where)
                            .because("a path must be relative, without '..', empty parts or control characters")
                            .hint("the archive is broken, or somebody means harm: tell whoever runs it"));
        }
        return plain;
    }

    /** The address of a file; the path is plain text, as an index has it. */
    public static URI address(URI archive, String path) {
        try {
            return new URI(archive.getScheme(), archive.getRawAuthority(), archive.getPath() + path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a path of an archive: " + path, e);
        }
    }

    /** Whether the path stays below the directory that it starts from. */
    public static boolean isSafe(String path) {
        if (path.isEmpty() || path.length() > 1000) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c < ' ' || c == 0x7f || c == '\\') {
                return false;
            }
            if (c == '/') {
                if (i == start || (path.charAt(start) == '.' && isDots(path, start, i))) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isDots(String path, int from, int to) {
        return to - from == 1 || (to - from == 2 && path.charAt(from + 1) == '.');
    }
}
