package io.slipway.netboot.serve;

import java.util.List;

/**
 * What is set about the pod's time.
 *
 * @param interfaces at whose addresses it is served; none of them: where machines are booted
 * @param local whether this host's clock counts though nobody keeps it right
 */
public record NtpSettings(List<String> interfaces, int port, boolean local) {

    public static final int PORT = 123;

    public NtpSettings {
        interfaces = List.copyOf(interfaces);
    }
}
