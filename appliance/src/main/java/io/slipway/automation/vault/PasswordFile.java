package io.slipway.automation.vault;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.crypto.vault.VaultPassword;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file that holds a vault password, or a program that prints one. A program whose name ends in {@code -client} (before its extension)
 * is told {@code --vault-id LABEL}.
 */
final class PasswordFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int UNKNOWN_LABEL = 2;

    private final VaultIdentity identity;
    private final Path file;
    private final Vault vault;
    private final Consumer<String> warnings;

    /** @param vault opens a password file that is encrypted itself */
    PasswordFile(VaultIdentity identity, Vault vault, Consumer<String> warnings) {
        this.identity = identity;
        this.file = path(identity.source()).toAbsolutePath().normalize();
        this.vault = vault;
        this.warnings = warnings;
    }

    private static Path path(String source) {
        return source.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), source.substring(2))
                : Path.of(source);
    }

    VaultPassword read() {
        if (!Files.exists(file)) {
            throw refused("The vault password file " + file + " was not found", "");
        }
        if (Files.isDirectory(file)) {
            throw refused("Could not read vault password file " + file, "it is a directory");
        }
        try {
            return Files.isExecutable(file) ? ofProgram() : ofFile();
        } catch (IOException e) {
            throw new VaultException(
                    Problem.of("Could not read vault password file " + file).because(IoReason.of(e)), e);
        }
    }

    private VaultPassword ofFile() throws IOException {
        warnOfReaders();
        byte[] content = limited(Files.readAllBytes(file));
        byte[] plain = trimmed(content, true);
        byte[] password = Vault.isEncrypted(plain)
                ? trimmed(vault.open(plain, Position.in(file.toString())).plain(), false)
                : plain;
        return notEmpty(password, "file");
    }

    private void warnOfReaders() throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            warnings.accept("The vault password file " + file + " can be read by everybody on this machine;"
                    + " 'chmod 600' keeps it to you");
        }
    }

    private VaultPassword ofProgram() throws IOException {
        if (!isProgram()) {
            throw refused(
                    "Problem running vault password script " + file + ". If this is not a script, remove the"
                            + " executable bit from the file.",
                    "it does not begin with #!");
        }
        boolean client = isClient();
        List<String> command = client && !identity.label().isEmpty()
                ? List.of(file.toString(), "--vault-id", identity.label())
                : List.of(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output;
        try (InputStream out = process.getInputStream()) {
            output = limited(out.readNBytes(MAX_BYTES + 1));
        }
        int status = await(process);
        if (client && status == UNKNOWN_LABEL) {
            throw refused(
                    "Vault password client script " + file + " did not find a secret for vault-id=" + identity.label(),
                    "");
        }
        if (status != 0) {
            throw refused("Vault password script " + file + " returned non-zero (" + status + ")", "");
        }
        return notEmpty(trimmed(output, false), "script");
    }

    /** Otherwise the system would take it for a shell script, and complain about the password in public. */
    private boolean isProgram() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") || start.equals("\u007fELF");
        }
    }

    private boolean isClient() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name).endsWith("-client");
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] limited(byte[] content) throws IOException {
        if (content.length > MAX_BYTES) {
            throw new IOException("it is far too large to be a password");
        }
        return content;
    }

    /** @param blanks also these, not only line ends */
    private static byte[] trimmed(byte[] text, boolean blanks) {
        int from = 0;
        int to = text.length;
        while (from < to && isTrimmed(text[from], blanks)) {
            from++;
        }
        while (to > from && isTrimmed(text[to - 1], blanks)) {
            to--;
        }
        return Arrays.copyOfRange(text, from, to);
    }

    private static boolean isTrimmed(byte c, boolean blanks) {
        return c == '\n' || c == '\r' || (blanks && (c == ' ' || (c >= '\t' && c <= '\f')));
    }

    private VaultPassword notEmpty(byte[] password, String kind) {
        if (password.length == 0) {
            throw refused("Invalid vault password was provided from " + kind + " (" + file + ")", "it is empty");
        }
        return VaultPassword.of(password);
    }

    private static VaultException refused(String what, String why) {
        return new VaultException(Problem.of(what).because(why));
    }
}
