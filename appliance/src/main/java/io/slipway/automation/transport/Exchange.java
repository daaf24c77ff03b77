package io.slipway.automation.transport;

import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question to a node: a POSIX {@code sh} script, what it reads, and as whom it runs. The script travels over a pipe, so neither it
 * nor its input is ever in a process list.
 *
 * @param library definitions that come before the script in the same subshell; a text that many exchanges share travels once
 * @param script runs in a subshell of its own: it may {@code exit}, {@code cd}, {@code set -e} or export as it likes
 * @param stdin what the script reads from standard input; then end of file
 * @param become as whom, or {@code null} for the login user
 * @param timeout how long the answer may take; zero for no limit
 * @param stdoutTo where standard output goes as it arrives instead of into the reply, for large outputs; or {@code null}
 */
public record Exchange(
        String library,
        String script,
        Payload stdin,
        @Nullable Become become,
        Duration timeout,
        @Nullable OutputStream stdoutTo) {

    public static Exchange of(String script) {
        return new Exchange("", script, Payload.EMPTY, null, Duration.ZERO, null);
    }

    public Exchange using(String definitions) {
        return new Exchange(definitions, script, stdin, become, timeout, stdoutTo);
    }

    public Exchange with(Payload input) {
        return new Exchange(library, script, input, become, timeout, stdoutTo);
    }

    public Exchange as(@Nullable Become whom) {
        return new Exchange(library, script, stdin, whom, timeout, stdoutTo);
    }

    public Exchange within(Duration limit) {
        return new Exchange(library, script, stdin, become, limit, stdoutTo);
    }

    public Exchange to(OutputStream sink) {
        return new Exchange(library, script, stdin, become, timeout, sink);
    }
}
