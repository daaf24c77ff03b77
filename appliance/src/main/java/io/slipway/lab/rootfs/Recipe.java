package io.slipway.lab.rootfs;

import io.slipway.common.Digest;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that decides what a node's root file system contains.
 *
 * @param suite such as {@code bookworm}
 * @param architecture as Java names it
 * @param packages beyond apt and the essential ones
 * @param sources in deb822 format; may name hosts and must not be shown
 * @param customize the shell script that mmdebstrap runs last
 */
public record Recipe(String suite, String architecture, List<String> packages, String sources, String customize) {

    /** What a server installation has and a minimal root file system lacks. No Python: a DGX node need not have one. */
    private static final List<String> PACKAGES = List.of(
            "systemd",
            "systemd-sysv",
            "dbus",
            "openssh-server",
            "sudo",
            "iproute2",
            "iputils-ping",
            "procps",
            "kmod",
            "netbase",
            "ca-certificates");

    private static final List<String> PYTHON = List.of("python3", "python3-apt");

    public Recipe {
        packages = List.copyOf(packages);
    }

    /**
     * @param suite empty for this machine's own release
     * @param withPython for nodes on which Ansible itself is to run, to compare
     */
    public static Recipe of(String suite, boolean withPython, MachineSources machine) {
        String release = suite.isEmpty() ? machine.codename() : suite;
        List<String> packages = new ArrayList<>(PACKAGES);
        if (withPython) {
            packages.addAll(PYTHON);
        }
        return new Recipe(
                release, System.getProperty("os.arch"), packages, machine.forSuite(release), customizeScript());
    }

    /** Two recipes with the same name make the same root file system, as far as the archive stands still. */
    public String hash() {
        List<String> everything = List.of(suite, architecture, String.join(" ", packages), sources, customize);
        return Digest.of(Json.write(everything).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }

    private static String customizeScript() {
        try (InputStream in = Recipe.class.getResourceAsStream("customize.sh")) {
            if (in == null) {
                throw new AssertionError("customize.sh is part of the appliance");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("customize.sh is part of the appliance", e);
        }
    }
}
