package io.slipway.common.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSL 3's {@code libcrypto.so.3}, called without any code of ours in C. It is as fast at its first byte as ever, while the JVM has to
 * compile its own ciphers and digests with its second compiler first. Binding it takes a tenth of a second; it pays from some megabytes
 * on. A machine without it, or one whose policy forbids an algorithm, has the JDK's own instead.
 *
 * @see <a href="https://docs.openssl.org/3.0/man3/EVP_EncryptInit/">EVP_EncryptInit(3)</a>
 * @see <a href="https://docs.openssl.org/3.0/man3/EVP_DigestInit/">EVP_DigestInit(3)</a>
 */
public final class LibCrypto {

    private static final String LIBRARY = "libcrypto.so.3";

    /** As JCA calls them, and as libcrypto does. */
    private static final Map<String, String> DIGESTS =
            Map.of("MD5", "MD5", "SHA-1", "SHA1", "SHA-256", "SHA256", "SHA-512", "SHA512");

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup library;
    private @Nullable DigestCalls digests;
    private @Nullable CipherCalls ciphers;

    private LibCrypto(SymbolLookup library) {
        this.library = library;
    }

    /** The machine's own, if it has one; looked for when first asked for. */
    public static Optional<LibCrypto> here() {
        return Machine.LIBRARY;
    }

    private static final class Machine {
        static final Optional<LibCrypto> LIBRARY = load();
    }

    private static Optional<LibCrypto> load() {
        try {
            return Optional.of(new LibCrypto(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * @param algorithm as JCA calls it: {@code SHA-1}
     * @return empty if libcrypto cannot, or may not
     */
    public Optional<MessageDigest> digest(String algorithm) {
        String name = DIGESTS.get(algorithm);
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NativeDigest(algorithm, digests(), name));
        } catch (NoSuchElementException | NativeFailure e) {
            return Optional.empty();
        }
    }

    /**
     * AES in Galois/Counter Mode in one direction.
     *
     * @param key 16 or 32 bytes
     * @return empty if libcrypto cannot, or may not
     */
    public Optional<AesGcm> aesGcm(byte[] key, boolean encrypt) {
        try {
            return Optional.of(new AesGcm(ciphers(), key, encrypt));
        } catch (NoSuchElementException | NativeFailure e) {
            return Optional.empty();
        }
    }

    private synchronized DigestCalls digests() {
        if (digests == null) {
            digests = DigestCalls.of(this);
        }
        return digests;
    }

    private synchronized CipherCalls ciphers() {
        if (ciphers == null) {
            ciphers = CipherCalls.of(this);
        }
        return ciphers;
    }

    /** A function that works on Java's own arrays; it must be short, since the garbage collector waits for it. */
    MethodHandle critical(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(
                find(name), FunctionDescriptor.of(result, arguments), Linker.Option.critical(true));
    }

    MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(find(name), FunctionDescriptor.of(result, arguments));
    }

    MethodHandle action(String name, MemoryLayout... arguments) {
        return linker.downcallHandle(find(name), FunctionDescriptor.ofVoid(arguments));
    }

    private MemorySegment find(String name) {
        return library.find(name).orElseThrow();
    }

    /** What frees a context when nobody can use it any more; it knows nothing of who did, or that would never be. */
    private static Consumer<MemorySegment> releasing(MethodHandle free) {
        return context -> {
            try {
                free.invokeExact(context);
            } catch (Throwable e) {
                throw new NativeFailure("to free a context", e);
            }
        };
    }

    /** The calls that a digest takes. */
    record DigestCalls(
            MethodHandle byName,
            MethodHandle create,
            Consumer<MemorySegment> release,
            MethodHandle init,
            MethodHandle update,
            MethodHandle end) {

        static DigestCalls of(LibCrypto lib) {
            return new DigestCalls(
                    lib.critical("EVP_get_digestbyname", ADDRESS, ADDRESS),
                    lib.call("EVP_MD_CTX_new", ADDRESS),
                    releasing(lib.action("EVP_MD_CTX_free", ADDRESS)),
                    lib.call("EVP_DigestInit_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
                    lib.critical("EVP_DigestUpdate", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                    lib.critical("EVP_DigestFinal_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        }
    }

    /** The calls that a cipher takes. */
    record CipherCalls(
            MethodHandle aes128,
            MethodHandle aes256,
            MethodHandle create,
            Consumer<MemorySegment> release,
            MethodHandle init,
            MethodHandle update,
            MethodHandle end,
            MethodHandle control) {

        static CipherCalls of(LibCrypto lib) {
            return new CipherCalls(
                    lib.call("EVP_aes_128_gcm", ADDRESS),
                    lib.call("EVP_aes_256_gcm", ADDRESS),
                    lib.call("EVP_CIPHER_CTX_new", ADDRESS),
                    releasing(lib.action("EVP_CIPHER_CTX_free", ADDRESS)),
                    lib.critical("EVP_CipherInit_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    lib.critical("EVP_CipherUpdate", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    lib.critical("EVP_CipherFinal_ex", JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
                    lib.critical("EVP_CIPHER_CTX_ctrl", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
        }
    }
}
