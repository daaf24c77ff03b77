package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** Distinguished names: who a certificate is about, and who issued it. */
final class Names {

    private static final Set<String> PRINTABLE = Set.of("2.5.4.6", "1.3.6.1.4.1.311.60.2.1.3", "2.5.4.46");
    private static final Set<String> ASCII = Set.of("1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25");

    private Names() {}

    /** One part of a name: its type by any name, and its value. */
    record Part(String type, String value) {}

    static X500Name of(List<Part> parts) {
        return new X500Name(parts.stream().map(part -> new RDN(attribute(part))).toArray(RDN[]::new));
    }

    private static AttributeTypeAndValue attribute(Part part) {
        ASN1ObjectIdentifier type = Oids.of(part.type());
        if (type.getId().equals("2.5.4.6") && part.value().length() != 2) {
            throw new CryptoException(
                    Problem.of("Country name must be a 2 character country code, not \"" + part.value() + "\""));
        }
        ASN1Encodable value = PRINTABLE.contains(type.getId())
                ? new DERPrintableString(part.value())
                : ASCII.contains(type.getId()) ? new DERIA5String(part.value()) : new DERUTF8String(part.value());
        return new AttributeTypeAndValue(type, value);
    }

    /** A relative name, which stands for several parts at once. */
    static RDN relative(List<String> parts) {
        return new RDN(parts.stream().map(part -> attribute(parse(part))).toArray(AttributeTypeAndValue[]::new));
    }

    private static Part parse(String part) {
        int equals = part.indexOf('=');
        if (equals < 1) {
            throw new CryptoException(Problem.of("\"" + part + "\" is no part of a distinguished name")
                    .hint("write it as CN=name"));
        }
        return new Part(
                part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }

    /** A name as text, {@code CN=a, O=b} or {@code /CN=a/O=b}. */
    static X500Name parseAll(String text) {
        String name = text.stripLeading();
        char separator = name.startsWith("/") ? '/' : ',';
        List<Part> parts = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (int i = separator == '/' ? 1 : 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                current.append(name.charAt(++i));
            } else if (c == separator) {
                parts.add(parse(current.toString()));
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        parts.add(parse(current.toString()));
        return of(parts.reversed());
    }

    /** Type and value of every part, in order. */
    static List<List<String>> parts(X500Name name, boolean shortTypes) {
        List<List<String>> parts = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            for (AttributeTypeAndValue one : rdn.getTypesAndValues()) {
                String type = shortTypes ? Oids.shortName(one.getType()) : Oids.name(one.getType());
                parts.add(List.of(type, value(one)));
            }
        }
        return parts;
    }

    private static String value(AttributeTypeAndValue one) {
        return one.getValue() instanceof ASN1String string
                ? string.getString()
                : one.getValue().toString();
    }
}
