package io.slipway.netboot.tftp;

/** Why a transfer is refused or ends early, in the order of their numbers (RFC 1350, appendix, and RFC 2347). */
enum ErrorCode {
    UNDEFINED,
    NOT_FOUND,
    ACCESS,
    FULL,
    ILLEGAL,
    UNKNOWN_TRANSFER,
    EXISTS,
    NO_SUCH_USER,
    OPTIONS_REFUSED;

    /** Numbers that nobody defined mean no more than that something is wrong. */
    static ErrorCode numbered(int number) {
        return number < values().length ? values()[number] : UNDEFINED;
    }
}
