package io.slipway.mirror.apt;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Stanza;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node puts under {@code /etc/apt/sources.list.d/} to use a mirror (deb822, sources.list(5)): every place where it gives
 * packages out, each with the keys that sign it, so that the one file is all it takes.
 */
public final class NodeSources {

    /** Stands for the mirror's address, which only whoever serves it knows. */
    public static final String MIRROR = "@MIRROR@";

    /** Under which name a generation keeps it. */
    public static final String KEPT_AS = "node sources";

    private final SigningKey key;
    private final StringBuilder text = new StringBuilder();

    public NodeSources(SigningKey key) {
        this.key = key;
    }

    /** The suite of all that is merged. */
    public NodeSources merged(PublishSuite.Naming naming, List<String> architectures) {
        stanza("deb", MIRROR, naming.suite(), naming.component(), architectures, key.publicKeyringArmoured(), false);
        return this;
    }

    /** A source that is published by itself. */
    public NodeSources own(UpstreamSuite suite) {
        AptSource source = suite.source();
        boolean verbatim = source.publication() == Publication.VERBATIM;
        String signers = verbatim && source.trust() instanceof Trust.SignedBy(var keyring)
                ? new String(keyring.armored(), StandardCharsets.US_ASCII)
                : key.publicKeyringArmoured();
        stanza(
                source.extras().sources() ? "deb deb-src" : "deb",
                MIRROR + "/" + source.vendorPath(),
                source.suite(),
                String.join(" ", source.components()),
                source.architectures(),
                signers,
                verbatim && suite.release().validUntil().isPresent());
        return this;
    }

    /** @param frozen whether apt must not mind that the index is past its date */
    private void stanza(
            String types,
            String uri,
            String suite,
            String components,
            List<String> architectures,
            String signers,
            boolean frozen) {
        text.append(text.isEmpty() ? "" : "\n").append("Types: ").append(types).append('\n');
        text.append("URIs: ").append(uri).append('\n');
        text.append("Suites: ").append(suite).append('\n');
        text.append(components.isEmpty() ? "" : "Components: " + components + "\n");
        text.append("Architectures: ").append(String.join(" ", architectures)).append('\n');
        text.append(frozen ? "Check-Valid-Until: no\n" : "");
        text.append("Signed-By:\n").append(indented(signers));
    }

    /**
     * The same file with the pod's keys as they are now.
     *
     * @param pods the directories, relative to the mirror, of the Release files that the pod signs
     */
    static String signedBy(SigningKey key, String text, Set<String> pods) {
        return ControlReader.readAll(KEPT_AS, text).stream()
                .map(stanza -> pods.contains(directory(stanza))
                        ? stanza.textWith(
                                "Signed-By",
                                "\n" + indented(key.publicKeyringArmoured()).stripTrailing())
                        : stanza.text())
                .collect(Collectors.joining("\n"));
    }

    private static String directory(Stanza stanza) {
        String base = stanza.require("URIs").substring(MIRROR.length());
        String suite = stanza.require("Suites");
        return (base.isEmpty() ? "" : base.substring(1)) + AptSource.directory(suite);
    }

    private static String indented(String armour) {
        return armour.lines()
                .map(line -> line.isBlank() ? " ." : " " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    public String text() {
        return text.toString();
    }
}
