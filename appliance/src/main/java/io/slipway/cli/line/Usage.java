package io.slipway.cli.line;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Shows what a command takes, instead of doing it.
 *
 * @param columns how wide the text may be
 * @param status with which the process ends
 */
public record Usage(Syntax syntax, PrintWriter to, int columns, int status) implements Action {

    /** Names longer than this stand on a line of their own. */
    private static final int LONGEST_NAME = 24;

    @Override
    public int run() {
        to.print(text());
        to.flush();
        return status;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        String start = "Usage: " + syntax.path() + " ";
        text.append(filled(start, " ".repeat(start.length()), synopsis()));
        text.append(filled("", "", List.of(syntax.summary().split(" "))));
        Map<String, String> words = new LinkedHashMap<>();
        syntax.operands().forEach(operand -> words.put("      " + operand.shown(), operand.help()));
        options().forEach(option -> words.put(named(option), option.help()));
        text.append(table(words));
        if (!syntax.commands().isEmpty()) {
            Map<String, String> commands = new LinkedHashMap<>();
            syntax.commands().forEach(each -> commands.put("  " + String.join(", ", each.names()), each.summary()));
            text.append("Commands:\n").append(table(commands));
        }
        return text.append(syntax.footer()).toString();
    }

    private Collection<Option> options() {
        return new LinkedHashSet<>(syntax.byName().values())
                .stream().sorted(Comparator.comparing(Option::order)).toList();
    }

    private List<String> synopsis() {
        StringBuilder letters = new StringBuilder();
        List<String> flags = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Option option : options()) {
            String name = option.shortest();
            if (option.takesValue()) {
                values.add("[" + name + "=" + option.label() + "]" + (option.repeated() ? "..." : ""));
            } else if (Option.isLetter(name)) {
                letters.append(name.charAt(1));
            } else {
                flags.add("[" + name + "]");
            }
        }
        List<String> all = new ArrayList<>(letters.isEmpty() ? List.of() : List.of("[-" + letters + "]"));
        all.addAll(flags);
        all.addAll(values);
        syntax.operands().forEach(operand -> all.add(operand.shown()));
        if (!syntax.commands().isEmpty()) {
            all.add("[COMMAND]");
        }
        return all;
    }

    private static String named(Option option) {
        String indent = Option.isLetter(option.names().getFirst()) ? "  " : "      ";
        return indent + String.join(", ", option.names()) + (option.takesValue() ? "=" + option.label() : "");
    }

    /** Two columns: names, and what is said of them. */
    private String table(Map<String, String> rows) {
        int longest = rows.keySet().stream()
                .mapToInt(String::length)
                .filter(length -> length <= LONGEST_NAME)
                .max()
                .orElse(LONGEST_NAME);
        String indent = " ".repeat(longest + 2);
        StringBuilder text = new StringBuilder();
        rows.forEach((name, help) -> {
            boolean fits = name.length() <= longest;
            String first = fits ? name + " ".repeat(indent.length() - name.length()) : indent;
            text.append(fits ? "" : name + "\n").append(filled(first, indent + "  ", List.of(help.split(" "))));
        });
        return text.toString();
    }

    /** Words in lines that are no wider than the columns. */
    private String filled(String first, String others, List<String> words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words) {
            if (!empty && line.length() + 1 + word.length() > columns) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
