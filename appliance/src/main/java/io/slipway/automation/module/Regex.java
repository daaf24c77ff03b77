package io.slipway.automation.module;

import io.slipway.common.Problem;
import io.slipway.common.PythonRegex;
import io.slipway.common.PythonReplacement;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;

/** Regular expressions that a task gives: Python's, and what is wrong with one ends the task. */
public final class Regex {

    private Regex() {}

    /** @param flags as {@link PythonRegex#ofText} takes them */
    public static PythonRegex ofText(String source, int flags) {
        return checked("regular expression", source, () -> PythonRegex.ofText(source, flags));
    }

    public static PythonRegex ofText(String source) {
        return ofText(source, 0);
    }

    /** For bytes as Latin-1 characters. */
    public static PythonRegex ofBytes(String source) {
        return checked("regular expression", source, () -> PythonRegex.ofBytes(source));
    }

    public static PythonReplacement replacement(PythonRegex regex, String template) {
        return checked("replacement", template, () -> regex.replacement(template));
    }

    private static <T> T checked(String what, String source, Supplier<T> action) {
        try {
            return action.get();
        } catch (PatternSyntaxException e) {
            throw new ModuleFailure(
                    Problem.of("not a " + what + ": " + source)
                            .because(e.getDescription() + (e.getIndex() < 0 ? "" : " near position " + e.getIndex())),
                    e);
        }
    }
}
