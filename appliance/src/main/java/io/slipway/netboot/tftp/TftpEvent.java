package io.slipway.netboot.tftp;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What became of a request. */
public sealed interface TftpEvent {

    InetSocketAddress client();

    /** @param confirmed whether the client acknowledged the last block; some boot without doing so */
    record Sent(InetSocketAddress client, String name, long bytes, Duration took, boolean confirmed)
            implements TftpEvent {}

    /** The client was told that it does not get this. */
    record Refused(InetSocketAddress client, String name, String why) implements TftpEvent {}

    /**
     * The client broke off. With nothing sent that is no mistake: UEFI asks for the size of a file in that way, and then asks for the file.
     *
     * @param why its words
     */
    record BrokenOff(InetSocketAddress client, String name, long bytes, String why) implements TftpEvent {}

    /** The client fell silent in the middle. */
    record Lost(InetSocketAddress client, String name, long bytes) implements TftpEvent {}

    /** The server could not go on, such as for a disk that cannot be read. */
    record Failed(InetSocketAddress client, String name, String why) implements TftpEvent {}

    /** Not answered, since as many transfers as there may be were going on; firmware asks again. */
    record Busy(InetSocketAddress client) implements TftpEvent {}

    /** What came was no request. It is not answered, so that nobody is hit by answers to a forged address. */
    record Nonsense(InetSocketAddress client, String why) implements TftpEvent {}
}
