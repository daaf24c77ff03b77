package io.slipway.lab;

import io.slipway.common.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param network its first address, as an unsigned number
 * @param prefix how many leading bits its addresses share
 */
public record Subnet(long network, int prefix) {

    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /** A subnet that a lab may have: {@code 10.77.0.0/24}, or wider up to /16. */
    public static Subnet parse(String cidr) {
        Subnet subnet = read(cidr)
                .orElseThrow(() -> new LabException(
                        Problem.of("'" + cidr + "' is not a subnet").hint("for example 10.77.0.0/24")));
        if (subnet.prefix < 16 || subnet.prefix > 24) {
            throw new LabException(
                    Problem.of("a lab cannot live in " + cidr).because("it needs a subnet between /16 and /24"));
        }
        return subnet;
    }

    /** Any subnet in CIDR form; bits beyond the prefix must be zero. Empty for anything else, such as IPv6. */
    static Optional<Subnet> read(String cidr) {
        Matcher parts = CIDR.matcher(cidr.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(parts.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        int prefix = Integer.parseInt(parts.group(5));
        if (prefix > 32 || (address & ~mask(prefix)) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Subnet(address, prefix));
    }

    private static long mask(int prefix) {
        return 0xffff_ffffL << (32 - prefix) & 0xffff_ffffL;
    }

    public boolean overlaps(Subnet other) {
        long mask = mask(Math.min(prefix, other.prefix));
        return (network & mask) == (other.network & mask);
    }

    /** The address with this number: 1 is the gateway. */
    public String host(int number) {
        long address = network + number;
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    /** This machine, as the nodes see it. */
    public String gateway() {
        return host(1);
    }

    /** CIDR form. */
    @Override
    public String toString() {
        return host(0) + "/" + prefix;
    }
}
