package io.slipway.common.crypto.x509;

import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.jspecify.annotations.Nullable;

/** Elliptic curves by name. */
public final class Curves {

    /** The names that Ansible's modules know. */
    public static final List<String> NAMES = List.of(
            "secp224r1",
            "secp256k1",
            "secp256r1",
            "secp384r1",
            "secp521r1",
            "secp192r1",
            "brainpoolP256r1",
            "brainpoolP384r1",
            "brainpoolP512r1",
            "sect163k1",
            "sect163r2",
            "sect233k1",
            "sect233r1",
            "sect283k1",
            "sect283r1",
            "sect409k1",
            "sect409r1",
            "sect571k1",
            "sect571r1");

    /** Those still fit for new keys. */
    private static final List<String> SOUND = NAMES.subList(0, 5);

    private Curves() {}

    public static boolean sound(String name) {
        return SOUND.contains(name);
    }

    static String name(ASN1ObjectIdentifier oid) {
        return NAMES.stream()
                .filter(name -> oid.equals(ECNamedCurveTable.getOID(name)))
                .findFirst()
                .orElseGet(() -> {
                    @Nullable String other = ECNamedCurveTable.getName(oid);
                    return other == null ? oid.getId() : other;
                });
    }
}
