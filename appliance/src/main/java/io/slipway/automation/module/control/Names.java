package io.slipway.automation.module.control;

import io.slipway.automation.module.ModuleFailure;
import java.util.Set;
import java.util.regex.Pattern;

/** What a variable may be called. */
final class Names {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private Names() {}

    /** As Ansible has it: a Python identifier that is no keyword. */
    static boolean valid(String name) {
        return IDENTIFIER.matcher(name).matches() && !KEYWORDS.contains(name);
    }

    /** @throws ModuleFailure when a variable cannot have this name */
    static String check(String name) {
        if (!valid(name)) {
            throw new ModuleFailure(
                    "The variable name '" + name + "' is not valid. Variables must start with a letter or"
                            + " underscore character, and contain only letters, numbers and underscores.");
        }
        return name;
    }
}
