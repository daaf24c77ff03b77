package io.slipway.netboot.tftp;

import java.util.Arrays;

/** Why a transfer is refused or ends early (RFC 1350, appendix, and RFC 2347). */
enum ErrorCode {
    UNDEFINED(0),
    NOT_FOUND(1),
    ACCESS(2),
    FULL(3),
    ILLEGAL(4),
    UNKNOWN_TRANSFER(5),
    EXISTS(6),
    NO_SUCH_USER(7),
    OPTIONS_REFUSED(8);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Numbers that nobody defined mean no more than that something is wrong. */
    static ErrorCode numbered(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(UNDEFINED);
    }
}
