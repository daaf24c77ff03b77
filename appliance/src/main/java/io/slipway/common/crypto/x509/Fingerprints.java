package io.slipway.common.crypto.x509;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Xof;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/** Digests of something in DER, as pairs of hexadecimal digits with colons, by the names that Python's hashlib has for them. */
public final class Fingerprints {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final int SHAKE_BYTES = 32;

    private Fingerprints() {}

    public static Map<String, Object> of(byte[] der) {
        Map<String, Digest> digests = new LinkedHashMap<>();
        digests.put("blake2b", new Blake2bDigest(512));
        digests.put("blake2s", new Blake2sDigest(256));
        digests.put("md5", new MD5Digest());
        digests.put("sha1", new SHA1Digest());
        digests.put("sha224", new SHA224Digest());
        digests.put("sha256", SHA256Digest.newInstance());
        digests.put("sha384", new SHA384Digest());
        digests.put("sha3_224", new SHA3Digest(224));
        digests.put("sha3_256", new SHA3Digest(256));
        digests.put("sha3_384", new SHA3Digest(384));
        digests.put("sha3_512", new SHA3Digest(512));
        digests.put("sha512", new SHA512Digest());
        digests.put("shake_128", new SHAKEDigest(128));
        digests.put("shake_256", new SHAKEDigest(256));
        Map<String, Object> fingerprints = new LinkedHashMap<>();
        digests.forEach((name, digest) -> fingerprints.put(name, COLONS.formatHex(digest(digest, der))));
        return fingerprints;
    }

    /** The one that differences show. */
    public static Map<String, Object> preferred(byte[] der) {
        return Map.of("sha256", COLONS.formatHex(digest(SHA256Digest.newInstance(), der)));
    }

    private static byte[] digest(Digest digest, byte[] der) {
        digest.update(der, 0, der.length);
        if (digest instanceof Xof xof) {
            byte[] out = new byte[SHAKE_BYTES];
            xof.doFinal(out, 0, SHAKE_BYTES);
            return out;
        }
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }

    static String hex(byte[] bytes) {
        return COLONS.formatHex(bytes);
    }
}
