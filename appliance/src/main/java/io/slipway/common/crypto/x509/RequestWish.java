package io.slipway.common.crypto.x509;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate signing request is to say, in the words of Ansible's {@code openssl_csr}.
 *
 * @param subject type and value of each part
 * @param ordered whether the order of the subject's parts matters
 * @param createKeyId whether the subject key identifier is made of the public key
 * @param keyId the subject key identifier
 * @param authorityKeyId who signs, by key identifier; {@code authorityIssuer} and {@code authoritySerial}, by certificate
 */
public record RequestWish(
        List<List<String>> subject,
        boolean ordered,
        Listed altNames,
        Listed keyUsage,
        Listed purposes,
        Listed constraints,
        boolean mustStaple,
        boolean mustStapleCritical,
        List<String> permitted,
        List<String> excluded,
        boolean namesCritical,
        boolean createKeyId,
        Optional<byte[]> keyId,
        Optional<byte[]> authorityKeyId,
        List<String> authorityIssuer,
        Optional<BigInteger> authoritySerial,
        List<CrlPoint> crlPoints,
        String digest) {

    /** Values of an extension, and whether who does not know it must refuse the certificate. */
    public record Listed(List<String> values, boolean critical) {
        public static final Listed NONE = new Listed(List.of(), false);
    }

    /** Where revocations are told; {@code relativeName} is the last part of the issuer's name. */
    public record CrlPoint(
            List<String> fullName, List<String> relativeName, List<String> issuer, List<String> reasons) {}
}
