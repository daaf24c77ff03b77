package io.slipway.common.crypto;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** OpenPGP public keys that somebody decided to trust: a {@code .gpg} or {@code .asc} file, or several of them. */
public final class Keyring {

    private static final String ARMOR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    private final String source;
    private final List<Ring> rings;

    private Keyring(String source, List<Ring> rings) {
        this.source = source;
        this.rings = List.copyOf(rings);
    }

    /**
     * A primary key with its subkeys.
     *
     * @param alone the only ones of them that are trusted; empty for all
     */
    private record Ring(PGPPublicKeyRing keys, Set<Fingerprint> alone) {

        Ring {
            alone = Set.copyOf(alone);
        }

        Fingerprint primary() {
            return Fingerprint.of(keys.getPublicKey().getFingerprint());
        }

        List<Fingerprint> fingerprints() {
            List<Fingerprint> all = new ArrayList<>();
            keys.forEach(key -> all.add(Fingerprint.of(key.getFingerprint())));
            return all;
        }

        /**
         * Whoever made the primary key may have put anybody's public key beside it as a subkey: a subkey that is trusted by its
         * fingerprint speaks for itself and for no other.
         */
        Optional<Ring> only(Set<Fingerprint> trusted) {
            if (trusted.contains(primary())) {
                return Optional.of(this);
            }
            Set<Fingerprint> subkeys = new HashSet<>(fingerprints());
            subkeys.retainAll(trusted);
            return subkeys.isEmpty() ? Optional.empty() : Optional.of(new Ring(keys, subkeys));
        }

        /**
         * Whoever is given this ring trusts its primary key, too. So a subkey that was trusted by itself must have said that it belongs
         * to that key, as those that sign have to (RFC 9580 section 5.2.1.9, the back signature).
         */
        void demandVouchedFor(String source) {
            for (PGPPublicKey key : keys) {
                if (alone.contains(Fingerprint.of(key.getFingerprint())) && !vouchesFor(keys.getPublicKey(), key)) {
                    throw new CryptoException(Problem.of(
                                    "the key " + primary().hex() + " cannot be given to others to trust")
                            .at(Position.in(source))
                            .because("only its subkey "
                                    + Fingerprint.of(key.getFingerprint()).hex()
                                    + " is trusted, and that says nowhere that it belongs to this key")
                            .hint("name the fingerprint of the primary key, if its owner publishes that"));
                }
            }
        }

        boolean trusts(PGPPublicKey key) {
            return (alone.isEmpty() || alone.contains(Fingerprint.of(key.getFingerprint())))
                    && (key.isMasterKey() || boundTo(keys.getPublicKey(), key));
        }
    }

    /** Reads a keyring file, binary or armoured. */
    public static Keyring read(Path file) {
        try {
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CryptoException(
                    Problem.of("the keyring '" + file + "' cannot be read").because(IoReason.of(e)), e);
        }
    }

    /** @param source what to call it in an error */
    public static Keyring parse(String source, byte[] content) {
        try {
            List<Ring> rings = new ArrayList<>();
            for (byte[] block : blocks(content)) {
                new PGPPublicKeyRingCollection(block, new BcKeyFingerprintCalculator())
                        .forEach(keys -> rings.add(new Ring(keys, Set.of())));
            }
            if (rings.isEmpty()) {
                throw new CryptoException(
                        Problem.of("no OpenPGP public key found").at(Position.in(source)));
            }
            return new Keyring(source, rings);
        } catch (IOException | PGPException | RuntimeException e) {
            if (e instanceof CryptoException known) {
                throw known;
            }
            throw new CryptoException(
                    Problem.of("this is not an OpenPGP keyring")
                            .at(Position.in(source))
                            .because(String.valueOf(e.getMessage()))
                            .hint("give a .gpg or .asc file of public keys"),
                    e);
        }
    }

