package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code slipway vault encrypt_string}: values to be pasted into YAML. */
final class VaultStringCommand implements Action {

    private static final String INDENT = " ".repeat(10);

    private final VaultCommand parent;
    private final VaultOptions vault;
    private final Given<String> id;
    private final Given<String> output;
    private final Given<Boolean> prompt;
    private final Given<Boolean> showInput;
    private final Given<String> names;
    private final Given<String> stdinName;
    private final Given<String> texts;

    VaultStringCommand(Syntax syntax, VaultCommand parent) {
        this.parent = parent;
        vault = new VaultOptions(syntax);
        id = VaultCommand.encryptId(syntax);
        output = syntax.option("--output", "FILE", "write the result here; - for standard output");
        prompt = syntax.flag("-p, --prompt", "ask for the text");
        showInput = syntax.flag("--show-input", "show what is typed");
        names = syntax.options("-n, --name", "NAME", "the variable that gets the text; once for each text");
        stdinName = syntax.option("--stdin-name", "NAME", "the variable that gets standard input");
        texts = syntax.operand("[TEXT...]", "what to encrypt; - for standard input");
    }

    private record Plain(byte[] content, String source, Optional<String> name) {}

    @Override
    public int run() {
        boolean reads = texts.all().contains(VaultCommand.STREAM)
                || stdinName.present()
                || (!texts.present() && !prompt.present());
        if (prompt.present() && reads) {
            throw new CommandException(
                    Problem.of("The --prompt option is not supported if also reading input from stdin"));
        }
        Vault.Key key = parent.access.get().encrypting(vault, id.last());
        List<Plain> all = new ArrayList<>();
        if (prompt.present()) {
            all.add(asked());
        }
        if (reads) {
            all.add(notEmpty(new Plain(parent.input(), "stdin", stdinName.last()), "stdin was empty, not encrypting"));
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
        parent.write(String.join("\n", blocks).getBytes(StandardCharsets.UTF_8), output.last());
        return parent.succeeded("Encryption");
    }

    private Plain asked() {
        String name = answer(parent.person.shown("Variable name (enter for no name): "));
        String text = answer(
                showInput.present()
                        ? parent.person.shown("String to encrypt:")
                        : parent.person.hidden("String to encrypt (hidden): "));
        return notEmpty(
                new Plain(
                        text.getBytes(StandardCharsets.UTF_8),
                        "the interactive prompt",
                        name.isEmpty() ? Optional.empty() : Optional.of(name)),
                "The plaintext provided from the prompt was empty, not encrypting");
    }

    private static String answer(Optional<Secret> answer) {
        return answer.orElseThrow(() -> new CommandException(
                        Problem.of("--prompt asks, but there is no terminal").hint("pipe the text in instead")))
                .reveal();
    }

    private void addTexts(List<Plain> all) {
        List<String> given = texts.all().stream()
                .filter(text -> !text.equals(VaultCommand.STREAM))
                .toList();
        if (names.present() && given.size() > names.times()) {
            parent.console.err().println("The number of --name options do not match the number of args.");
            parent.console
                    .err()
                    .println("The last named variable will be \"" + names.or("") + "\". The rest will not have names.");
        }
        for (int i = 0; i < given.size(); i++) {
            Optional<String> name = i < names.times() ? Optional.of(names.all().get(i)) : Optional.empty();
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
                        plain.name.isEmpty()
                                ? "# The encrypted version of " + which + ".)"
                                : "# The encrypted version of variable (\"" + plain.name.get() + "\", " + which + ").");
        parent.console.err().flush();
    }

    /** Without a line feed at the end, as {@code ansible-vault} prints it. */
    private static String block(Optional<String> name, String encrypted) {
        StringBuilder text = new StringBuilder(name.map(its -> its + ": ").orElse("")).append("!vault |");
        encrypted.lines().forEach(line -> text.append('\n').append(INDENT).append(line));
        return text.toString();
    }
}
