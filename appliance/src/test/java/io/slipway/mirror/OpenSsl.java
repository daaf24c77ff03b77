package io.slipway.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An authority of OpenSSL's, and certificates from it: {@code ca.crt}, {@code NAME.crt} and {@code NAME.key}. */
public final class OpenSsl {

    private final Path directory;

    public OpenSsl(Path directory) throws Exception {
        this.directory = directory;
        run("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -subj /CN=pod -days 2 -out ca.crt");
    }

    public Path authority() {
        return directory.resolve("ca.crt");
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** @param key such as {@code rsa:2048} */
    public OpenSsl issue(String name, String key) throws Exception {
        Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=IP:127.0.0.1\n");
        run("req -newkey " + key + " -nodes -keyout " + name + ".key -subj /CN=" + name + " -out " + name + ".csr");
        run("x509 -req -in " + name + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile " + name
                + ".ext -out " + name + ".crt");
        Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    private void run(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
