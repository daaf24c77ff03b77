package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Object identifiers by the names that OpenSSL has for them: parts of a subject, purposes of a certificate, algorithms. */
final class Oids {

    private static final Pattern DOTTED = Pattern.compile("\\d+(\\.\\d+)+");

    /** The long name first, then the others. */
    private static final String TABLE = """
            2.5.4.3 commonName CN
            2.5.4.4 surname SN
            2.5.4.5 serialNumber
            2.5.4.6 countryName C
            2.5.4.7 localityName L
            2.5.4.8 stateOrProvinceName ST
            2.5.4.9 streetAddress street
            2.5.4.10 organizationName O
            2.5.4.11 organizationalUnitName OU
            2.5.4.12 title
            2.5.4.13 description
            2.5.4.15 businessCategory
            2.5.4.16 postalAddress
            2.5.4.17 postalCode
            2.5.4.20 telephoneNumber
            2.5.4.41 name
            2.5.4.42 givenName GN
            2.5.4.43 initials
            2.5.4.44 generationQualifier
            2.5.4.45 x500UniqueIdentifier
            2.5.4.46 dnQualifier
            2.5.4.65 pseudonym
            2.5.4.97 organizationIdentifier
            1.2.840.113549.1.9.1 emailAddress
            1.2.840.113549.1.9.2 unstructuredName
            0.9.2342.19200300.100.1.1 userId UID
            0.9.2342.19200300.100.1.25 domainComponent DC
            1.3.6.1.4.1.311.60.2.1.1 jurisdictionLocalityName jurisdictionL
            1.3.6.1.4.1.311.60.2.1.2 jurisdictionStateOrProvinceName jurisdictionST
            1.3.6.1.4.1.311.60.2.1.3 jurisdictionCountryName jurisdictionC
            2.5.29.37.0 anyExtendedKeyUsage|Any\\ Extended\\ Key\\ Usage
            1.3.6.1.5.5.7.3.1 serverAuth|TLS\\ Web\\ Server\\ Authentication
            1.3.6.1.5.5.7.3.2 clientAuth|TLS\\ Web\\ Client\\ Authentication
            1.3.6.1.5.5.7.3.3 codeSigning|Code\\ Signing
            1.3.6.1.5.5.7.3.4 emailProtection|E-mail\\ Protection
            1.3.6.1.5.5.7.3.5 ipsecEndSystem|IPSec\\ End\\ System
            1.3.6.1.5.5.7.3.6 ipsecTunnel|IPSec\\ Tunnel
            1.3.6.1.5.5.7.3.7 ipsecUser|IPSec\\ User
            1.3.6.1.5.5.7.3.8 timeStamping|Time\\ Stamping
            1.3.6.1.5.5.7.3.9 OCSPSigning|OCSP\\ Signing
            1.3.6.1.5.5.7.3.17 ipsecIKE|ipsec\\ Internet\\ Key\\ Exchange
            1.3.6.1.5.5.7.3.21 secureShellClient|SSH\\ Client
            1.3.6.1.5.5.7.3.22 secureShellServer|SSH\\ Server
            1.3.6.1.4.1.311.2.1.21 msCodeInd|Microsoft\\ Individual\\ Code\\ Signing
            1.3.6.1.4.1.311.2.1.22 msCodeCom|Microsoft\\ Commercial\\ Code\\ Signing
            1.3.6.1.4.1.311.10.3.4 msEFS|Microsoft\\ Encrypted\\ File\\ System
            1.3.6.1.4.1.311.20.2.2 msSmartcardLogin|Microsoft\\ Smartcard\\ Login
            1.3.6.1.5.2.3.4 pkInitClientAuth|PKINIT\\ Client\\ Auth
            1.3.6.1.5.2.3.5 pkInitKDC|Signing\\ KDC\\ Response
            1.2.840.113549.1.1.4 md5WithRSAEncryption
            1.2.840.113549.1.1.5 sha1WithRSAEncryption
            1.2.840.113549.1.1.11 sha256WithRSAEncryption
            1.2.840.113549.1.1.12 sha384WithRSAEncryption
            1.2.840.113549.1.1.13 sha512WithRSAEncryption
            1.2.840.10045.4.1 ecdsa-with-SHA1
            1.2.840.10045.4.3.2 ecdsa-with-SHA256
            1.2.840.10045.4.3.3 ecdsa-with-SHA384
            1.2.840.10045.4.3.4 ecdsa-with-SHA512
            2.16.840.1.101.3.4.3.2 dsa_with_SHA256
            1.3.101.112 ED25519
            1.3.101.113 ED448
            """;

    private static final Map<String, String> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, String> LONG = new LinkedHashMap<>();
    private static final Map<String, String> SHORT = new LinkedHashMap<>();

    static {
        TABLE.lines().forEach(line -> {
            String oid = line.substring(0, line.indexOf(' '));
            String names = line.substring(oid.length() + 1);
            boolean purpose = names.contains("|");
            String[] each = purpose ? names.replace("\\ ", " ").split("\\|") : names.split(" ");
            for (String name : each) {
                BY_NAME.put(name, oid);
            }
            LONG.put(oid, purpose ? each[1] : each[0]);
            SHORT.put(oid, purpose ? each[0] : each[each.length - 1]);
        });
    }

    private Oids() {}

    /** By a name or in dotted form. */
    static ASN1ObjectIdentifier of(String name) {
        String dotted = BY_NAME.getOrDefault(name, name);
        try {
            if (DOTTED.matcher(dotted).matches()) {
                return new ASN1ObjectIdentifier(dotted);
            }
        } catch (IllegalArgumentException e) {
            throw new CryptoException(Problem.of("\"" + name + "\" is no object identifier"), e);
        }
        throw new CryptoException(Problem.of("Cannot find OID for \"" + name + "\""));
    }

    static String name(ASN1ObjectIdentifier oid) {
        return LONG.getOrDefault(oid.getId(), oid.getId());
    }

    static String shortName(ASN1ObjectIdentifier oid) {
        return SHORT.getOrDefault(oid.getId(), oid.getId());
    }
}
