package io.slipway.netboot.dns;

import org.xbill.DNS.Message;

/** What is done about a packet. */
sealed interface Verdict {

    /** No answer, so that nobody can be hit by answers to a forged address, and servers do not talk to each other for ever. */
    record Silence(String why) implements Verdict {}

    /** @param room how many bytes the client takes */
    record Reply(Message message, int room) implements Verdict {}

    /**
     * The name is none of ours: somebody else may know it.
     *
     * @param refusal what is said when there is nobody to ask
     */
    record Outside(String name, Message query, Message refusal, int room) implements Verdict {}
}
