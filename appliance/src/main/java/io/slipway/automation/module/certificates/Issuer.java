package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.common.crypto.x509.Certificate;
import io.slipway.common.crypto.x509.Issue;
import io.slipway.common.crypto.x509.PrivateHalf;
import io.slipway.common.crypto.x509.Request;
import io.slipway.common.crypto.x509.RequestWish;
import io.slipway.common.crypto.x509.RequestWish.Listed;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who signs, and what.
 *
 * @param ownKey the key that the certificate is to be about, if the task names it
 * @param authority empty where the certificate's own key signs
 * @param exactTimes whether a certificate with other dates is another one
 */
record Issuer(
        Request request,
        PrivateHalf signingKey,
        Optional<PrivateHalf> ownKey,
        Optional<Certificate> authority,
        Issue terms,
        boolean exactTimes,
        Map<String, @Nullable Object> values) {

    private static final String NO_REQUEST = "The certificate signing request file %s does not exist";
    private static final String NO_KEY = "The private key file %s does not exist";

    static Issuer of(Arguments a, FoundPath found, Instant now) {
        return a.string("provider").equals("ownca") ? authority(a, found, now) : itself(a, found, now);
    }

    private static Issuer itself(Arguments a, FoundPath found, Instant now) {
        need(a, "privatekey_path", "privatekey_content", "selfsigned");
        refuseVersionTwo(a, "selfsigned_version");
        PrivateHalf key = Keys.privateKey(a, found, "privatekey", NO_KEY);
        Issue terms = terms(a, "selfsigned", false, now);
        Request request = a.has("csr_path") || a.has("csr_content")
                ? Request.read(NodeFile.content(a, found, "csr_content", "csr_path", NO_REQUEST))
                : Request.make(nothing(terms.digest()), key);
        return new Issuer(
                request, key, Optional.of(key), Optional.empty(), terms, !a.flag("ignore_timestamps"), Map.of());
    }

    private static Issuer authority(Arguments a, FoundPath found, Instant now) {
        need(a, "ownca_path", "ownca_content", "ownca");
        need(a, "ownca_privatekey_path", "ownca_privatekey_content", "ownca");
        refuseVersionTwo(a, "ownca_version");
        if (!a.has("csr_path") && !a.has("csr_content")) {
            throw new ModuleFailure("csr_path or csr_content is required for ownca provider");
        }
        Request request = Request.read(NodeFile.content(a, found, "csr_content", "csr_path", NO_REQUEST));
        Certificate authority = Certificate.read(
                NodeFile.content(a, found, "ownca_content", "ownca_path", "The CA certificate file %s does not exist"));
        PrivateHalf key = Keys.privateKey(a, found, "ownca_privatekey", "The CA private key file %s does not exist");
        if (!authority.publicHalf().equals(key.publicHalf())) {
            throw new ModuleFailure("The CA private key does not belong to the CA certificate");
        }
        Optional<PrivateHalf> own = a.has("privatekey_path") || a.has("privatekey_content")
                ? Optional.of(Keys.privateKey(a, found, "privatekey", NO_KEY))
                : Optional.empty();
        Map<String, @Nullable Object> values = new java.util.LinkedHashMap<>();
        values.put("ca_cert", a.text("ownca_path").orElse(null));
        values.put("ca_privatekey", a.text("ownca_privatekey_path").orElse(null));
        return new Issuer(
                request,
                key,
                own,
                Optional.of(authority),
                terms(a, "ownca", a.flag("ownca_create_authority_key_identifier"), now),
                !a.flag("ignore_timestamps"),
                values);
    }

    private static void need(Arguments a, String path, String content, String provider) {
        if (!a.has(path) && !a.has(content)) {
            throw new ModuleFailure(
                    "One of " + path + " and " + content + " must be specified for the " + provider + " provider.");
        }
    }

    private static void refuseVersionTwo(Arguments a, String option) {
        if (a.number(option) == 2) {
            throw new ModuleFailure("The cryptography backend does not support v2 certificates");
        }
    }

    private static Issue terms(Arguments a, String prefix, boolean authorityKeyId, Instant now) {
        return new Issue(
                CertificateTime.parse(a.string(prefix + "_not_before"), prefix + "_not_before", now),
                CertificateTime.parse(a.string(prefix + "_not_after"), prefix + "_not_after", now),
                a.string(prefix + "_digest"),
                Issue.KeyId.of(a.string(prefix + "_create_subject_key_identifier")),
                authorityKeyId);
    }

    private static RequestWish nothing(String digest) {
        return new RequestWish(
                List.of(),
                false,
                Listed.NONE,
                Listed.NONE,
                Listed.NONE,
                Listed.NONE,
                false,
                false,
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                digest);
    }

    Certificate issue(SecureRandom random) {
        return authority.isPresent()
                ? terms.signedBy(authority.get(), signingKey, request, random)
                : terms.selfSigned(request, signingKey, random);
    }

    /** Whether a certificate is what would be issued now, but for its number and, mostly, its dates. */
    boolean wouldIssue(Certificate certificate) {
        boolean matches = ownKey.map(key -> key.publicHalf().equals(certificate.publicHalf()))
                        .orElse(true)
                && certificate.matches(request, terms.keyId(), terms.authorityKeyId())
                && certificate.hasKeyId(request, terms.keyId())
                && certificate.signedBy(signingKey.publicHalf());
        boolean times = !exactTimes
                || (certificate.notBefore().equals(terms.notBefore())
                        && certificate.notAfter().equals(terms.notAfter()));
        boolean issuer = authority.isEmpty()
                || (certificate.issuedInTheNameOf(authority.get())
                        && (!terms.authorityKeyId() || certificate.hasAuthorityKeyId(authority.get())));
        return matches && times && issuer;
    }
}
