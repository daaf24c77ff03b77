package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Relation;
import io.slipway.mirror.apt.control.Stanza;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * How long it takes to read an index and to plan a list, once, from a cold start, and how much memory. Arguments: a {@code Packages}
 * file, plain or {@code .xz}, and the packages of the list. Start it with {@code -Xmx300m}: it must succeed.
 */
public final class PlanBench {

    private static final URI ARCHIVE = URI.create("http://archive.example.org/");

    private PlanBench() {}

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        Universe universe = new Universe("amd64");
        int count = read(Path.of(args[0]), universe);
        long read = System.nanoTime();
        List<ClosureRequest.Item> items = Stream.of(args)
                .skip(1)
                .map(name -> new ClosureRequest.Item(new Relation(name, "", null), Position.in("bench")))
                .toList();
        Closure closure = ResolveClosure.resolve(universe, new ClosureRequest(items, List.of(), true, true));
        long end = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "%d packages read in %.2f s, %d planned in %.2f s; %.2f s in all, %.2f s of processor time, peak heap %d MB%n",
                count,
                (read - start) / 1e9,
                closure.picks().size(),
                (end - read) / 1e9,
                (end - start) / 1e9,
                cpu().toNanos() / 1e9,
                peak() >> 20);
    }

    private static int read(Path file, Universe into) throws IOException {
        int count = 0;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = file.toString().endsWith(".xz") ? new XZInputStream(raw) : raw) {
            ControlReader reader = new ControlReader(file.toString(), plain);
            for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
                into.add(BinaryPackage.of(next.get(), ARCHIVE), Universe.USUAL_PRIORITY);
                count++;
            }
        }
        return count;
    }

    /** Of the whole process, its start and its compiler included. */
    private static Duration cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }

    /** The sum of what each part of the heap had at most, in bytes: never less than the true peak. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
