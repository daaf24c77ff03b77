package io.slipway.automation.playbook;

import io.slipway.common.Position;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the loader got to a file: the imports that led there.
 *
 * @param outer the file that imported it, or {@code null} for the one that the user named
 * @param importedAt where that file does so
 */
record Trail(@Nullable Trail outer, Path file, @Nullable Position importedAt) {

    static Trail start(Path file) {
        return new Trail(null, file, null);
    }

    Trail into(Path imported, Position at) {
        return new Trail(this, imported, at);
    }

    boolean passes(Path other) {
        for (Trail at = this; at != null; at = at.outer) {
            if (same(at.file, other)) {
                return true;
            }
        }
        return false;
    }

    /** {@code imported at tasks/main.yml:3:5, imported at site.yml:7:3}; empty for the first file. */
    String explain() {
        StringBuilder text = new StringBuilder();
        for (Trail at = this; at != null && at.importedAt != null; at = at.outer) {
            text.append(text.isEmpty() ? "" : ", ").append("imported at ").append(at.importedAt);
        }
        return text.toString();
    }

    /** {@code a.yml → b.yml → a.yml}. */
    String chain(Path last) {
        StringBuilder text = new StringBuilder();
        for (Trail at = this; at != null; at = at.outer) {
            text.insert(0, at.file + " → ");
        }
        return text.append(last).toString();
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }
}
