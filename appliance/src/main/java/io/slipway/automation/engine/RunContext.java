package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Conditions;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.transport.Connector;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all plays of one run share.
 *
 * @param environment of this side, for {@code lookup('env')}
 * @param hosts what is known about each
 * @param lost hosts that failed or could not be reached: later plays leave them out
 */
record RunContext(
        RunOptions options,
        LiveInventory inventory,
        PlaybookLoader loader,
        ModuleCatalogue modules,
        Connector connector,
        Clock clock,
        Sleeper sleeper,
        Map<String, String> environment,
        Templating templating,
        Conditions conditions,
        Events events,
        Interruption interruption,
        ConcurrentHashMap<String, KnownHost> hosts,
        Set<String> lost) {

    KnownHost host(String name) {
        return hosts.computeIfAbsent(name, KnownHost::named);
    }

    /** How to wait. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(java.time.Duration time) throws InterruptedException;
    }
}
