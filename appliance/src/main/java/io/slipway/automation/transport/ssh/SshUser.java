package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whose connections these are, in the sense of ssh: where that user's files lie, and what surrounds the program.
 *
 * @param home of the user whose {@code ~/.ssh} is used
 * @param name as whom hosts are entered that no setting names a user for
 * @param environment of this process, of which {@code SSH_AUTH_SOCK} and what settings name counts
 * @param system the folder of what holds for all users of this machine, {@code /etc/ssh}
 * @param known further files with keys of hosts, which whoever installed those wrote; need not be there
 */
public record SshUser(Path home, String name, Map<String, String> environment, Path system, List<Path> known) {

    public SshUser {
        known = List.copyOf(known);
    }

    /** One whose connections nobody prepared. */
    public SshUser(Path home, String name, Map<String, String> environment, Path system) {
        this(home, name, environment, system, List.of());
    }

    /** Where OpenSSH keeps what holds for everybody. */
    public static final Path SYSTEM = Path.of("/etc/ssh");

    Path folder() {
        return home.resolve(".ssh");
    }

    /** {@code ~} and {@code ~/…} replaced; anything else stays. */
    String tilde(String path) {
        return path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path;
    }

    /** The number of the user as whom this process runs. */
    static int number() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** This machine's own name. */
    static String machine() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8)
                .strip();
    }
}
