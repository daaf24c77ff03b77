package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.regex.Matcher;

/** The replacement templates of Python's {@code re.sub}. */
final class PythonReplacement {

    private final String template;
    private final Matcher match;
    private final PythonRegex regex;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private PythonReplacement(String template, Matcher match, PythonRegex regex) {
        this.template = template;
        this.match = match;
        this.regex = regex;
    }

    static String expand(String template, Matcher match, PythonRegex regex) {
        return new PythonReplacement(template, match, regex).expand();
    }

    private String expand() {
        while (at < template.length()) {
            char c = template.charAt(at++);
            if (c != '\\') {
                out.append(c);
            } else if (at == template.length()) {
                throw bad("bad escape (end of pattern)");
            } else {
                escape(template.charAt(at++));
            }
        }
        return out.toString();
    }

    private void escape(char c) {
        switch (c) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '\\' -> out.append('\\');
            case 'g' -> named();
            case '0' -> octal(2);
            default -> {
                if (c >= '1' && c <= '9') {
                    number(c);
                } else if (c < 128 && Character.isLetter(c)) {
                    throw bad("bad escape \\" + c);
                } else {
                    out.append('\\').append(c);
                }
            }
        }
    }

    private void named() {
        int end = template.indexOf('>', at);
        if (at >= template.length() || template.charAt(at) != '<' || end < 0) {
            throw bad("\\g wants a group in angle brackets: \\g<1>");
        }
        String name = template.substring(at + 1, end);
        at = end + 1;
        group(
                name.chars().allMatch(Character::isDigit) && !name.isEmpty()
                        ? Integer.parseInt(name)
                        : regex.group(name),
                name);
    }

    /** One or two digits are a group; three octal digits are a character. */
    private void number(char first) {
        if (first <= '3' && isOctal(at) && isOctal(at + 1)) {
            at--;
            octal(3);
            return;
        }
        int number = first - '0';
        if (at < template.length() && Character.isDigit(template.charAt(at))) {
            number = number * 10 + template.charAt(at++) - '0';
        }
        group(number, Integer.toString(number));
    }

    private void octal(int most) {
        int value = 0;
        for (int i = 0; i < most && isOctal(at); i++) {
            value = value * 8 + template.charAt(at++) - '0';
        }
        out.append((char) value);
    }

    private boolean isOctal(int i) {
        return i < template.length() && template.charAt(i) >= '0' && template.charAt(i) <= '7';
    }

    private void group(int number, String name) {
        if (number < 0 || number > match.groupCount()) {
            throw bad("it has no group " + name);
        }
        String value = match.group(number);
        out.append(value == null ? "" : value);
    }

    private ModuleFailure bad(String why) {
        return new ModuleFailure(Problem.of("not a replacement: " + template).because(why));
    }
}
