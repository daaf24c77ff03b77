package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.ssh.HostKeyCheck.Unknown;
import io.slipway.common.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target with everything decided: what its arguments say, what the inventory gives, what ssh's configuration says, and the defaults
 * where all are silent; in this order, as when Ansible starts ssh.
 *
 * @param authentications the methods to try, in this order
 * @param rhythm how often to ask for a sign of life
 */
record Way(
        Destination target,
        Route route,
        HostKeys hostKeys,
        Keys keys,
        List<String> authentications,
        Pulse.Rhythm rhythm) {

    /** @param name by which messages call it */
    record Destination(
            String name,
            String address,
            int port,
            String user,
            @Nullable Secret password,
            Duration connectTimeout,
            int retries) {

        String place() {
            return address + " port " + port;
        }
    }

    /**
     * @param own files of which the first one learns
     * @param system files that are only read
     * @param revoked files that list keys which count no more, whatever the others say
     * @param unknown what to do with a host that none of them knows
     * @param name by which they know the host
     * @param alias by which a certificate names it; empty for its address
     */
    record HostKeys(List<Path> own, List<Path> system, List<Path> revoked, Unknown unknown, String name, String alias) {

        List<Path> all() {
            return Stream.concat(own.stream(), system.stream()).toList();
        }
    }

    /**
     * @param files private keys, of each of which the certificate may lie beside it
     * @param named whether somebody named them; else they are the usual ones
     * @param certificates further ones
     * @param only whether an agent may offer none but these
     * @param agent its socket
     * @param mayAsk whether somebody may be asked for a passphrase
     */
    record Keys(
            List<Path> files,
            boolean named,
            List<Path> certificates,
            boolean only,
            Optional<Path> agent,
            boolean mayAsk) {

        static final Keys NONE = new Keys(List.of(), false, List.of(), true, Optional.empty(), false);
    }

    /** @throws io.slipway.automation.transport.TransportException for settings that cannot be honoured */
    static Way to(Target.Ssh wanted, SshUser me) {
        return Decisions.about(wanted, me).way();
    }

    Optional<Target.Ssh> via() {
        return route instanceof Route.Jump jump ? Optional.of(jump.via()) : Optional.empty();
    }
}
