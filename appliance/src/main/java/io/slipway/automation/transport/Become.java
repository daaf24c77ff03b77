package io.slipway.automation.transport;

import io.slipway.common.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Whom to become on the node for an exchange.
 *
 * @param method {@code sudo}; others are refused by the transport until it knows them
 * @param user the user to become, mostly {@code root}
 * @param password asked for by the method, or {@code null} when none is needed
 * @param flags extra flags of the method as one string; empty for its defaults
 */
public record Become(String method, String user, @Nullable Secret password, String flags) {

    public static Become sudo(String user) {
        return new Become("sudo", user, null, "");
    }
}
