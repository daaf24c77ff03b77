package io.slipway.automation.module.python;

import io.slipway.automation.module.Script;
import io.slipway.common.template.Python;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value as a word that a shell reads, as Python's {@code shlex.quote} writes it. */
final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWord() {}

    static String of(@Nullable Object value) {
        String text = Python.str(value);
        return PLAIN.matcher(text).matches() ? text : Script.quote(text);
    }
}
