package io.slipway.netboot.dns;

import io.slipway.common.network.IpAddress;

/** What a server did beside answering for its own names. */
public sealed interface DnsEvent {

    /**
     * A machine of the pod asked for a name that is none of ours.
     *
     * @param forwarded whether another server was asked, or the client was refused
     */
    record Outside(String name, IpAddress client, boolean forwarded) implements DnsEvent {}

    /** No other server knew in time, or too many questions were open. */
    record Unanswered(String name, IpAddress client) implements DnsEvent {}

    /** The server could not do its work. */
    record Failed(String why) implements DnsEvent {}
}
