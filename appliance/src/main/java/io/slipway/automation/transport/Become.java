package io.slipway.automation.transport;

import io.slipway.common.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Whom to become on the node for an exchange.
 *
 * @param method {@code sudo}, {@code su} or {@code doas}; others are refused by the transport
 * @param user the user to become, mostly {@code root}
 * @param password asked for by the method, or {@code null} when none is needed
 * @param flags extra flags of the method as one string; empty for its defaults
 * @param executable the program of the method, with arguments if need be; empty for the one that is called like the method
 */
public record Become(String method, String user, @Nullable Secret password, String flags, String executable) {

    public Become(String method, String user, @Nullable Secret password, String flags) {
        this(method, user, password, flags, "");
    }

    public static Become sudo(String user) {
        return new Become("sudo", user, null, "");
    }

    /** The same where no password is asked for. */
    public Become withoutPassword() {
        return new Become(method, user, null, flags, executable);
    }
}
