package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code slipway vault encrypt_string}: values to be pasted into YAML. */
@Command(
        name = "encrypt_string",
        aliases = "encrypt-string",
        description = "Encrypt texts, to be pasted into a file with variables.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class VaultStringCommand implements Callable<Integer> {

    private static final String INDENT = " ".repeat(10);

    @ParentCommand
    private VaultCommand parent;

    @Mixin
    private VaultOptions vault;

    @Option(names = "--encrypt-vault-id", paramLabel = "ID", description = "which of the vault ids to encrypt with")
    private @Nullable String id;

    @Option(names = "--output", paramLabel = "FILE", description = "write the result here; - for standard output")
    private @Nullable String output;

    @Option(
            names = {"-p", "--prompt"},
            description = "ask for the text")
    private boolean prompt;

    @Option(names = "--show-input", description = "show what is typed")
    private boolean showInput;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "the variable that gets the text; once for each text")
    private List<String> names = new ArrayList<>();

    @Option(names = "--stdin-name", paramLabel = "NAME", description = "the variable that gets standard input")
    private @Nullable String stdinName;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "what to encrypt; - for standard input")
    private List<String> texts = new ArrayList<>();

    private record Plain(
            byte[] content, String source, @Nullable String name) {}

    @Override
    public Integer call() {
        boolean reads = texts.contains(VaultCommand.STREAM) || stdinName != null || (texts.isEmpty() && !prompt);
        if (prompt && reads) {
            throw new CommandException(
                    Problem.of("The --prompt option is not supported if also reading input from stdin"));
        }
        Vault.Key key = parent.access.get().encrypting(vault, id);
        List<Plain> all = new ArrayList<>();
        if (prompt) {
            all.add(asked());
        }
        if (reads) {
            all.add(notEmpty(new Plain(parent.input(), "stdin", stdinName), "stdin was empty, not encrypting"));
        }
        addTexts(all);
        List<String> blocks = new ArrayList<>();
        for (Plain plain : all) {
            if (all.size() > 1) {
                tell(plain, blocks.size() + 1);
            }
            byte[] encrypted = Vault.encrypt(plain.content, key, key.id(), parent.random);
            blocks.add(block(plain.name, new String(encrypted, StandardCharsets.UTF_8)));
        }
        parent.write(String.join("\n", blocks).getBytes(StandardCharsets.UTF_8), output);
        parent.succeeded("Encryption");
        return 0;
    }

    private Plain asked() {
        String name = answer(parent.person.shown("Variable name (enter for no name): "));
        String text = answer(
                showInput
                        ? parent.person.shown("String to encrypt:")
                        : parent.person.hidden("String to encrypt (hidden): "));
        return notEmpty(
                new Plain(
                        text.getBytes(StandardCharsets.UTF_8), "the interactive prompt", name.isEmpty() ? null : name),
                "The plaintext provided from the prompt was empty, not encrypting");
    }

    private static String answer(Optional<Secret> answer) {
        return answer.orElseThrow(() -> new CommandException(
                        Problem.of("--prompt asks, but there is no terminal").hint("pipe the text in instead")))
                .reveal();
    }

    private void addTexts(List<Plain> all) {
        List<String> given =
                texts.stream().filter(text -> !text.equals(VaultCommand.STREAM)).toList();
        if (!names.isEmpty() && given.size() > names.size()) {
            parent.console.err().println("The number of --name options do not match the number of args.");
            parent.console
                    .err()
                    .println("The last named variable will be \"" + names.getLast()
                            + "\". The rest will not have names.");
        }
        for (int i = 0; i < given.size(); i++) {
            String name = i < names.size() ? names.get(i) : null;
            all.add(notEmpty(
                    new Plain(given.get(i).getBytes(StandardCharsets.UTF_8), "the command line args", name),
                    "The plaintext provided from the command line args was empty, not encrypting"));
        }
    }

    private static Plain notEmpty(Plain plain, String otherwise) {
        if (plain.content.length == 0) {
            throw new CommandException(Problem.of(otherwise));
        }
        return plain;
    }

    /** Which is which, where there are several. */
    private void tell(Plain plain, int number) {
        String which = "the string #" + number + " from " + plain.source;
        parent.console
                .err()
                .println(
                        plain.name == null
                                ? "# The encrypted version of " + which + ".)"
                                : "# The encrypted version of variable (\"" + plain.name + "\", " + which + ").");
        parent.console.err().flush();
    }

    /** Without a line feed at the end, as {@code ansible-vault} prints it. */
    private static String block(@Nullable String name, String encrypted) {
        StringBuilder text = new StringBuilder(name == null ? "" : name + ": ").append("!vault |");
        encrypted.lines().forEach(line -> text.append('\n').append(INDENT).append(line));
        return text.toString();
    }
}
