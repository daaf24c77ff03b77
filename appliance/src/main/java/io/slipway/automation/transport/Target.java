package io.slipway.automation.transport;

import io.slipway.common.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach one host, in the transport's own words. The engine makes it from {@code ansible_*} variables. */
public sealed interface Target {

    /** The name by which messages call the host. */
    String name();

    /** The machine that Slipway itself runs on: no SSH. */
    record Local(String name) implements Target {}

    /**
     * A host behind {@code sshd}.
     *
     * @param port {@code null} for the one that ssh's configuration says, else 22
     * @param user the login user; {@code null} for the one that ssh's configuration says, else this machine's
     * @param privateKeys tried in order, before those of ssh's configuration; if there are none, the user's default keys are
     * @param password for password login, or {@code null}
     * @param knownHosts files in OpenSSH's format, empty for the ones that ssh would read
     * @param checkHostKey whether an unknown key is refused; a <em>changed</em> key always is
     * @param connectTimeout for the TCP connection and the handshake together
     * @param retries how many more attempts there are to reach it after one that failed
     * @param sshArguments {@code ssh} options as one string ({@code ansible_ssh_common_args} and {@code ansible_ssh_extra_args}); the
     *     transport honours what it knows ({@code -o UserKnownHostsFile}, {@code StrictHostKeyChecking}, {@code IdentityFile}, …)
     */
    record Ssh(
            String name,
            String address,
            @Nullable Integer port,
            @Nullable String user,
            List<Path> privateKeys,
            @Nullable Secret password,
            List<Path> knownHosts,
            boolean checkHostKey,
            Duration connectTimeout,
            int retries,
            String sshArguments)
            implements Target {

        /** One that is called once. */
        public Ssh(
                String name,
                String address,
                @Nullable Integer port,
                @Nullable String user,
                List<Path> privateKeys,
                @Nullable Secret password,
                List<Path> knownHosts,
                boolean checkHostKey,
                Duration connectTimeout,
                String sshArguments) {
            this(
                    name,
                    address,
                    port,
                    user,
                    privateKeys,
                    password,
                    knownHosts,
                    checkHostKey,
                    connectTimeout,
                    0,
                    sshArguments);
        }
    }
}
