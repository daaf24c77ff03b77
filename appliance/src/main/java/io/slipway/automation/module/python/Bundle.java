package io.slipway.automation.module.python;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A module with all the Python sources that it imports, as a node gets it. The same sources make the same bytes.
 *
 * @param module the name under which it runs
 * @param zip its sources
 */
record Bundle(String module, byte[] zip) {

    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** What starts a module needs this one; it brings the rest. */
    private static final String BASIC = "ansible.module_utils.basic";

    static Bundle of(Shipped own, byte[] source) {
        return new Collector(own).collect(source);
    }

    /** Follows imports. */
    private static final class Collector {

        private final Shipped own;
        private final Map<String, byte[]> files = new TreeMap<>();
        private final Deque<String> wanted = new ArrayDeque<>();

        Collector(Shipped own) {
            this.own = own;
        }

        Bundle collect(byte[] source) {
            String name = own.collection()
                            .map(collection -> "ansible_collections." + collection + ".plugins.modules.")
                            .orElse("ansible.modules.")
                    + own.name();
            take(name.replace('.', '/') + ".py", source);
            wanted.add(BASIC);
            while (!wanted.isEmpty()) {
                want(wanted.remove());
            }
            return new Bundle(name, zip());
        }

        /** A name may be a module, or something within one: then its module was wanted, too. */
        private void want(String name) {
            String path = name.replace('.', '/');
            if (files.containsKey(path + ".py") || files.containsKey(path + "/__init__.py")) {
                return;
            }
            Optional<byte[]> folder = source(path + "/__init__.py");
            if (folder.isPresent()) {
                take(path + "/__init__.py", folder.get());
                return;
            }
            source(path + ".py").ifPresent(content -> take(path + ".py", content));
        }

        private void take(String path, byte[] content) {
            files.put(path, content);
            String folder = path.substring(0, path.lastIndexOf('/'));
            wanted.addAll(Imports.in(new String(content, StandardCharsets.UTF_8), folder.replace('/', '.')));
            while (!folder.isEmpty()) {
                String init = folder + "/__init__.py";
                if (!files.containsKey(init)) {
                    byte[] found = source(init).orElse(new byte[0]);
                    files.put(init, found);
                    wanted.addAll(Imports.in(new String(found, StandardCharsets.UTF_8), folder.replace('/', '.')));
                }
                folder = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
            }
        }

        private Optional<byte[]> source(String path) {
            String shared = "ansible/module_utils/";
            Stream<Path> places = path.startsWith(shared)
                    ? own.utilities().stream().map(folder -> folder.resolve(path.substring(shared.length())))
                    : path.startsWith("ansible_collections/")
                            ? own.collections().stream().map(folder -> folder.resolve(path))
                            : Stream.empty();
            return places.filter(Files::isRegularFile)
                    .filter(file -> !path.equals(shared + "__init__.py"))
                    .findFirst()
                    .map(Collector::read)
                    .or(() -> StandIn.source(path));
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ModuleFailure(Problem.of("cannot read " + file).because(String.valueOf(e.getMessage())), e);
            }
        }

        private byte[] zip() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    entry.setTimeLocal(ALWAYS);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue());
                    zip.closeEntry();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
