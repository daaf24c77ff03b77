package io.slipway.automation.engine;

import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;

/** How a module's questions get to the node. */
@FunctionalInterface
interface Asking {

    /** @throws io.slipway.automation.transport.TransportException when there is no answer */
    Reply ask(RemoteNode node, Script script);

    /** Whether the rounds before it have ended. Who asks too early cannot be told what they have set, and is asked again later. */
    default boolean inTurn() {
        return true;
    }
}
