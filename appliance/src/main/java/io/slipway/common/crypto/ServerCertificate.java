package io.slipway.common.crypto;

import io.slipway.common.DurableFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The certificate that the pod's server shows, kept beside the pod's authority. It is issued once, and again when the authority is
 * another one, when the server answers to something that it does not name, and well before it ends.
 */
public final class ServerCertificate {

    private static final Duration BEFORE_ITS_END = Duration.ofDays(60);
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private final Path file;
    private final PodAuthority authority;
    private final InstantSource clock;

    /** @param directory gets {@code server.pem}: key, certificate and the authority's, for its owner alone */
    public ServerCertificate(Path directory, PodAuthority authority, InstantSource clock) {
        this.file = directory.resolve("server.pem");
        this.authority = authority;
        this.clock = clock;
    }

    /** The one for these names that holds for some time to come. */
    public PodAuthority.ServerIdentity forNames(ServerNames names) {
        try {
            Optional<PodAuthority.ServerIdentity> kept = read();
            if (kept.isPresent() && holds(kept.get(), names)) {
                return kept.get();
            }
            PodAuthority.ServerIdentity fresh =
                    authority.issue(List.copyOf(names.dns()), List.copyOf(names.addresses()));
            StringBuilder text = new StringBuilder(
                    PodAuthority.pem("PRIVATE KEY", fresh.key().getEncoded()));
            for (X509Certificate each : fresh.chain()) {
                text.append(PodAuthority.pem("CERTIFICATE", each.getEncoded()));
            }
            DurableFile.writePrivate(file, text.toString().getBytes(StandardCharsets.US_ASCII));
            return fresh;
        } catch (IOException e) {
            throw PrivateDirectory.unusable("the server's certificate", file, e);
        } catch (GeneralSecurityException e) {
            throw PrivateDirectory.unusable("the server's certificate", file, new IOException(e));
        }
    }

    /** Nothing for what is damaged, too: it is not worth more than a fresh one. */
    private Optional<PodAuthority.ServerIdentity> read() throws IOException {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            X509Certificate leaf = PodAuthority.certificate(content);
            return Optional.of(
                    new PodAuthority.ServerIdentity(PodAuthority.key(content), List.of(leaf, authority.root())));
        } catch (NoSuchFileException | GeneralSecurityException | IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    /** Whether a certificate need not be issued again. */
    public boolean holds(PodAuthority.ServerIdentity identity, ServerNames names) {
        X509Certificate leaf = identity.chain().getFirst();
        Instant now = clock.instant();
        return authority.issued(leaf)
                && !now.isBefore(leaf.getNotBefore().toInstant())
                && now.isBefore(leaf.getNotAfter().toInstant().minus(BEFORE_ITS_END))
                && names(leaf, DNS).containsAll(names.dns())
                && names(leaf, ADDRESS)
                        .containsAll(names.addresses().stream()
                                .map(ServerCertificate::canonical)
                                .toList());
    }

    private static Set<String> names(X509Certificate certificate, int kind) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.getFirst().equals(kind)) {
                    String text = String.valueOf(name.get(1));
                    names.add(kind == ADDRESS ? canonical(text) : text.toLowerCase(Locale.ROOT));
                }
            }
        } catch (GeneralSecurityException damaged) {
            return Set.of();
        }
        return names;
    }

    /** An address of IPv6 can be written in several ways. */
    private static String canonical(String address) {
        return InetAddress.ofLiteral(address).getHostAddress();
    }
}
