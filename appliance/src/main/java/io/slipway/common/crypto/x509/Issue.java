package io.slipway.common.crypto.x509;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/**
 * How a certificate is made of a request.
 *
 * @param authorityKeyId whether the certificate names the key that signed it; only where an authority signs
 * @param digest {@code sha256} and the like
 */
public record Issue(Instant notBefore, Instant notAfter, String digest, KeyId keyId, boolean authorityKeyId) {

    /** Whether the certificate gets an identifier of its key. */
    public enum KeyId {
        UNLESS_GIVEN,
        ALWAYS,
        NEVER;

        /** @param word as Ansible has it: {@code create_if_not_provided}, {@code always_create} or {@code never_create} */
        public static KeyId of(String word) {
            return switch (word) {
                case "always_create" -> ALWAYS;
                case "never_create" -> NEVER;
                default -> UNLESS_GIVEN;
            };
        }
    }

    /** Signed with the key that it is about. */
    public Certificate selfSigned(Request request, PrivateHalf key, SecureRandom random) {
        return make(request, request.subject(), key.publicHalf().info(), key, Optional.empty(), random);
    }

    public Certificate signedBy(Certificate authority, PrivateHalf key, Request request, SecureRandom random) {
        return make(
                request,
                authority.holder().getSubject(),
                request.publicHalf().info(),
                key,
                Optional.of(authority),
                random);
    }

    private Certificate make(
            Request request,
            X500Name issuer,
            SubjectPublicKeyInfo subjectKey,
            PrivateHalf signingKey,
            Optional<Certificate> authority,
            SecureRandom random) {
        if (!notAfter.isAfter(notBefore)) {
            throw new CryptoException(Problem.of("The not valid after date must be after the not valid before date"));
        }
        ContentSigner signer = Signing.signer(signingKey, digest);
        ASN1EncodableVector content = new ASN1EncodableVector();
        content.add(new DERTaggedObject(true, 0, new ASN1Integer(2)));
        content.add(new ASN1Integer(new BigInteger(159, random).setBit(64)));
        content.add(signer.getAlgorithmIdentifier());
        content.add(issuer);
        content.add(
                new DERSequence(new ASN1Encodable[] {new Time(Date.from(notBefore)), new Time(Date.from(notAfter))}));
        content.add(request.subject());
        content.add(subjectKey);
        try {
            ExtensionsGenerator extensions = extensions(request, subjectKey, authority);
            if (!extensions.isEmpty()) {
                content.add(new DERTaggedObject(true, 3, extensions.generate()));
            }
            return signed(new DERSequence(content), signer);
        } catch (IOException e) {
            throw new CryptoException(Problem.of("the certificate cannot be encoded"), e);
        }
    }

    private static Certificate signed(DERSequence content, ContentSigner signer) throws IOException {
        try (OutputStream out = signer.getOutputStream()) {
            out.write(content.getEncoded("DER"));
        }
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(content);
        whole.add(signer.getAlgorithmIdentifier());
        whole.add(new DERBitString(signer.getSignature()));
        return Certificate.ofDer(new DERSequence(whole).getEncoded("DER"));
    }

    private ExtensionsGenerator extensions(
            Request request, SubjectPublicKeyInfo subjectKey, Optional<Certificate> authority) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        boolean named = false;
        for (Extension extension : request.extensions().values()) {
            boolean id = extension.getExtnId().equals(Extension.subjectKeyIdentifier);
            boolean replaced = (id && keyId == KeyId.ALWAYS)
                    || (authority.isPresent()
                            && authorityKeyId
                            && extension.getExtnId().equals(Extension.authorityKeyIdentifier));
            if (!replaced) {
                extensions.addExtension(extension);
                named |= id;
            }
        }
        if (!named && keyId != KeyId.NEVER) {
            extensions.addExtension(
                    Extension.subjectKeyIdentifier, false, WishedExtensions.keyId(new PublicHalf(subjectKey)));
        }
        if (authority.isPresent() && authorityKeyId) {
            extensions.addExtension(Extension.authorityKeyIdentifier, false, authorityKeyId(authority.get()));
        }
        return extensions;
    }

    /** By the authority's own identifier of its key, else by one made of the key. */
    static AuthorityKeyIdentifier authorityKeyId(Certificate authority) {
        return Certificate.keyId(authority.extensions())
                .map(AuthorityKeyIdentifier::new)
                .orElseGet(() -> new BcX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.publicHalf().info()));
    }
}
