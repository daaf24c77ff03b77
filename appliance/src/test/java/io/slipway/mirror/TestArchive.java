package io.slipway.mirror;

import io.slipway.common.Digest;
import io.slipway.common.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** A small signed Debian archive, made in memory: {@code path → content}. Its packages are random bytes that no dpkg would take. */
public final class TestArchive {

    private final SigningKey key;
    private final Map<String, String> stanzas = new LinkedHashMap<>();
    private final Map<String, byte[]> pool = new TreeMap<>();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private boolean byHash = true;
    private boolean flat;
    private String folder = "./";
    private final Map<String, byte[]> extras = new TreeMap<>();
    private final Map<String, UnaryOperator<byte[]>> forms =
            new LinkedHashMap<>(Map.of("", UnaryOperator.identity(), ".gz", TestArchive::gzip));

    public TestArchive(SigningKey key) {
        this.key = key;
        fields.put("Origin", "Example");
        fields.put("Date", "Sun, 22 Nov 2026 06:00:00 UTC");
        fields.put("Architectures", "amd64");
        fields.put("Components", "main");
    }

    /** @param more further fields, each a line */
    public TestArchive add(String name, String version, int size, String... more) {
        byte[] content = new byte[size];
        new Random(name.hashCode() * 31L + version.hashCode()).nextBytes(content);
        return addFile(name, version, content, more);
    }

    public TestArchive addFile(String name, String version, byte[] content, String... more) {
        String path = (flat ? folder : "pool/main/") + name + "_" + version.replace(":", "%3a") + "_amd64.deb";
        StringBuilder stanza = new StringBuilder("Package: " + name + "\nVersion: " + version
                + "\nArchitecture: amd64\n" + "Maintainer: Nobody <nobody@example.org>\nDescription: " + name + "\n");
        for (String line : more) {
            stanza.append(line).append('\n');
        }
        stanza.append("Filename: ")
                .append(path)
                .append("\nSize: ")
                .append(content.length)
                .append("\nSHA256: ");
        stanza.append(Digest.of(content).hex()).append("\n");
        stanzas.put(name + version, stanza.toString());
        pool.put(path.startsWith("./") ? path.substring(2) : path, content);
        return this;
    }

    /** An entry of the index that may say anything. */
    public TestArchive addStanza(String text) {
        stanzas.put(text, text + "\n");
        return this;
    }

    public TestArchive with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    public TestArchive withoutByHash() {
        byHash = false;
        return this;
    }

    public TestArchive flat() {
        flat = true;
        byHash = false;
        return this;
    }

    /** A flat archive whose packages lie in a folder of it. */
    public TestArchive flat(String packages) {
        folder = packages;
        return flat();
    }

    /** Another file that the Release file names, relative to it. */
    public TestArchive extra(String path, byte[] content) {
        extras.put(path, content);
        return this;
    }

    /** Another index, in two forms. */
    public TestArchive index(String path, byte[] plain) {
        return extra(path, plain).extra(path + ".gz", gzip(plain));
    }

    /** A file that nothing names but some index of the test's own. */
    public TestArchive file(String path, byte[] content) {
        pool.put(path, content);
        return this;
    }

    /** The only form in which the index of packages is there. */
    public TestArchive only(String suffix, UnaryOperator<byte[]> form) {
        forms.clear();
        forms.put(suffix, form);
        return this;
    }

    public byte[] content(String path) {
        return pool.get(path);
    }

    /** Every file of the archive. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>(pool);
        byte[] plain = String.join("\n", stanzas.values()).getBytes(StandardCharsets.UTF_8);
        String root = flat ? "" : "dists/stable/";
        String directory = flat ? "" : "main/binary-amd64/";
        StringBuilder release = new StringBuilder();
        fields.forEach((name, value) -> release.append(name + ": " + value + "\n"));
        if (byHash) {
            release.append("Acquire-By-Hash: yes\n");
        }
        release.append("SHA256:\n");
        Map<String, byte[]> indexes = new TreeMap<>(extras);
        forms.forEach((suffix, form) -> indexes.put(directory + "Packages" + suffix, form.apply(plain)));
        indexes.forEach((path, content) -> {
            release.append(" " + Digest.of(content).hex() + " " + content.length + " " + path + "\n");
            files.put(root + path, content);
            if (byHash) {
                String place = path.substring(0, path.lastIndexOf('/') + 1);
                files.put(root + place + "by-hash/SHA256/" + Digest.of(content).hex(), content);
            }
        });
        byte[] text = release.toString().getBytes(StandardCharsets.UTF_8);
        files.put(root + "InRelease", key.clearSign(release.toString()));
        files.put(root + "Release", text);
        files.put(root + "Release.gpg", key.detached(text));
        return files;
    }

    /** The same files below a directory. */
    public Map<String, byte[]> files(String below) {
        Map<String, byte[]> files = new TreeMap<>();
        files().forEach((path, content) -> files.put(below + path, content));
        return files;
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toByteArray();
    }
}
