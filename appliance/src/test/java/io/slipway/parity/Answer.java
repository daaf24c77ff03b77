package io.slipway.parity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/** What a tool said to one command, without what differs from run to run. */
record Answer(int status, String out, String err) {

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final Rule WORDS = Rule.of(
            "(?m)^((?:fatal|failed): .*?=> .*?[{ ]\"(?:msg|message)\": )\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"",
            "$1\"...\"");

    private static final Rule BACKUP = Rule.of("\\.\\d+\\.\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d~", ".BACKUP~");

    /**
     * What {@code -vvv} tells of connections, times, inode numbers, what folders weigh in their file system and the names of temporary files; and the words of errors, which each
     * tool has its own for: those that stop it ({@code ERROR!}), and those of a task that never came to its module, whose result is a
     * message alone.
     */
    private static final List<Rule> VOLATILE = List.of(
            Rule.of("(\"(?:start|end|delta)\": )\"\\d[^\"]*\"", "$1\"...\""),
            Rule.of("(\"(?:atime|mtime|ctime|inode|dev|pid)\": )\\d+(?:\\.\\d+)?", "$1..."),
            Rule.of("(\"cache_update_time\": )\\d+", "$1..."),
            Rule.of("\\(Reading database [^)]*\\)", "(Reading database)"),
            Rule.of("j?\\d{8,}\\.\\d+", "JOB"),
            Rule.of("(\"size\": )\\d+((?:,\\s+\"src\": \"[^\"]*\")?,\\s+\"state\": \"directory\")", "$1...$2"),
            Rule.of("/[^\"'\\s]*/ansible-tmp-[^\"/\\s]*/[^\"'\\s]*", "\\$TMP"),
            Rule.of("/[^\"'\\s]*/ansible-local-[^\"/\\s]*/[^\"'\\s]*", "\\$TMP"),
            Rule.of("(\"dest\": (\"[^\"]*\").*?\"src\": )\\2", "$1\"\\$TMP\""),
            Rule.of("(?m)^( +(?:start|end|delta): )'\\d[^']*'", "$1..."),
            Rule.of("(?m)^ +\"false_condition\": .*\\n", ""),
            Rule.of("(\"id\": )\"[0-9a-f-]{36}\"", "$1\"...\""),
            Rule.of("(?m)^( +)\"invocation\": \\{\n(?:\\1 .*\n)*\\1\\},?\n", ""),
            Rule.of("(?m)^\\+\\+\\+ after: .*$", "+++ after: ..."),
            Rule.of("(?m)^ansible(?:-playbook)? \\[core .*\\n(?:  .*\\n)*|^Skipping callback .*\\n", ""),
            Rule.of("(?m)^<[\\w.]+> .*\\n|^Using module file .*\\n|^Pipelining is enabled\\.\\n", ""),
            Rule.of("(?m)^\\w+ declined parsing .*\\n|^Parsed .* inventory source with .*\\n", ""),
            Rule.of("(?s)(ERROR! ).*", "$1..."),
            Rule.of("(?m)^An exception occurred during task execution\\..*\\n", ""),
            Rule.of("(FAILED! => \\{\"(?:msg|reason)\": )\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"\\}", "$1\"...\"}"),
            Rule.of("(\"(?:changed|failed)_when_result\": )\"(?:[^\"\\\\]|\\\\.)*\"", "$1\"...\""),
            Rule.of("(\"(?:results_file|erased)\": )\"[^\"]*\"", "$1\"...\""),
            BACKUP,
            Rule.of("(\"src\": )\"\\$CASE/[^\"]*\"", "$1\"\\$TMP\""),
            Rule.of("\"false_condition\": (?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|\\w+), ", ""),
            Rule.of("(\"(?:version|block_size|blocks|device_type|elapsed)\": )(?:\"\\d+\"|\\d+(?![\\d.]))", "$1..."),
            Rule.of("/[^\"'\\s]*/sandbox/home", "\\$HOME"),
            Rule.of(
                    "(UNREACHABLE! => \\{\"changed\": false, \"msg\": )\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"",
                    "$1\"...\""),
            Rule.of("/lib/modules/\\d[\\w.+-]*", "/lib/modules/\\$KERNEL"),
            Rule.of("(?m)[ \\t]+$", ""));

    private static final String TAKEN = "[WARNING]: Found variable using reserved name";

    /** A path without what names a backup: the process that made it and the time. */
    static String withoutTime(String path) {
        return BACKUP.pattern().matcher(path).replaceAll(BACKUP.replacement());
    }

    /** Without the words of what failed, where they are each tool's own. */
    static String withoutWords(String session) {
        return WORDS.pattern().matcher(session).replaceAll(WORDS.replacement());
    }

    /** As a part of a session: the output, then each line of the errors after {@code !}, then the exit status unless it is 0. */
    String text(Path content, Path work) {
        StringBuilder text = new StringBuilder(plain(out, content, work));
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        sorted(unwrapped(plain(err, content, work)))
                .forEach(line -> text.append("! ").append(line).append('\n'));
        if (status != 0) {
            text.append("exit ").append(status).append('\n');
        }
        return text.toString();
    }

    /** Warnings are broken where the line ends, which depends on how long the work folder's name is. */
    private static List<String> unwrapped(String errors) {
        List<String> lines = new ArrayList<>();
        boolean warning = false;
        for (String line : errors.lines().filter(text -> !text.isBlank()).toList()) {
            warning = line.startsWith("[") || (warning && !line.startsWith("ERROR"));
            if (warning && !line.startsWith("[")) {
                lines.add(lines.removeLast() + " " + line);
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Ansible complains of names that are taken in the order of a set. */
    private static List<String> sorted(List<String> lines) {
        List<String> taken =
                lines.stream().filter(line -> line.startsWith(TAKEN)).sorted().toList();
        Iterator<String> next = taken.iterator();
        return lines.stream()
                .map(line -> line.startsWith(TAKEN) ? next.next() : line)
                .toList();
    }

    private static String plain(String text, Path content, Path work) {
        String plain = text.replace(work.toString(), "$WORK").replace(content.toString(), "$CASE");
        for (Rule rule : VOLATILE) {
            plain = rule.pattern().matcher(plain).replaceAll(rule.replacement());
        }
        return hostsSorted(plain.strip()) + (plain.isBlank() ? "" : "\n");
    }

    /** Ansible lists the hosts of a play in the order of a hash table, which is another one each time. */
    private static String hostsSorted(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).matches(" {4}hosts \\(\\d+\\):")) {
                int end = at + 1;
                while (end < lines.size() && lines.get(end).startsWith("      ")) {
                    end++;
                }
                lines.subList(at + 1, end).sort(null);
            }
        }
        return String.join("\n", lines);
    }
}
