package io.slipway.automation.transport.ssh;

import java.io.IOException;

/** Something that can prove who we are. */
interface Identity {

    /** The public key or certificate, in SSH's wire format. */
    byte[] blob();

    /** Where it comes from, for messages. */
    String origin();

    /**
     * @param algorithm such as {@code rsa-sha2-512}: how to sign, never the name of a certificate's type
     * @return the signature with its name, in SSH's wire format
     * @throws IOException if it cannot, or may not
     */
    byte[] sign(byte[] data, String algorithm) throws IOException;

    default String words() {
        return origin() + " (" + Blobs.type(blob()) + " " + KnownHosts.fingerprint(blob()) + ")";
    }

    /** The same private key with a certificate that belongs to it. */
    record Certified(Identity key, byte[] blob, String origin) implements Identity {

        @Override
        public byte[] sign(byte[] data, String algorithm) throws IOException {
            return key.sign(data, algorithm);
        }
    }
}
