package io.slipway.mirror.apt;

/** How a source is given out. */
public enum Publication {
    /** Together with the other sources of its mirror, as one suite that the pod signs. */
    MERGED,
    /** By itself at the vendor's path, with indexes of what the mirror holds, signed by the pod. */
    RESIGNED,
    /** By itself at the vendor's path, byte by byte as the vendor has it, with the vendor's signature. */
    VERBATIM
}