    /** The binary content of each armoured block; a file that has no armour is one binary block. */
    private static List<byte[]> blocks(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (!text.contains(ARMOR)) {
            return List.of(content);
        }
        List<byte[]> blocks = new ArrayList<>();
        for (int at = text.indexOf(ARMOR); at >= 0; ) {
            int next = text.indexOf(ARMOR, at + ARMOR.length());
            String block = text.substring(at, next < 0 ? text.length() : next);
            try (ArmoredInputStream in =
                    new ArmoredInputStream(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)))) {
                blocks.add(in.readAllBytes());
            }
            at = next;
        }
        return blocks;
    }

    public Keyring plus(Keyring other) {
        List<Ring> all = new ArrayList<>(rings);
        all.addAll(other.rings);
        return new Keyring(source + ", " + other.source, all);
    }

    /** Only the keys with these fingerprints: primary keys with their subkeys, and subkeys by themselves. */
    public Keyring only(Set<Fingerprint> fingerprints) {
        List<Ring> kept =
                rings.stream().flatMap(ring -> ring.only(fingerprints).stream()).toList();
        if (kept.isEmpty()) {
            throw new CryptoException(Problem.of("the keyring holds no key with the fingerprint "
                            + String.join(
                                    " or ",
                                    fingerprints.stream()
                                            .map(Fingerprint::hex)
                                            .sorted()
                                            .toList()))
                    .at(Position.in(source))
                    .because("it holds "
                            + String.join(
                                    ", ",
                                    primaries().stream().map(Fingerprint::hex).toList())));
        }
        return new Keyring(source, kept);
    }

    /** All but one key, which is named by its primary key; nothing when no key is left. */
    public Optional<Keyring> without(Fingerprint primary) {
        List<Ring> kept =
                rings.stream().filter(ring -> !ring.primary().equals(primary)).toList();
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Keyring(source, kept));
    }

    /** The fingerprints of primary keys and subkeys, in the order in which they were read. */
    public List<Fingerprint> fingerprints() {
        return rings.stream().flatMap(ring -> ring.fingerprints().stream()).toList();
    }

    /** Those of {@link #fingerprints} whose keys have not expired. */
    public List<Fingerprint> current(Instant now) {
        List<Fingerprint> current = new ArrayList<>();
        for (Ring ring : rings) {
            for (PGPPublicKey key : ring.keys()) {
                long seconds = key.getValidSeconds();
                if (seconds == 0
                        || key.getCreationTime()
                                .toInstant()
                                .plusSeconds(seconds)
                                .isAfter(now)) {
                    current.add(Fingerprint.of(key.getFingerprint()));
                }
            }
        }
        return current;
    }

    /**
     * As {@code .gpg} files hold keys.
     *
     * @throws CryptoException when that would give trust to a key that was not trusted itself, as do {@link #armored}
     */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    /** As {@code .asc} files hold keys. */
    public byte[] armored() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour =
                ArmoredOutputStream.builder().clearHeaders().build(out)) {
            write(armour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(OutputStream out) {
        try {
            for (Ring ring : rings) {
                ring.demandVouchedFor(source);
                ring.keys().encode(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fingerprints of the primary keys. */
    public List<Fingerprint> primaries() {
        return rings.stream().map(Ring::primary).toList();
    }

    /** A key that may have signed, with the primary key that answers for it. */
    record Candidate(PGPPublicKey key, PGPPublicKey primary) {}

    Optional<Candidate> find(long keyId) {
        for (Ring ring : rings) {
            PGPPublicKey key = ring.keys().getPublicKey(keyId);
            if (key != null && ring.trusts(key)) {
                return Optional.of(new Candidate(key, ring.keys().getPublicKey()));
            }
        }
        return Optional.empty();
    }

    /** RFC 4880 5.2.1: a subkey counts only with a binding signature that its primary key made. */
    private static boolean boundTo(PGPPublicKey primary, PGPPublicKey subkey) {
        Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        while (bindings.hasNext()) {
            if (verifies(bindings.next(), primary, subkey)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a subkey signed that it belongs to a primary key; it does so within a binding signature that the primary key made. */
    private static boolean vouchesFor(PGPPublicKey primary, PGPPublicKey subkey) {
        Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        while (bindings.hasNext()) {
            PGPSignature binding = bindings.next();
            if (verifies(binding, primary, subkey) && acknowledged(binding, primary, subkey)) {
                return true;
            }
        }
        return false;
    }

    /** It speaks for itself, so that it does not matter whether the signature around it covers it; GnuPG's does not. */
    private static boolean acknowledged(PGPSignature binding, PGPPublicKey primary, PGPPublicKey subkey) {
        try {
            for (PGPSignatureSubpacketVector area :
                    List.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())) {
                for (PGPSignature back : area.getEmbeddedSignatures()) {
                    if (back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                            && made(back, subkey, primary, subkey)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (PGPException | RuntimeException unusable) {
            return false;
        }
    }

    private static boolean verifies(PGPSignature binding, PGPPublicKey primary, PGPPublicKey subkey) {
        try {
            return made(binding, primary, primary, subkey);
        } catch (PGPException | RuntimeException unusable) {
            return false;
        }
    }

    private static boolean made(PGPSignature signature, PGPPublicKey by, PGPPublicKey primary, PGPPublicKey subkey)
            throws PGPException {
        signature.init(new BcPGPContentVerifierBuilderProvider(), by);
        return signature.verifyCertification(primary, subkey);
    }

    /** The files that the keys came from. */
    @Override
    public String toString() {
        return source;
    }
}
