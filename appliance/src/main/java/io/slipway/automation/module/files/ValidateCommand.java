package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Words;
import java.util.stream.Collectors;

/** The {@code validate} argument: a command with {@code %s} for the file, run without a shell. */
final class ValidateCommand {

    private ValidateCommand() {}

    /**
     * A shell function {@code validate} that ends the script when the command refuses {@code $tmp}; it says {@code exit_status},
     * {@code stdout} and {@code stderr}, which is what Ansible's result then holds.
     */
    static String function(String command) {
        if (!command.contains("%s")) {
            throw new ModuleFailure("validate must contain %s: " + command);
        }
        String words = Words.split(command).stream().map(ValidateCommand::word).collect(Collectors.joining(" "));
        return """
                validate() {
                  printf 'stdout='
                  { e=$(%WORDS% </dev/null 2>&1 >&3 3>&-; n=$?; printf x; exit "$n"); n=$?; } 3>&1
                  printf '\\0'
                  e=${e%x}
                  if [ "$n" -ne 0 ]; then say exit_status "$n"; say stderr "$e"; fail "failed to validate: rc:$n error:$e"; fi
                }
                """.replace("%WORDS%", words);
    }

    private static String word(String argument) {
        StringBuilder word = new StringBuilder();
        int done = 0;
        for (int at = argument.indexOf('%'); at >= 0; at = argument.indexOf('%', done)) {
            char next = at + 1 < argument.length() ? argument.charAt(at + 1) : ' ';
            word.append(literal(argument.substring(done, at)));
            switch (next) {
                case 's' -> word.append("\"$tmp\"");
                case '%' -> word.append('%');
                default ->
                    throw new ModuleFailure(
                            "validate may contain %s for the file and %% for a percent sign, not %" + next);
            }
            done = at + 2;
        }
        return word.append(literal(argument.substring(done))).isEmpty() ? "''" : word.toString();
    }

    private static String literal(String text) {
        return text.isEmpty() ? "" : Words.expanding(text);
    }
}
