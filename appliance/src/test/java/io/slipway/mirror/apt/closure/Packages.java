package io.slipway.mirror.apt.closure;

import io.slipway.common.Digest;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Stanza;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packages written in one line each. */
final class Packages {

    private Packages() {}

    static Universe universe(String lines) {
        return new Universe("amd64", of(lines));
    }

    /** {@code name version; Field: value; …} per line. */
    static List<BinaryPackage> of(String lines) {
        StringBuilder text = new StringBuilder();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split(";");
            String[] head = parts[0].strip().split(" ");
            text.append("Package: ").append(head[0]).append("\nVersion: ").append(head[1]);
            text.append("\nArchitecture: ").append(head.length > 2 ? head[2] : "amd64");
            text.append("\nSize: 1\nSHA256: ")
                    .append(Digest.of(line.getBytes(StandardCharsets.UTF_8)).hex());
            text.append("\nFilename: pool/").append(head[0]).append(".deb\n");
            for (int i = 1; i < parts.length; i++) {
                text.append(parts[i].strip()).append('\n');
            }
            text.append('\n');
        });
        List<BinaryPackage> packages = new ArrayList<>();
        try {
            for (Stanza stanza : ControlReader.readAll(
                    "Packages", new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)))) {
                packages.add(BinaryPackage.of(stanza, URI.create("http://archive.example.org/")));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packages;
    }
}
