package io.slipway.netboot.tftp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** What can be fetched, and by whom. */
@FunctionalInterface
public interface Offer {

    /**
     * Opens what a client asks for; nothing when there is no such thing for it. Called by many threads.
     *
     * @param name relative, without {@code ..}, empty parts and control characters
     */
    Optional<Content> open(String name, InetAddress client) throws IOException;
}
