package io.slipway.netboot.serve;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.Decision;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import io.slipway.netboot.files.GrubConfig;
import io.slipway.netboot.files.IpxeScript;
import io.slipway.netboot.files.Profile;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.files.Step;
import io.slipway.netboot.live.LiveKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a loader is told that says who it is, over whatever it asks. */
public final class Telling {

    private static final Pattern CLIENT = Pattern.compile("(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");

    /** For what only a person can mend. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** The profile of the system that {@code slipway node live-image} makes. */
    public static final String LIVE = "live";

    private final BootDesk desk;
    private final Profiles profiles;
    private final Installing installing;
    private final LiveKeys keys;
    private final Consumer<Problem> failures;

    /** @param failures is told why a machine does not get what it is to boot */
    public Telling(BootDesk desk, Profiles profiles, Installing installing, LiveKeys keys, Consumer<Problem> failures) {
        this.installing = installing;
        this.keys = keys;
        this.desk = desk;
        this.profiles = profiles;
        this.failures = failures;
    }

    private record Told(Step step, String said) {}

    /**
     * Where something was asked, and by whom.
     *
     * @param base where this server is, such as {@code http://10.0.0.1:8080}
     * @param source the client's address
     */
    record Asked(String base, String source) {}

    /**
     * A script for iPXE.
     *
     * @param client its hardware address
     * @param platform as iPXE names it, as well as {@code architecture}
     * @param taken whether the script is really fetched
     * @return nothing when who asks is not clear
     */
    Optional<String> ipxe(String client, String platform, String architecture, Asked asked, boolean taken) {
        Optional<Platform> known = Platform.named(platform, architecture);
        if (known.isEmpty() || !CLIENT.matcher(client).matches()) {
            return Optional.empty();
        }
        Told told = told(client, known.get(), Route.IPXE, asked, taken);
        String self = asked.base + "/boot/ipxe?client=" + dashed(client) + "&platform=" + platform + "&buildarch="
                + architecture;
        return Optional.of(IpxeScript.of(told.step, told.said, asked.base, self));
    }

    /** A configuration for GRUB. Debian signs it for one kind of machine that boots here: UEFI on x86-64. */
    Optional<String> grub(String client, Asked asked, boolean taken) {
        if (!CLIENT.matcher(client).matches()) {
            return Optional.empty();
        }
        Told told = told(client, Platform.UEFI_X64, Route.GRUB, asked, taken);
        return Optional.of(GrubConfig.of(told.step, told.said, client));
    }

    private static String dashed(String client) {
        return client.toLowerCase(Locale.ROOT).replace(':', '-');
    }

    private Told told(String card, Platform platform, Route route, Asked asked, boolean taken) {
        String client = dashed(card).replace('-', ':');
        Decision decision = desk.answer(client, platform, route);
        String name = desk.node(client).map(Node::name).orElse(client);
        String said = "Slipway: " + name + ": " + decision.answer() + ": " + decision.reason();
        return switch (decision.answer()) {
            case Decision.Install(String profile) -> {
                Told told = starting(profile, card, said);
                if (taken
                        && told.step instanceof Step.Start(Profile its, String from)
                        && its.installer().isPresent()) {
                    told = handed(its, name, from, said, asked);
                }
                if (taken && told.step instanceof Step.Start) {
                    desk.given(client, profile);
                }
                yield told;
            }
            case Decision.Live(Decision.Purpose purpose) -> {
                Told told = live(purpose.toString(), card, said, asked);
                yield taken && desk.node(client).isPresent() ? keyed(told, name, asked) : told;
            }
            case Decision.Wait(Duration pause) -> new Told(new Step.Again(pause), said);
            case Decision.LocalDisk _, Decision.Load _, Decision.Silence _, Decision.Wipe _ ->
                new Told(new Step.Disk(), said);
        };
    }

    /** With what lets its installer fetch its answers: this node, from where it asks now, in this boot. */
    private Told handed(Profile profile, String node, String card, String said, Asked asked) {
        try {
            return new Told(
                    new Step.Start(
                            profile.withArguments(installing.arguments(profile, node, asked.base, asked.source)), card),
                    said);
        } catch (ProblemException e) {
            e.problems().forEach(failures);
            return new Told(
                    new Step.Again(PAUSE), said + "; but it cannot be handed its answers: the server's log says why");
        }
    }

    /** Of a purpose's own profile, or of the one that serves all of them. What runs is told where to ask on. */
    private Told live(String purpose, String card, String said, Asked asked) {
        Told told = starting(profiles.has(purpose) ? purpose : LIVE, card, said);
        return told.step instanceof Step.Start(Profile profile, String its)
                ? new Told(new Step.Start(profile.with("slipway.url=" + asked.base), its), said)
                : told;
    }

    /** A node that somebody described is known by a key of the appliance's. */
    private Told keyed(Told told, String node, Asked asked) {
        return told.step instanceof Step.Start(Profile profile, String card)
                ? new Told(
                        new Step.Start(profile.with("slipway.key=" + keys.token(node, asked.source)), card), told.said)
                : told;
    }

    private Told starting(String profile, String card, String said) {
        try {
            return new Told(new Step.Start(profiles.read(profile), dashed(card)), said);
        } catch (ProblemException e) {
            e.problems().forEach(failures);
            return new Told(
                    new Step.Again(PAUSE), said + "; but this profile cannot be used: the server's log says why");
        }
    }

    /** @param name such as {@code ubuntu/vmlinuz} */
    Optional<Path> file(String name) {
        String[] parts = name.split("/", -1);
        return parts.length == 2 ? profiles.file(parts[0], parts[1]) : Optional.empty();
    }
}
