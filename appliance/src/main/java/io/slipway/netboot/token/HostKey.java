package io.slipway.netboot.token;

/**
 * The key by which a node is known over SSH.
 *
 * @param secret the file {@code ssh_host_ed25519_key}
 * @param open one line, without its end: type, key, comment
 */
public record HostKey(String secret, String open) {

    /** Without what must stay secret. */
    @Override
    public String toString() {
        return open;
    }
}
