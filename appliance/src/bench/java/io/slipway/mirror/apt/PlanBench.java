package io.slipway.mirror.apt;

import io.slipway.common.Digest;
import io.slipway.common.Position;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.closure.ClosureRequest;
import io.slipway.mirror.apt.closure.ResolveClosure;
import io.slipway.mirror.apt.closure.Universe;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Relations;
import io.slipway.mirror.apt.control.Stanza;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/**
 * How long it takes to read an index of packages and to plan a closure, and how much memory: run it with {@code -Xmx300m}, cold as a
 * sync is. Arguments: a {@code Packages} file, plain or {@code .xz}, and names of packages; or {@code --million} for an index made up
 * of a million entries, which are only read.
 */
public final class PlanBench {

    private PlanBench() {}

    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        if (arguments[0].equals("--million")) {
            long[] sum = new long[2];
            read(new Million(), each -> {
                sum[0]++;
                sum[1] += each.size();
            });
            report(sum[0] + " entries read", begin);
            return;
        }
        List<BinaryPackage> packages = new ArrayList<>();
        try (InputStream in = open(Path.of(arguments[0]))) {
            read(in, packages::add);
        }
        report(packages.size() + " packages read", begin);
        List<ClosureRequest.Item> wanted = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            Position at = Position.in("<command line>");
            wanted.add(new ClosureRequest.Item(
                    Relations.parse(arguments[i], "", at).getFirst().getFirst(), at));
        }
        Closure closure = ResolveClosure.resolve(
                new Universe("amd64", packages), new ClosureRequest(wanted, List.of(), true, true));
        report(closure.picks().size() + " packages planned", begin);
    }

    private static void read(InputStream in, java.util.function.Consumer<BinaryPackage> each) throws IOException {
        ControlReader reader = new ControlReader("Packages", in);
        URI archive = URI.create("http://archive.invalid/");
        for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
            each.accept(BinaryPackage.of(next.get(), archive));
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return new ReadAhead(file.toString().endsWith(".xz") ? new XZInputStream(in) : in);
    }

    private static void report(String what, long begin) {
        long heap = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            heap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %6.2f s   peak heap %4d MB%n",
                what,
                (System.nanoTime() - begin) / 1e9,
                heap >> 20);
    }

    /** An index of a million entries that is never in memory. */
    private static final class Million extends InputStream {

        private byte[] entry = new byte[0];
        private int at;
        private int number;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in pieces");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at == entry.length) {
                if (number == 1_000_000) {
                    return -1;
                }
                String name = "package" + number++;
                entry = ("Package: " + name + "\nVersion: 1.0-" + number + "\nArchitecture: amd64\nFilename: pool/main/p/"
                                + name + ".deb\nSize: 1000\nSHA256: "
                                + Digest.of(name.getBytes(StandardCharsets.US_ASCII)).hex()
                                + "\nDepends: libc6 (>= 2.36)\nDescription: an entry like any other\n\n")
                        .getBytes(StandardCharsets.US_ASCII);
                at = 0;
            }
            int count = Math.min(length, entry.length - at);
            System.arraycopy(entry, at, buffer, offset, count);
            at += count;
            return count;
        }
    }
}
