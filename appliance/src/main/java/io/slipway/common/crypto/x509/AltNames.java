package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** Alternative names as text: {@code DNS:}, {@code IP:}, {@code email:}, {@code URI:}, {@code RID:}, {@code dirName:}, {@code otherName:}. */
final class AltNames {

    private static final Pattern OTHER = Pattern.compile("(\\d+(?:\\.\\d+)*);(.*)", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2})*");

    private AltNames() {}

    /** @param what what the name is for, for the message */
    static GeneralName parse(String text, String what) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw unusable(text, what, "forgot \"DNS:\" prefix?");
        }
        String value = text.substring(colon + 1);
        try {
            return switch (text.substring(0, colon)) {
                case "DNS" -> ascii(GeneralName.dNSName, domain(value));
                case "IP" -> new GeneralName(GeneralName.iPAddress, new DEROctetString(address(value)));
                case "email" -> {
                    int at = value.indexOf('@');
                    yield ascii(
                            GeneralName.rfc822Name,
                            at < 0 ? value : value.substring(0, at + 1) + domain(value.substring(at + 1)));
                }
                case "URI" ->
                    ascii(
                            GeneralName.uniformResourceIdentifier,
                            URI.create(value).toASCIIString());
                case "RID" -> new GeneralName(GeneralName.registeredID, new ASN1ObjectIdentifier(value));
                case "dirName" -> new GeneralName(Names.parseAll(value));
                case "otherName" -> new GeneralName(GeneralName.otherName, other(value));
                default ->
                    throw unusable(
                            text, what, "names begin with DNS:, IP:, email:, URI:, RID:, dirName: or otherName:");
            };
        } catch (IllegalArgumentException | IOException e) {
            throw unusable(text, what, String.valueOf(e.getMessage()));
        }
    }

    private static GeneralName ascii(int tag, String value) {
        return new GeneralName(tag, new DERIA5String(value, true));
    }

    private static CryptoException unusable(String text, String what, String why) {
        return new CryptoException(Problem.of("Cannot parse " + what + " \"" + text + "\" (" + why + ")"));
    }

    /** Labels that are not ASCII become what DNS calls them. */
    private static String domain(String name) {
        List<String> labels = new ArrayList<>();
        for (String label : name.split("\\.", -1)) {
            labels.add(label.chars().allMatch(c -> c < 128) ? label : IDN.toASCII(label));
        }
        return String.join(".", labels);
    }

    private static byte[] address(String text) throws IOException {
        int slash = text.indexOf('/');
        byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        if (slash < 0) {
            return address;
        }
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        byte[] both = Arrays.copyOf(address, address.length * 2);
        for (int i = 0; i < bits; i++) {
            both[address.length + i / 8] |= (byte) (0x80 >> (i % 8));
        }
        return both;
    }

    private static OtherName other(String text) throws IOException {
        Matcher parts = OTHER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("write otherName:<OID>;<hex string> or otherName:<OID>;UTF8:<text>");
        }
        ASN1ObjectIdentifier type = new ASN1ObjectIdentifier(parts.group(1));
        String value = parts.group(2);
        if (HEX.matcher(value).matches()) {
            StringBuilder digits = new StringBuilder();
            for (String pair : value.split(":")) {
                digits.append(pair.length() == 1 ? "0" : "").append(pair);
            }
            return new OtherName(
                    type, ASN1Primitive.fromByteArray(HexFormat.of().parseHex(digits)));
        }
        for (String prefix : List.of("UTF8:", "UTF8String:")) {
            if (value.startsWith(prefix)) {
                return new OtherName(type, new DERUTF8String(value.substring(prefix.length())));
            }
        }
        throw new IllegalArgumentException("only UTF8 texts and hexadecimal DER are known");
    }

    static String show(GeneralName name) {
        ASN1Encodable value = name.getName();
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> "DNS:" + text(value);
            case GeneralName.rfc822Name -> "email:" + text(value);
            case GeneralName.uniformResourceIdentifier -> "URI:" + text(value);
            case GeneralName.iPAddress ->
                "IP:" + address(ASN1OctetString.getInstance(value).getOctets());
            case GeneralName.registeredID ->
                "RID:" + ASN1ObjectIdentifier.getInstance(value).getId();
            case GeneralName.directoryName -> "dirName:" + directory(X500Name.getInstance(value));
            case GeneralName.otherName -> other(OtherName.getInstance(value));
            default -> "unknown:" + value;
        };
    }

    private static String text(ASN1Encodable value) {
        return value instanceof ASN1String string ? string.getString() : value.toString();
    }

    private static String other(OtherName name) {
        try {
            return "otherName:" + name.getTypeID().getId() + ";"
                    + Fingerprints.hex(name.getValue().toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            return "otherName:" + name.getTypeID().getId();
        }
    }

    private static String directory(X500Name name) {
        List<String> parts = new ArrayList<>();
        for (List<String> part : Names.parts(name, true).reversed()) {
            parts.add(part.get(0) + "=" + part.get(1).replaceAll("([\\\\,+<>;\"])", "\\\\$1"));
        }
        return String.join(",", parts);
    }

    private static String address(byte[] octets) {
        int half = octets.length == 8 || octets.length == 32 ? octets.length / 2 : octets.length;
        byte[] address = Arrays.copyOf(octets, half);
        String text = half == 16 ? compressed(address) : dotted(address);
        if (half == octets.length) {
            return text;
        }
        int bits = 0;
        for (int i = half; i < octets.length; i++) {
            bits += Integer.bitCount(octets[i] & 0xFF);
        }
        return text + "/" + bits;
    }

    private static String dotted(byte[] address) {
        List<String> numbers = new ArrayList<>();
        for (byte one : address) {
            numbers.add(Integer.toString(one & 0xFF));
        }
        return String.join(".", numbers);
    }

    /** RFC 5952: the longest run of zero groups, if longer than one, is left out. */
    private static String compressed(byte[] address) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 16; i += 2) {
            groups.add(Integer.toHexString(((address[i] & 0xFF) << 8) | (address[i + 1] & 0xFF)));
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && groups.get(j).equals("0")) {
                j++;
            }
            if (j - i > length) {
                start = i;
                length = j - i;
            }
        }
        return start < 0
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::"
                        + String.join(":", groups.subList(start + length, 8));
    }
}
