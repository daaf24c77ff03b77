package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.PasswordHash;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ansible's filters that encode, digest and quote. */
final class CodecFilters {

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[^\\w@%+=:,./-]");
    private static final String ANSIBLE_NAMESPACE = "361E6D51-FAEC-444A-9079-341386DA8E2E";
    private static final Map<String, String> DIGESTS = Map.ofEntries(
            Map.entry("md5", "MD5"),
            Map.entry("sha1", "SHA-1"),
            Map.entry("sha224", "SHA-224"),
            Map.entry("sha256", "SHA-256"),
            Map.entry("sha384", "SHA-384"),
            Map.entry("sha512", "SHA-512"),
            Map.entry("sha3_224", "SHA3-224"),
            Map.entry("sha3_256", "SHA3-256"),
            Map.entry("sha3_384", "SHA3-384"),
            Map.entry("sha3_512", "SHA3-512"));

    private CodecFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                        "b64encode",
                        "encoding?",
                        (v, a, c) ->
                                Base64.getEncoder().encodeToString(Python.str(v).getBytes(charset(a))))
                .filter("b64decode", "encoding?", (v, a, c) -> new String(fromBase64(Python.str(v)), charset(a)))
                .filter("hash", "hashtype?", (v, a, c) -> digest(v, a.text("hashtype", "sha1")))
                .filter("md5", "", (v, a, c) -> digest(v, "md5"))
                .filter("sha1", "", (v, a, c) -> digest(v, "sha1"))
                .filter("checksum", "", (v, a, c) -> digest(v, "sha1"))
                .filter(
                        "to_uuid",
                        "namespace?",
                        (v, a, c) -> uuid(Python.str(v), a.text("namespace", ANSIBLE_NAMESPACE)))
                .filter("quote", "", (v, a, c) -> quote(v == null ? "" : Python.str(v)))
                .filter("urldecode", "", (v, a, c) -> urlDecode(Python.str(v)))
                .filter(
                        "urlsplit",
                        "query?",
                        (v, a, c) -> UrlSplit.component(TextFilters.needString(v, "urlsplit"), a.text("query", "")))
                .filter(
                        "password_hash",
                        "hashtype? salt? salt_size? rounds? ident?",
                        (v, a, c) -> passwordHash(Python.str(v), a, c))
                .filter("comment", "style? **", CommentFilter::apply);
    }

    private static String passwordHash(String password, Arguments args, RenderContext context) {
        String type = args.text("hashtype", "sha512");
        PasswordHash scheme = PasswordHash.named(type)
                .orElseThrow(() -> TemplateException.of(
                        "password_hash knows sha512, sha256, md5 and bcrypt (blowfish), not '" + type + "'"));
        int saltSize = Math.toIntExact(Math.clamp(args.integer("salt_size", 0), 0, Bounds.MAX_TEXT));
        int rounds = Math.toIntExact(Math.clamp(args.integer("rounds", 0), Integer.MIN_VALUE, Integer.MAX_VALUE));
        try {
            String salt = args.text("salt", "");
            return scheme.of(
                    password,
                    salt.isEmpty() ? scheme.salt(saltSize, context.random()) : salt,
                    rounds,
                    args.text("ident", ""));
        } catch (CryptoException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    private static Charset charset(Arguments args) {
        String name = args.text("encoding", "utf-8").replaceAll("(?i)-?(le|be)$", "$1");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new TemplateException(Problem.of("unknown encoding: " + name), e);
        }
    }

    /** As lenient as Python: characters outside of the alphabet don't count. */
    private static byte[] fromBase64(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9+/]", "");
        boolean padded = text.contains("=") || clean.length() % 4 == 0;
        if (clean.length() % 4 == 1 || !padded) {
            throw TemplateException.of("this is not valid base64: incorrect padding");
        }
        return Base64.getDecoder().decode(clean);
    }

    private static String digest(@Nullable Object value, String name) {
        String algorithm = DIGESTS.get(name);
        if (algorithm == null) {
            throw TemplateException.of("unsupported hash type " + name);
        }
        try {
            byte[] sum = MessageDigest.getInstance(algorithm)
                    .digest(Python.str(value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new TemplateException(Problem.of("unsupported hash type " + name), e);
        }
    }

    /** A name-based UUID of version 5 (RFC 9562). */
    private static String uuid(String name, String namespace) {
        UUID space;
        try {
            space = UUID.fromString(namespace);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(Problem.of("invalid value '" + namespace + "' for 'namespace' of to_uuid"), e);
        }
        ByteBuffer input = ByteBuffer.allocate(16 + name.getBytes(StandardCharsets.UTF_8).length);
        input.putLong(space.getMostSignificantBits()).putLong(space.getLeastSignificantBits());
        input.put(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer sum = ByteBuffer.wrap(sha1(input.array()));
        long high = (sum.getLong() & ~0xf000L) | 0x5000L;
        long low = (sum.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    /** Quoted for a POSIX shell, if it must be. */
    static String quote(String s) {
        if (s.isEmpty()) {
            return "''";
        }
        return NEEDS_QUOTES.matcher(s).find() ? "'" + s.replace("'", "'\"'\"'") + "'" : s;
    }

    private static String urlDecode(String s) {
        try {
            return URLDecoder.decode(s.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(Problem.of("this is not URL-encoded: " + s), e);
        }
    }
}
