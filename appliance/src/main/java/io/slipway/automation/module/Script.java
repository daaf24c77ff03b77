package io.slipway.automation.module;

import io.slipway.automation.transport.Payload;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX {@code sh} script for a node. Values enter only through {@link #set}, which quotes them; script text itself is a constant of
 * the program.
 *
 * @param library definitions that the script uses; see {@link #using}
 * @param text the script
 * @param stdin what it reads
 * @param timeout zero for none
 * @param stdoutTo where its output goes instead of into the reply, or {@code null}
 * @param looks whether it only looks; see {@link JointLook}
 */
public record Script(
        String library,
        String text,
        Payload stdin,
        Duration timeout,
        @Nullable OutputStream stdoutTo,
        boolean looks) {

    public static Script of(String text) {
        return new Script("", text, Payload.EMPTY, Duration.ZERO, null, false);
    }

    /**
     * Defines functions before the script begins. It is always the same text for the same module: a node keeps it, so that it is sent
     * and read only once for as long as the connection lasts.
     */
    public Script using(String definitions) {
        return new Script(definitions, text, stdin, timeout, stdoutTo, looks);
    }

    /** Puts {@code name='value'} in front. */
    public Script set(String name, String value) {
        return new Script(library, name + "=" + quote(value) + "\n" + text, stdin, timeout, stdoutTo, looks);
    }

    public Script input(byte[] content) {
        return new Script(library, text, new Payload.Bytes(content), timeout, stdoutTo, looks);
    }

    public Script input(String content) {
        return input(content.getBytes(StandardCharsets.UTF_8));
    }

    public Script input(Payload content) {
        return new Script(library, text, content, timeout, stdoutTo, looks);
    }

    public Script within(Duration limit) {
        return new Script(library, text, stdin, limit, stdoutTo, looks);
    }

    public Script outputTo(OutputStream sink) {
        return new Script(library, text, stdin, timeout, sink, looks);
    }

    /** Says that it changes nothing, so that it may be asked before its turn and together with others. */
    public Script looking() {
        return new Script(library, text, stdin, timeout, stdoutTo, true);
    }

    /** All of it as one text, for where nothing is kept. */
    public String whole() {
        return library + text;
    }

    /** A word of {@code sh} that means exactly {@code value}, bytes that {@link NodeText} carries included. */
    public static String quote(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new ModuleFailure("a value for the node holds a NUL character, which no command line or path can");
        }
        StringBuilder word = new StringBuilder("'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'') {
                word.append("'\\''");
            } else if (NodeText.escapedByte(value, i)) {
                word.append("'\"$(printf '\\")
                        .append(Integer.toOctalString(c - 0xDC00))
                        .append("')\"'");
            } else {
                word.append(c);
            }
        }
        return word.append('\'').toString();
    }

    /** Several words. */
    public static String words(Collection<String> values) {
        return values.stream().map(Script::quote).collect(Collectors.joining(" "));
    }
}
