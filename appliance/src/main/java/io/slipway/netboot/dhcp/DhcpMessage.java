package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A message of DHCP; its parts have the names of RFC 2131, section 2.
 *
 * @param reply whether a server sent it
 * @param secs since the client began
 * @param broadcast whether the client can be reached by broadcast alone, as long as it has no address
 * @param serverName text of {@code sname}; empty when options stand there
 * @param file text of {@code file}; empty when options stand there
 */
record DhcpMessage(
        boolean reply,
        Hardware hardware,
        int hops,
        int transaction,
        int secs,
        boolean broadcast,
        IpAddress ciaddr,
        IpAddress yiaddr,
        IpAddress siaddr,
        IpAddress giaddr,
        String serverName,
        String file,
        Options options) {

    /**
     * @param type 1 for Ethernet, 32 for InfiniBand, whose addresses are too long to stand here
     * @param address as many bytes as it has, in hexadecimal digits
     */
    record Hardware(int type, String address) {

        static final int ETHERNET = 1;

        static Hardware of(int type, byte[] address) {
            return new Hardware(type, HexFormat.of().formatHex(address));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(address);
        }

        Optional<MacAddress> mac() {
            return type == ETHERNET && address.length() == 12 ? MacAddress.parse(address) : Optional.empty();
        }
    }

    Optional<MessageType> type() {
        return options.number(Option.MESSAGE_TYPE).stream()
                .mapToObj(MessageType::numbered)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether a relay agent sent it on. */
    boolean relayed() {
        return !giaddr.equals(Wire.NONE);
    }

    /** An answer to this, that offers nothing yet. */
    DhcpMessage answer(MessageType type, IpAddress server) {
        Options first = Options.NONE.with(Option.MESSAGE_TYPE, type.bytes()).with(Option.SERVER, server);
        return new DhcpMessage(
                true, hardware, 0, transaction, 0, broadcast, Wire.NONE, Wire.NONE, Wire.NONE, giaddr, "", "", first);
    }

    /** The same, but for what is changed. */
    private DhcpMessage with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new DhcpMessage(
                reply,
                hardware,
                hops,
                transaction,
                secs,
                draft.broadcast,
                draft.ciaddr,
                draft.yiaddr,
                draft.siaddr,
                giaddr,
                draft.serverName,
                draft.file,
                draft.options);
    }

    /** What a server changes of an answer. */
    private static final class Draft {
        private boolean broadcast;
        private IpAddress ciaddr;
        private IpAddress yiaddr;
        private IpAddress siaddr;
        private String serverName;
        private String file;
        private Options options;

        Draft(DhcpMessage from) {
            broadcast = from.broadcast;
            ciaddr = from.ciaddr;
            yiaddr = from.yiaddr;
            siaddr = from.siaddr;
            serverName = from.serverName;
            file = from.file;
            options = from.options;
        }
    }

    DhcpMessage with(Options others) {
        return with(draft -> draft.options = others);
    }

    DhcpMessage addresses(IpAddress client, IpAddress your) {
        return with(draft -> {
            draft.ciaddr = client;
            draft.yiaddr = your;
        });
    }

    DhcpMessage broadcasting() {
        return with(draft -> draft.broadcast = true);
    }

    /** @param next where the file is fetched */
    DhcpMessage booting(IpAddress next, String name, String what) {
        return with(draft -> {
            draft.siaddr = next;
            draft.serverName = name;
            draft.file = what;
        });
    }
}
