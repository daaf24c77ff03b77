package io.slipway.netboot.dhcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slipway.common.network.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What a message says by its options: each once, and whole, however it travelled. */
final class Options {

    static final Options NONE = new Options(new LinkedHashMap<>());

    private final SequencedMap<Integer, byte[]> values;

    private Options(SequencedMap<Integer, byte[]> values) {
        this.values = values;
    }

    Options with(int code, byte[] value) {
        SequencedMap<Integer, byte[]> more = new LinkedHashMap<>(values);
        more.put(code, value);
        return new Options(more);
    }

    Options with(int code, IpAddress address) {
        return with(code, Wire.bytes(address));
    }

    Options with(int code, Iterable<IpAddress> addresses) {
        ByteBuffer all = ByteBuffer.allocate(Wire.LARGEST);
        addresses.forEach(address -> all.put(Wire.bytes(address)));
        return all.position() == 0 ? this : with(code, Arrays.copyOf(all.array(), all.position()));
    }

    Options with(int code, String text) {
        return text.isEmpty() ? this : with(code, text.getBytes(ISO_8859_1));
    }

    Options withSeconds(int code, long seconds) {
        return with(code, ByteBuffer.allocate(4).putInt((int) seconds).array());
    }

    /** Appends to what a message said already: an option that comes in pieces is one (RFC 3396). */
    Options append(int code, byte[] more) {
        byte[] before = values.getOrDefault(code, new byte[0]);
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        return with(code, all);
    }

    Options without(int code) {
        SequencedMap<Integer, byte[]> less = new LinkedHashMap<>(values);
        less.remove(code);
        return new Options(less);
    }

    Options copy(int code, Options from) {
        byte[] value = from.values.get(code);
        return value == null ? this : with(code, value);
    }

    boolean has(int code) {
        return values.containsKey(code);
    }

    Optional<byte[]> bytes(int code) {
        return Optional.ofNullable(values.get(code)).map(byte[]::clone);
    }

    /** Without the zeros that some append. */
    String text(int code) {
        return new String(values.getOrDefault(code, new byte[0]), ISO_8859_1).replaceFirst("\0+$", "");
    }

    Optional<IpAddress> address(int code) {
        byte[] value = values.get(code);
        return value == null || value.length != 4
                ? Optional.empty()
                : Optional.of(Wire.address(ByteBuffer.wrap(value)));
    }

    /** A number of one, two or four bytes; none when there is no such option or it has another size. */
    OptionalInt number(int code) {
        byte[] value = values.getOrDefault(code, new byte[0]);
        ByteBuffer in = ByteBuffer.wrap(value);
        return switch (value.length) {
            case 1 -> OptionalInt.of(Byte.toUnsignedInt(in.get()));
            case 2 -> OptionalInt.of(Short.toUnsignedInt(in.getShort()));
            case 4 -> OptionalInt.of(in.getInt());
            default -> OptionalInt.empty();
        };
    }

    void forEach(BiConsumer<Integer, byte[]> use) {
        values.forEach(use);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options its && toString().equals(its.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(option -> option.getKey() + "=" + HexFormat.of().formatHex(option.getValue()))
                .collect(Collectors.joining(" "));
    }
}
