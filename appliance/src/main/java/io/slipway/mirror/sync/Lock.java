package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.apt.control.BinaryPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which packages a sync may take: any, or exactly those that an earlier one wrote down. */
sealed interface Lock {

    Lock OPEN = new Open();

    boolean allows(BinaryPackage each);

    /** What changes when it allows something else. */
    String identity();

    /** Problems with the reason that may lie in the lock. */
    List<Problem> explained(List<Problem> problems);

    /** @throws SyncException unless this is exactly what it names */
    void check(String mirror, List<BinaryPackage> planned);

    private static String entry(BinaryPackage each) {
        return each.name() + " " + each.version() + " " + each.architecture() + " "
                + each.sha256().hex();
    }

    /** Whatever upstreams have. */
    record Open() implements Lock {
        @Override
        public boolean allows(BinaryPackage each) {
            return true;
        }

        @Override
        public String identity() {
            return "";
        }

        @Override
        public List<Problem> explained(List<Problem> problems) {
            return problems;
        }

        @Override
        public void check(String mirror, List<BinaryPackage> planned) {}
    }

    /**
     * @param file where it is written
     * @param entries {@code name version architecture sha256}
     */
    record Closed(Path file, Set<String> entries, String identity) implements Lock {

        private static final int SHOWN = 5;

        public Closed {
            entries = Set.copyOf(entries);
        }

        @Override
        public boolean allows(BinaryPackage each) {
            return entries.contains(entry(each));
        }

        @Override
        public List<Problem> explained(List<Problem> problems) {
            return problems.stream()
                    .map(problem ->
                            problem.hint("the lock '" + file + "' does not have it, or upstream has no more what the"
                                    + " lock names: sync without --locked to choose anew"))
                    .toList();
        }

        @Override
        public void check(String mirror, List<BinaryPackage> planned) {
            Set<String> more = new TreeSet<>();
            Set<String> gone = new TreeSet<>(entries);
            for (BinaryPackage each : planned) {
                if (!gone.remove(entry(each)) && !allows(each)) {
                    more.add(entry(each));
                }
            }
            if (!more.isEmpty() || !gone.isEmpty()) {
                throw new SyncException(Problem.of("'" + mirror + "' would not be what the lock '" + file + "' names")
                        .because(Stream.of(some("it lacks ", gone), some("it has ", more))
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("; ")))
                        .hint("upstream or the description has changed: sync without --locked to choose anew"));
            }
        }

        private static String some(String verb, Set<String> entries) {
            String names = entries.stream()
                    .limit(SHOWN)
                    .map(entry -> entry.substring(0, entry.lastIndexOf(' ')))
                    .collect(Collectors.joining(", "));
            int more = entries.size() - SHOWN;
            return entries.isEmpty() ? "" : verb + names + (more > 0 ? " and " + more + " more" : "");
        }
    }

    /** What identifies a lock with this text. */
    static String identity(byte[] text) {
        return Digest.of(text).hex();
    }

    /** The lock of a description, as {@link LockFile} wrote it. */
    static Lock read(MirrorDescription description, Path home) {
        Path file = LockFile.place(description, home);
        String text = text(description, home);
        Set<String> entries = new HashSet<>();
        try {
            if (Json.read(file.toString(), text) instanceof Map<?, ?> lock
                    && lock.get("packages") instanceof List<?> packages) {
                for (Object each : packages) {
                    if (each instanceof Map<?, ?> entry) {
                        entries.add(entry.get("name") + " " + entry.get("version") + " " + entry.get("architecture")
                                + " " + entry.get("sha256"));
                    }
                }
                return new Closed(file, entries, identity(text.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (JsonException e) {
            throw new SyncException(e.problems());
        }
        throw new SyncException(Problem.of("this is not a lock").at(Position.in(file.toString())));
    }

    /** The whole file. */
    static String text(Description description, Path home) {
        Path file = LockFile.place(description, home);
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new SyncException(
                    Problem.of("there is no lock of '" + description.name() + "'")
                            .because("'" + file + "' does not exist")
                            .hint("sync once without --locked: that writes it"),
                    e);
        } catch (IOException e) {
            throw new SyncException(
                    Problem.of("the lock '" + file + "' cannot be read").because(IoReason.of(e, file)), e);
        }
    }
}
