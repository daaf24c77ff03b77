package io.slipway.cli;

import io.slipway.automation.vault.ExternalEditor;
import io.slipway.automation.vault.VaultFiles;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
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
import java.util.function.Supplier;

/** {@code slipway vault}: as {@code ansible-vault}. */
final class VaultCommand implements Command {

    static final String STREAM = "-";
    private static final Optional<String> TO_STREAM = Optional.of(STREAM);

    final Console console;
    final Supplier<VaultAccess> access;
    final Person person;
    final SecureRandom random = new SecureRandom();
    private final InputStream in;
    private final OutputStream out;
    private final Optional<String> pager;
    private final VaultFiles files;

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
    public Action declare(Syntax syntax) {
        syntax.flag("-v, --verbose", "accepted: there is no more to say");
        syntax.command("create", "Make a new encrypted file in the editor.", this::create);
        syntax.command("decrypt", "Decrypt files in place; without files, standard input.", this::decrypt);
        syntax.command("edit", "Change what encrypted files hold, in the editor.", this::edit);
        syntax.command("encrypt", "Encrypt files in place; without files, standard input.", this::encrypt);
        syntax.command(
                "encrypt_string, encrypt-string",
                "Encrypt texts, to be pasted into a file with variables.",
                its -> new VaultStringCommand(its, this));
        syntax.command("rekey", "Encrypt files again with another password.", this::rekey);
        syntax.command("view", "Show what encrypted files hold.", this::view);
        return () -> {
            throw new CommandException(Problem.of("say what to do with the vault")
                    .hint("one of create, decrypt, edit, encrypt, encrypt_string, rekey, view"));
        };
    }

    static Given<String> encryptId(Syntax syntax) {
        return syntax.option(
                "--encrypt-vault-id", "ID", "which of the vault ids to encrypt with, when there are several");
    }

    private static Given<String> output(Syntax syntax) {
        return syntax.option("--output", "FILE", "write the result here instead; - for standard output");
    }

    private Action create(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        Given<String> id = encryptId(syntax);
        Given<Path> file = syntax.operand("FILE", Reading.FILE, "must not exist");
        return () -> {
            files.create(file.all().getFirst(), access.get().encrypting(vault, id.last()));
            return 0;
        };
    }

    private Action encrypt(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        Given<String> id = encryptId(syntax);
        Given<String> output = output(syntax);
        Given<String> given = syntax.operand("[FILE...]", "");
        return () -> {
            List<String> all = inputs(given, output);
            encrypt(all, access.get().encrypting(vault, id.last()), output.last());
            return succeeded("Encryption");
        };
    }

    private void encrypt(List<String> all, Vault.Key key, Optional<String> output) {
        for (String file : all) {
            if (file.equals(STREAM)) {
                write(Vault.encrypt(input(), key, key.id(), random), output);
            } else if (output.equals(TO_STREAM)) {
                write(Vault.encrypt(content(file), key, key.id(), random), output);
            } else {
                files.encrypt(Path.of(file), key, output.map(Path::of));
            }
        }
    }

    private Action decrypt(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        Given<String> output = output(syntax);
        Given<String> given = syntax.operand("[FILE...]", "");
        return () -> {
            List<String> all = inputs(given, output);
            decrypt(all, access.get().demand(vault), output.last());
            return succeeded("Decryption");
        };
    }

    private void decrypt(List<String> all, Vault opened, Optional<String> output) {
        for (String file : all) {
            if (file.equals(STREAM)) {
                write(opened.open(input(), Position.in("<standard input>")).plain(), output);
            } else if (output.equals(TO_STREAM)) {
                write(files.plain(Path.of(file), opened), output);
            } else {
                files.decrypt(Path.of(file), opened, output.map(Path::of));
            }
        }
    }

    private Action view(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        Given<Path> given = syntax.operand("[FILE...]", Reading.FILE, "");
        return () -> {
            Vault opened = access.get().demand(vault);
            given.all().forEach(file -> view(file, opened));
            return 0;
        };
    }

    private void view(Path file, Vault opened) {
        String text = new String(files.plain(file, opened), StandardCharsets.UTF_8);
        String page = text.endsWith("\n") ? text : text + "\n";
        if (console.terminal()) {
            Pager.show(page, pager);
        } else {
            write(page.getBytes(StandardCharsets.UTF_8), TO_STREAM);
        }
    }

    private Action edit(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        syntax.option("--encrypt-vault-id", "ID", "accepted: a file keeps the id that it has");
        Given<Path> given = syntax.operand("[FILE...]", Reading.FILE, "");
        return () -> {
            Vault opened = access.get().demand(vault);
            given.all().forEach(file -> files.edit(file, opened));
            return 0;
        };
    }

    private Action rekey(Syntax syntax) {
        VaultOptions vault = new VaultOptions(syntax);
        Given<String> id = encryptId(syntax);
        Given<String> newIdentity = syntax.option("--new-vault-id", "[LABEL@]SOURCE", "the new password");
        Given<String> newFile = syntax.option("--new-vault-password-file", "FILE", "the new password's file");
        Given<Path> given = syntax.operand("[FILE...]", Reading.FILE, "");
        return () -> {
            if (newIdentity.present() && newFile.present()) {
                throw new CommandException(
                        Problem.of("--new-vault-id: not allowed with argument --new-vault-password-file"));
            }
            Vault opened = access.get().demand(vault);
            Vault.Key key = access.get().rekeying(vault.ask.present(), newIdentity.last(), newFile.last(), id.last());
            given.all().forEach(file -> files.rekey(file, opened, key));
            console.err().println("Rekey successful");
            console.err().flush();
            return 0;
        };
    }

    private static List<String> inputs(Given<String> given, Given<String> output) {
        if (output.present() && given.times() > 1) {
            throw new CommandException(Problem.of("At most one input file may be used with the --output option"));
        }
        return given.present() ? given.all() : List.of(STREAM);
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
    void write(byte[] content, Optional<String> output) {
        try {
            if (output.isEmpty() || output.equals(TO_STREAM)) {
                console.out().flush();
                out.write(content);
                out.flush();
            } else {
                VaultFiles.writePrivate(Path.of(output.get()), content);
            }
        } catch (IOException e) {
            throw unusable("standard output", e);
        }
    }

    private static CommandException unusable(String what, IOException e) {
        return new CommandException(Problem.of("cannot use " + what).because(IoReason.of(e)), e);
    }

    /** Told to a person only: what is piped on is clean. */
    int succeeded(String what) {
        if (console.terminal()) {
            console.err().println(what + " successful");
            console.err().flush();
        }
        return 0;
    }
}
