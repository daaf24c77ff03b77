package io.slipway.netboot.install;

/**
 * The key by which a node is known over SSH.
 *
 * @param secret the whole file, as OpenSSH has it
 * @param open one line
 */
public record NodeKey(String secret, String open) {

    static final NodeKey SAMPLE = new NodeKey("-----BEGIN OPENSSH PRIVATE KEY-----\n", "ssh-ed25519 AAAA sample");

    /** Without what must stay secret. */
    @Override
    public String toString() {
        return open;
    }
}
