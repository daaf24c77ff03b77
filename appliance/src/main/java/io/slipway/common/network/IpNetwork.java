package io.slipway.common.network;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address and how many of its first bits are the network's: {@code 192.168.1.5/24}.
 *
 * @param prefix 0 to 32 or 128
 */
public record IpNetwork(IpAddress address, int prefix) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** @throws IllegalArgumentException when the prefix is longer than the address */
    public IpNetwork {
        if (prefix < 0 || prefix > address.width()) {
            throw new IllegalArgumentException(
                    "/" + prefix + " is no prefix of an IPv" + address.version() + " address");
        }
    }

    /**
     * An address alone, or with {@code /24}, {@code /255.255.255.0} or {@code /0.0.0.255} after it; of IPv4, octets at the end can be left
     * out. Empty when it is none of these.
     */
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash);
        Optional<IpAddress> address = IpAddress.parse(first).or(() -> IpAddress.parse(padded(first.strip())));
        if (address.isEmpty() || slash < 0) {
            return address.map(alone -> new IpNetwork(alone, alone.width()));
        }
        return prefix(text.substring(slash + 1).strip(), address.get().version())
                .filter(prefix -> prefix <= address.get().width())
                .map(prefix -> new IpNetwork(address.get(), prefix));
    }

    private static String padded(String text) {
        if (text.indexOf(':') >= 0) {
            return "";
        }
        String[] octets = text.split("\\.", -1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Math.max(4, octets.length); i++) {
            String octet = i < octets.length ? octets[i].replaceFirst("^0+(?=.)", "") : "0";
            all.append(i == 0 ? "" : ".").append(octet);
        }
        return all.toString();
    }

    private static Optional<Integer> prefix(String text, int version) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(Integer.parseInt(text));
        }
        return IpAddress.parse(text)
                .filter(mask -> mask.version() == version)
                .flatMap(mask -> ones(mask).or(() -> ones(inverted(mask))));
    }

    private static IpAddress inverted(IpAddress mask) {
        return new IpAddress(mask.version(), all(mask.width()).andNot(mask.value()));
    }

    /** How many bits of a mask are set, if none follows one that is not. */
    private static Optional<Integer> ones(IpAddress mask) {
        int count = mask.value().bitCount();
        return mask.value()
                        .equals(all(mask.width())
                                .shiftLeft(mask.width() - count)
                                .and(all(mask.width())))
                ? Optional.of(count)
                : Optional.empty();
    }

    private static BigInteger all(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    public int version() {
        return address.version();
    }

    public int width() {
        return address.width();
    }

    private BigInteger hostBits() {
        return all(width() - prefix);
    }

    private IpAddress of(BigInteger value) {
        return new IpAddress(version(), value);
    }

    public IpAddress first() {
        return of(address.value().andNot(hostBits()));
    }

    public IpAddress last() {
        return of(address.value().or(hostBits()));
    }

    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(width() - prefix);
    }

    /** The last address; none in networks of IPv4 too small for it. */
    public @Nullable IpAddress broadcast() {
        return version() == 4 && width() - prefix <= 1 ? null : last();
    }

    public IpAddress netmask() {
        return of(all(width()).andNot(hostBits()));
    }

    public IpAddress hostmask() {
        return of(hostBits());
    }

    /** The network itself, whatever host it was written with. */
    public IpNetwork network() {
        return new IpNetwork(first(), prefix);
    }

    public boolean contains(IpNetwork other) {
        return version() == other.version()
                && first().compareTo(other.first()) <= 0
                && other.last().compareTo(last()) <= 0;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
