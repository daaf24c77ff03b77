package io.slipway.netboot.dhcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slipway.common.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Between bytes and messages (RFC 2131, section 2). Bytes come from anybody: whatever they are, reading them ends, and throws nothing but
 * {@link DhcpException}.
 */
final class DhcpCodec {

    private static final int COOKIE = 0x63825363;
    private static final int SERVER_NAME = 64;
    private static final int FILE = 128;
    private static final int HARDWARE = 16;
    private static final int BROADCAST = 0x8000;

    /** Up to and including the cookie. */
    private static final int HEADER = 240;

    /** What IPv4 and UDP put before it, which counts when a client says how much it takes. */
    private static final int LOWER_HEADERS = 28;

    private static final int LEAST_THAT_ALL_TAKE = 576;

    /** BOOTP messages have at least this size (RFC 1542, section 2.1), and some firmware drops what is shorter. */
    private static final int SMALLEST = 300;

    private DhcpCodec() {}

    static DhcpMessage read(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        if (in.remaining() < HEADER) {
            throw DhcpException.malformed("it ends after " + in.remaining() + " bytes");
        }
        int operation = in.get();
        int type = Byte.toUnsignedInt(in.get());
        int length = Byte.toUnsignedInt(in.get());
        if (operation != 1 && operation != 2) {
            throw DhcpException.malformed("operation " + operation);
        }
        if (length > HARDWARE) {
            throw DhcpException.malformed("a hardware address of " + length + " bytes");
        }
        DhcpMessage plain = new DhcpMessage(
                operation == 2,
                DhcpMessage.Hardware.of(type, part(in, 28, length)),
                Byte.toUnsignedInt(in.get()),
                in.getInt(),
                Short.toUnsignedInt(in.getShort()),
                (in.getShort() & BROADCAST) != 0,
                Wire.address(in),
                Wire.address(in),
                Wire.address(in),
                Wire.address(in),
                "",
                "",
                Options.NONE);
        ByteBuffer serverName = in.slice(28 + HARDWARE, SERVER_NAME);
        ByteBuffer file = in.slice(28 + HARDWARE + SERVER_NAME, FILE);
        if (in.getInt(HEADER - 4) != COOKIE) {
            throw DhcpException.malformed("it has no options");
        }
        Options options = OptionArea.read(in.slice(HEADER, in.limit() - HEADER), Options.NONE);
        int overload = options.number(Option.OVERLOAD).orElse(0);
        if ((overload & 1) != 0) {
            options = OptionArea.read(file, options);
        }
        if ((overload & 2) != 0) {
            options = OptionArea.read(serverName, options);
        }
        return plain.booting(
                        plain.siaddr(),
                        (overload & 2) != 0 ? "" : text(serverName),
                        (overload & 1) != 0 ? "" : text(file))
                .with(options.without(Option.OVERLOAD));
    }

    private static byte[] part(ByteBuffer in, int start, int length) {
        byte[] part = new byte[length];
        in.get(start, part);
        return part;
    }

    private static String text(ByteBuffer field) {
        String all = ISO_8859_1.decode(field.duplicate()).toString();
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    /** The size of the largest message that a client takes, by what it said. */
    static int largest(DhcpMessage request) {
        int said = request.options().number(Option.LARGEST_MESSAGE).orElse(LEAST_THAT_ALL_TAKE);
        return Math.clamp(said, LEAST_THAT_ALL_TAKE, Wire.LARGEST + LOWER_HEADERS) - LOWER_HEADERS;
    }

    /**
     * A message in at most so many bytes. Options that do not fit stand in {@code file} and {@code sname}, if these are free.
     *
     * @throws DhcpException when they still do not
     */
    static ByteBuffer write(DhcpMessage message, int largest) {
        ByteBuffer out = ByteBuffer.allocate(Math.max(largest, SMALLEST));
        byte[] hardware = message.hardware().bytes();
        out.put((byte) (message.reply() ? 2 : 1))
                .put((byte) message.hardware().type())
                .put((byte) hardware.length)
                .put((byte) message.hops())
                .putInt(message.transaction())
                .putShort((short) message.secs())
                .putShort((short) (message.broadcast() ? BROADCAST : 0));
        out.put(Wire.bytes(message.ciaddr()))
                .put(Wire.bytes(message.yiaddr()))
                .put(Wire.bytes(message.siaddr()))
                .put(Wire.bytes(message.giaddr()));
        out.put(out.position(), hardware);
        ByteBuffer serverName = out.slice(28 + HARDWARE, SERVER_NAME);
        ByteBuffer file = out.slice(28 + HARDWARE + SERVER_NAME, FILE);
        put(serverName, message.serverName());
        put(file, message.file());
        ByteBuffer options = out.putInt(HEADER - 4, COOKIE).slice(HEADER, largest - HEADER);
        if (!OptionArea.write(message.options(), options) && !overloaded(message, options, file, serverName)) {
            throw new DhcpException(
                    Problem.of("the options of a DHCP message do not fit into " + largest + " bytes")
                            .because(message.options().toString())
                            .hint("leave some out, or shorten the longest"),
                    null);
        }
        return out.position(0).limit(Math.max(SMALLEST, HEADER + options.position()));
    }

    private static boolean overloaded(DhcpMessage message, ByteBuffer options, ByteBuffer file, ByteBuffer serverName) {
        List<ByteBuffer> free = new ArrayList<>();
        int which = 0;
        if (message.file().isEmpty()) {
            free.add(file);
            which |= 1;
        }
        if (message.serverName().isEmpty()) {
            free.add(serverName);
            which |= 2;
        }
        return which != 0 && OptionArea.write(message.options(), which, options, free);
    }

    private static void put(ByteBuffer field, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        if (bytes.length >= field.remaining()) {
            throw new DhcpException(
                    Problem.of("a text is too long for a DHCP message")
                            .because(text + " has more than " + (field.remaining() - 1) + " bytes"),
                    null);
        }
        field.duplicate().put(bytes);
    }
}
