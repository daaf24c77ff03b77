package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import java.util.Optional;

/** How bytes get to a host. */
sealed interface Route {

    /** Which addresses of a name count. */
    enum Family {
        ANY,
        INET,
        INET6
    }

    /** @param from this machine's address to use; empty for whichever fits */
    record Direct(Family family, Optional<String> from) implements Route {}

    /** Through another host, which is a target of its own. */
    record Jump(Target.Ssh via) implements Route {}

    /** Through a program of this machine, by its input and output. */
    record Command(String line) implements Route {}
}
