package io.slipway.netboot.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.Digest;
import io.slipway.common.state.InstallTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tokens for one boot of one node. One opens each document once, from the address that it was made for, for a while; that it did is on disk before
 * the document is sent. Only digests are kept. The first one of a boot that is used ends those of the node's other boots.
 */
public final class Tokens {

    /** What one is good for. */
    public enum Purpose {
        /** Fetching answer files: as long as a kernel and its initrd may take to be fetched and to start. */
        ANSWER(Duration.ofMinutes(30)),
        /** Reporting: as long as an installation may take. */
        REPORT(Duration.ofHours(6)),
        /** Fetching the host key of a system that runs from memory. */
        HOST_KEY(Duration.ofMinutes(30));

        private final Duration life;

        Purpose(Duration life) {
            this.life = life;
        }
    }

    private static final int BYTES = 32;

    /** How far a clock may be set back without that a token comes from the future. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final InstallTable table;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random must not be guessable */
    public Tokens(InstallTable table, RandomGenerator random, InstantSource clock) {
        this.table = table;
        this.random = random;
        this.clock = clock;
    }

    /** A new one. */
    public String issue(Purpose purpose, String node, String boot, String address) {
        String token = random();
        Instant now = clock.instant();
        table.put(new InstallTable.Token(
                digest(token), purpose.name(), node, boot, address, now, now.plus(purpose.life)));
        return token;
    }

    /** What cannot be guessed, and stands anywhere without quotes. */
    public String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String token) {
        return Digest.of(token.getBytes(UTF_8)).hex();
    }

    /** What a token is, if it opens anything. */
    public sealed interface Shown {

        record Good(InstallTable.Token token) implements Shown {}

        /** @param node whose it is, if that is known */
        record Refused(Optional<String> node, String reason) implements Shown {}
    }

    /** Looks at a token without using it. */
    public Shown look(Purpose purpose, String token, String address) {
        Optional<InstallTable.Token> found = table.token(digest(token));
        if (found.isEmpty() || !found.get().purpose().equals(purpose.name())) {
            return new Shown.Refused(Optional.empty(), "nobody was given this token, or it was taken back");
        }
        InstallTable.Token its = found.get();
        Instant now = clock.instant();
        if (!its.address().equals(address)) {
            return refused(its, "it was made for " + its.address());
        }
        if (!now.isBefore(its.expires()) || now.isBefore(its.issued().minus(SLACK))) {
            return refused(its, "its time is over");
        }
        return new Shown.Good(its);
    }

    private static Shown refused(InstallTable.Token token, String reason) {
        return new Shown.Refused(Optional.of(token.node()), reason);
    }

    /**
     * Uses a token up.
     *
     * @param what it is used for
     * @return whether this is the first time
     */
    public boolean use(InstallTable.Token token, String what) {
        return table.use(token, what);
    }

    /** Takes all of a node back. */
    public void end(String node) {
        table.forget(node, clock.instant());
    }
}
