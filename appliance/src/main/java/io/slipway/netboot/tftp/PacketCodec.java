package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Between bytes and packets. Bytes come from anybody: whatever they are, reading them ends, and throws nothing but {@link TftpException}. */
final class PacketCodec {

    static final int HEADER = 4;

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int DATA = 3;
    private static final int ACKNOWLEDGEMENT = 4;
    private static final int ERROR = 5;
    private static final int OPTIONS = 6;
    private static final int MOST_OPTIONS = 32;

    private PacketCodec() {}

    static Packet read(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        int opcode = number(in);
        return switch (opcode) {
            case READ -> new Packet.ReadRequest(text(in), text(in), options(in));
            case WRITE -> new Packet.WriteRequest(text(in));
            case DATA -> new Packet.Data(number(in), in.slice());
            case ACKNOWLEDGEMENT -> new Packet.Acknowledgement(number(in));
            case ERROR -> new Packet.Failure(ErrorCode.numbered(number(in)), rest(in));
            case OPTIONS -> new Packet.OptionsAccepted(options(in));
            default -> throw TftpException.malformed("operation " + opcode);
        };
    }

    private static int number(ByteBuffer in) {
        if (in.remaining() < 2) {
            throw TftpException.malformed("it ends after " + in.limit() + " bytes");
        }
        return Short.toUnsignedInt(in.getShort());
    }

    private static String text(ByteBuffer in) {
        int start = in.position();
        while (in.hasRemaining()) {
            if (in.get() == 0) {
                return text(in, start, in.position() - 1);
            }
        }
        throw TftpException.malformed("a text in it has no end");
    }

    /** Firmware is known to leave out the zero after a message. */
    private static String rest(ByteBuffer in) {
        int start = in.position();
        while (in.hasRemaining() && in.get(in.position()) != 0) {
            in.get();
        }
        return text(in, start, in.position());
    }

    private static String text(ByteBuffer in, int start, int end) {
        byte[] bytes = new byte[end - start];
        in.get(start, bytes);
        return new String(bytes, ISO_8859_1);
    }

    /** What follows the last whole pair is padding: some firmware sends a buffer of fixed size. */
    private static SequencedMap<String, String> options(ByteBuffer in) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        while (in.hasRemaining() && in.get(in.position()) != 0) {
            if (options.size() == MOST_OPTIONS) {
                throw TftpException.malformed("more than " + MOST_OPTIONS + " options");
            }
            String name = text(in);
            String value = text(in);
            if (options.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                options.put(name, value);
            }
        }
        return options;
    }

    static ByteBuffer write(Packet packet) {
        return switch (packet) {
            case Packet.ReadRequest(String file, String mode, SequencedMap<String, String> options) -> {
                SequencedMap<String, String> texts = new LinkedHashMap<>();
                texts.put(file, mode);
                yield texts(READ, texts, options);
            }
            case Packet.WriteRequest(String file) ->
                texts(WRITE, Map.of(file, Packet.Mode.OCTET.name().toLowerCase(Locale.ROOT)), Map.of());
            case Packet.Data(int block, ByteBuffer content) -> {
                ByteBuffer out = ByteBuffer.allocate(HEADER + content.remaining());
                header(out, block);
                yield out.put(content.duplicate()).flip();
            }
            case Packet.Acknowledgement(int block) ->
                ByteBuffer.allocate(HEADER)
                        .putShort((short) ACKNOWLEDGEMENT)
                        .putShort((short) block)
                        .flip();
            case Packet.Failure(ErrorCode code, String message) ->
                ByteBuffer.allocate(HEADER + message.length() + 1)
                        .putShort((short) ERROR)
                        .putShort((short) code.number())
                        .put(message.getBytes(ISO_8859_1))
                        .put((byte) 0)
                        .flip();
            case Packet.OptionsAccepted(SequencedMap<String, String> options) -> texts(OPTIONS, options, Map.of());
        };
    }

    /** Begins a block of data in a buffer that its content is read into afterwards. */
    static void header(ByteBuffer out, long block) {
        out.putShort((short) DATA).putShort((short) block);
    }

    private static ByteBuffer texts(int opcode, Map<String, String> first, Map<String, String> second) {
        StringBuilder text = new StringBuilder();
        first.forEach(
                (name, value) -> text.append(name).append('\0').append(value).append('\0'));
        second.forEach(
                (name, value) -> text.append(name).append('\0').append(value).append('\0'));
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) opcode)
                .put(bytes)
                .flip();
    }
}
