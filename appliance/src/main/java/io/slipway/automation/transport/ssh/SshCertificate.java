package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer.BufferException;
import net.schmizz.sshj.common.Buffer.PlainBuffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;

/**
 * A certificate as OpenSSH's PROTOCOL.certkeys describes it.
 *
 * @param key the certified key in SSH's wire format
 * @param principals whom it is for; empty for anybody
 * @param after the second from which it is valid, unsigned
 * @param before the second at which it ends, unsigned
 * @param critical the names of the options that whoever checks it has to understand
 * @param authority the key that signed it
 * @param signed what was signed
 */
record SshCertificate(
        byte[] key,
        Kind kind,
        String id,
        List<String> principals,
        long after,
        long before,
        List<String> critical,
        byte[] authority,
        byte[] signed,
        byte[] signature) {

    static final String SUFFIX = "-cert-v01@openssh.com";

    enum Kind {
        USER,
        HOST,
        OTHER
    }

    static boolean isType(String type) {
        return type.endsWith(SUFFIX);
    }

    /** @throws IOException if it is none, or of a kind of key that is unknown */
    static SshCertificate parse(byte[] blob) throws IOException {
        PlainBuffer buffer = new PlainBuffer(blob);
        String type = buffer.readString();
        if (!isType(type)) {
            throw new IOException("it is no certificate");
        }
        String plain = type.substring(0, type.length() - SUFFIX.length());
        buffer.readStringAsBytes();
        PlainBuffer key = new PlainBuffer().putString(plain.startsWith("sk-") ? plain + "@openssh.com" : plain);
        for (int i = 0; i < parts(plain); i++) {
            key.putString(buffer.readStringAsBytes());
        }
        buffer.readUInt64AsBigInteger();
        long kind = buffer.readUInt32();
        String id = buffer.readString();
        List<String> principals = strings(buffer.readStringAsBytes(), 1);
        long after = buffer.readUInt64AsBigInteger().longValue();
        long before = buffer.readUInt64AsBigInteger().longValue();
        List<String> critical = strings(buffer.readStringAsBytes(), 2);
        buffer.readStringAsBytes();
        buffer.readStringAsBytes();
        byte[] authority = buffer.readStringAsBytes();
        byte[] signed = Arrays.copyOf(blob, buffer.rpos());
        byte[] signature = buffer.readStringAsBytes();
        if (buffer.available() > 0) {
            throw new IOException("it has a tail");
        }
        return new SshCertificate(
                key.getCompactData(),
                kind == 1 ? Kind.USER : kind == 2 ? Kind.HOST : Kind.OTHER,
                id,
                principals,
                after,
                before,
                critical,
                authority,
                signed,
                signature);
    }

    /** How many strings a key of that type is made of. */
    private static int parts(String type) throws IOException {
        return switch (type) {
            case "ssh-ed25519" -> 1;
            case "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "sk-ssh-ed25519" -> 2;
            case "sk-ecdsa-sha2-nistp256" -> 3;
            default -> throw new IOException("certificates for " + type + " are not supported");
        };
    }

    /** Every so manieth string of a list. */
    private static List<String> strings(byte[] packed, int step) throws BufferException {
        List<String> strings = new ArrayList<>();
        PlainBuffer buffer = new PlainBuffer(packed);
        while (buffer.available() > 0) {
            strings.add(new String(buffer.readStringAsBytes(), StandardCharsets.UTF_8));
            for (int i = 1; i < step; i++) {
                buffer.readStringAsBytes();
            }
        }
        return List.copyOf(strings);
    }

    /** Why it does not count at that time; empty if it does. */
    Optional<String> untimely(Instant now) {
        if (Long.compareUnsigned(now.getEpochSecond(), after) < 0) {
            return Optional.of("is not valid before " + time(after));
        }
        if (Long.compareUnsigned(now.getEpochSecond(), before) >= 0) {
            return Optional.of("has expired at " + time(before));
        }
        return Optional.empty();
    }

    private static String time(long second) {
        return Long.compareUnsigned(second, Instant.MAX.getEpochSecond()) < 0
                ? Instant.ofEpochSecond(second).toString()
                : "the end of time";
    }

    /** Why it does not speak for that host; empty if it does. Whether its authority is to be believed is another question. */
    Optional<String> refusal(String host, Instant now) {
        if (kind != Kind.HOST) {
            return Optional.of("is not for hosts");
        }
        if (!critical.isEmpty()) {
            return Optional.of("has options that are unknown: " + String.join(", ", critical));
        }
        if (!principals.isEmpty() && principals.stream().noneMatch(pattern -> Patterns.matches(host, pattern))) {
            return Optional.of("is for " + String.join(", ", principals));
        }
        return untimely(now).or(this::badSignature);
    }

    private Optional<String> badSignature() {
        try {
            String algorithm = new PlainBuffer(signature).readString();
            String type = Blobs.type(authority);
            if (isType(type) || !Signatures.algorithms(type).contains(algorithm) || algorithm.equals("ssh-rsa")) {
                return Optional.of(
                        "is signed with " + algorithm + " by a key of type " + type + ", which does not count");
            }
            PublicKey key = new PlainBuffer(authority).readPublicKey();
            Signature check = Signatures.named(algorithm);
            check.initVerify(key);
            check.update(signed, 0, signed.length);
            return check.verify(signature) ? Optional.empty() : Optional.of("has a false signature");
        } catch (IOException | SSHRuntimeException e) {
            return Optional.of("cannot be checked: " + e.getMessage());
        }
    }
}
