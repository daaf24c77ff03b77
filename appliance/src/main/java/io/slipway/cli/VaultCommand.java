package io.slipway.cli;

import io.slipway.automation.vault.ExternalEditor;
import io.slipway.automation.vault.VaultFiles;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway vault}: as {@code ansible-vault}. */
@Command(
        name = "vault",
        description = "Encrypt files and values with a password. Options, files and output are those of ansible-vault.",
        subcommands = VaultStringCommand.class,
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class VaultCommand implements Runnable {

    static final String STREAM = "-";
    private static final String ENCRYPT_ID = "which of the vault ids to encrypt with, when there are several";
    private static final String OUTPUT = "write the result here instead; - for standard output";

    final Console console;
    final Supplier<VaultAccess> access;
    final Person person;
    final SecureRandom random = new SecureRandom();
    private final InputStream in;
    private final OutputStream out;
    private final Optional<String> pager;
    private final VaultFiles files;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Who can be asked; empty when nobody is there. */
    interface Person {
        Optional<Secret> hidden(String prompt);

        Optional<Secret> shown(String prompt);
    }

    VaultCommand(
            Console console,
            Supplier<VaultAccess> access,
            Person person,
            InputStream in,
            OutputStream out,
            Optional<String> editor,
            Optional<String> pager) {
        this.console = console;
        this.access = access;
        this.person = person;
        this.in = in;
        this.out = out;
        this.pager = pager;
        this.files = new VaultFiles(random, new ExternalEditor(editor.orElse("vi"), ExternalEditor.usualWorkshop()));
    }

    @Override
    public void run() {
        throw new CommandException(Problem.of("say what to do with the vault")
                .hint("one of "
                        + String.join(", ", new TreeSet<>(spec.subcommands().keySet()))));
    }

    @Option(
            names = {"-v", "--verbose"},
            scope = CommandLine.ScopeType.INHERIT,
            description = "accepted: there is no more to say")
    void verbose(boolean[] more) {
        // as ansible-vault takes it
    }

    @Command(description = "Make a new encrypted file in the editor.", mixinStandardHelpOptions = true)
    void create(
            @Mixin VaultOptions vault,
            @Option(names = "--encrypt-vault-id", paramLabel = "ID", description = ENCRYPT_ID) @Nullable String id,
            @Parameters(paramLabel = "FILE", description = "must not exist") Path file) {
        files.create(file, access.get().encrypting(vault, id));
    }

    @Command(description = "Encrypt files in place; without files, standard input.", mixinStandardHelpOptions = true)
    void encrypt(
            @Mixin VaultOptions vault,
            @Option(names = "--encrypt-vault-id", paramLabel = "ID", description = ENCRYPT_ID) @Nullable String id,
            @Option(names = "--output", paramLabel = "FILE", description = OUTPUT) @Nullable String output,
            @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<String> given) {
        List<String> all = inputs(given, output);
        Vault.Key key = access.get().encrypting(vault, id);
        for (String file : all) {
            if (file.equals(STREAM)) {
                write(Vault.encrypt(input(), key, key.id(), random), output);
            } else if (STREAM.equals(output)) {
                write(Vault.encrypt(content(file), key, key.id(), random), output);
            } else {
                files.encrypt(Path.of(file), key, Optional.ofNullable(output).map(Path::of));
            }
        }
        succeeded("Encryption");
    }

    @Command(description = "Decrypt files in place; without files, standard input.", mixinStandardHelpOptions = true)
    void decrypt(
            @Mixin VaultOptions vault,
            @Option(names = "--output", paramLabel = "FILE", description = OUTPUT) @Nullable String output,
            @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<String> given) {
        List<String> all = inputs(given, output);
        Vault opened = access.get().demand(vault);
        for (String file : all) {
            if (file.equals(STREAM)) {
                write(opened.open(input(), Position.in("<standard input>")).plain(), output);
            } else if (STREAM.equals(output)) {
                write(files.plain(Path.of(file), opened), output);
            } else {
                files.decrypt(Path.of(file), opened, Optional.ofNullable(output).map(Path::of));
            }
        }
        succeeded("Decryption");
    }

    @Command(description = "Show what encrypted files hold.", mixinStandardHelpOptions = true)
    void view(@Mixin VaultOptions vault, @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<Path> given) {
        Vault opened = access.get().demand(vault);
        for (Path file : listed(given)) {
            String text = new String(files.plain(file, opened), StandardCharsets.UTF_8);
            String page = text.endsWith("\n") ? text : text + "\n";
            if (console.terminal()) {
                Pager.show(page, pager);
            } else {
                write(page.getBytes(StandardCharsets.UTF_8), STREAM);
            }
        }
    }

    @Command(description = "Change what encrypted files hold, in the editor.", mixinStandardHelpOptions = true)
    void edit(
            @Mixin VaultOptions vault,
            @Option(names = "--encrypt-vault-id", hidden = true) @Nullable String ignored,
            @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<Path> given) {
        Vault opened = access.get().demand(vault);
        listed(given).forEach(file -> files.edit(file, opened));
    }

    @Command(description = "Encrypt files again with another password.", mixinStandardHelpOptions = true)
    void rekey(
            @Mixin VaultOptions vault,
            @Option(names = "--encrypt-vault-id", paramLabel = "ID", description = ENCRYPT_ID) @Nullable String id,
            @Option(names = "--new-vault-id", paramLabel = "[LABEL@]SOURCE", description = "the new password") @Nullable
                    String newIdentity,
            @Option(names = "--new-vault-password-file", paramLabel = "FILE", description = "the new password's file")
                    @Nullable
                    String newFile,
            @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<Path> given) {
        if (newIdentity != null && newFile != null) {
            throw new CommandException(
                    Problem.of("--new-vault-id: not allowed with argument --new-vault-password-file"));
        }
        Vault opened = access.get().demand(vault);
        Vault.Key key = access.get().rekeying(vault.ask, newIdentity, newFile, id);
        listed(given).forEach(file -> files.rekey(file, opened, key));
        console.err().println("Rekey successful");
        console.err().flush();
    }

    private static <T> List<T> listed(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }

    private static List<String> inputs(@Nullable List<String> given, @Nullable String output) {
        List<String> all = listed(given);
        if (output != null && all.size() > 1) {
            throw new CommandException(Problem.of("At most one input file may be used with the --output option"));
        }
        return all.isEmpty() ? List.of(STREAM) : all;
    }

    /** All of standard input. */
    byte[] input() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unusable("standard input", e);
        }
    }

    private static byte[] content(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** @param output a file for its owner alone, or none or {@code -} for standard output */
    void write(byte[] content, @Nullable String output) {
        try {
            if (output == null || output.equals(STREAM)) {
                console.out().flush();
                out.write(content);
                out.flush();
            } else {
                VaultFiles.writePrivate(Path.of(output), content);
            }
        } catch (IOException e) {
            throw unusable("standard output", e);
        }
    }

    private static CommandException unusable(String what, IOException e) {
        return new CommandException(Problem.of("cannot use " + what).because(IoReason.of(e)), e);
    }

    /** Told to a person only: what is piped on is clean. */
    void succeeded(String what) {
        if (console.terminal()) {
            console.err().println(what + " successful");
            console.err().flush();
        }
    }
}
