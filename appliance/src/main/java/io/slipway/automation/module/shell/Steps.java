package io.slipway.automation.module.shell;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands that change a node: one exchange, one after the other, until one fails. Then, if all went well, a closing probe. */
public final class Steps {

    private final List<String> lines = new ArrayList<>();
    private byte[] input = new byte[0];

    /** One command. Its words reach it exactly as given. */
    public Steps run(List<String> words) {
        lines.add(Script.words(words) + " </dev/null || exit $?");
        return this;
    }

    public Steps run(String... words) {
        return run(List.of(words));
    }

    /** One command that reads what must not stand in a process list. At most one step may do so. */
    public Steps feed(String secret, String... words) {
        if (input.length > 0) {
            throw new IllegalStateException("only one step can read the input");
        }
        input = secret.getBytes(StandardCharsets.UTF_8);
        lines.add(Script.words(List.of(words)) + " || exit $?");
        return this;
    }

    /** Script text with its own values set; {@code return N} in it ends the steps. */
    public Steps script(Script script) {
        lines.add("_step() {\n" + script.text() + "\n}\n_step </dev/null || exit $?");
        return this;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The commands' output is kept under {@code stdout}; what {@code closing} tells follows. */
    public Done on(Node node, String closing) {
        String text = "printf 'stdout\\000'\n(\n" + String.join("\n", lines) + "\n)\n_status=$?\nprintf '\\000'\n"
                + "[ \"$_status\" -eq 0 ] || exit \"$_status\"\n" + closing;
        Found found = Found.tryAsk(node, Found.script(text).input(new Payload.Bytes(input)));
        return new Done(found);
    }

    /** What the steps left behind. */
    public record Done(Found found) {

        public boolean ok() {
            return found.reply().ok();
        }

        public String out() {
            return found.texts().getOrDefault("stdout", "");
        }

        public String err() {
            return found.reply().err();
        }

        public int rc() {
            return found.reply().exitCode();
        }

        /** Ends the task unless all went well, with what the failed command said as the message. */
        public Done orFail() {
            if (ok()) {
                return this;
            }
            String said = err().isBlank() ? out() : err();
            ModuleFailure failure =
                    new ModuleFailure(said.isBlank() ? "a command failed with exit status " + rc() : said.strip());
            throw Output.in(failure.with("rc", rc()), out(), err());
        }
    }
}
