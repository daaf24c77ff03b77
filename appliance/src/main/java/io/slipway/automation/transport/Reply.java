package io.slipway.automation.transport;

import java.nio.charset.StandardCharsets;

/**
 * The answer to an {@link Exchange}.
 *
 * @param exitCode of the script; 128 + n when signal n ended it
 * @param stdout empty when the exchange sent it elsewhere
 */
public record Reply(int exitCode, byte[] stdout, byte[] stderr) {

    /** Standard output as UTF-8; malformed bytes become U+FFFD. */
    public String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    public String err() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    public boolean ok() {
        return exitCode == 0;
    }
}
