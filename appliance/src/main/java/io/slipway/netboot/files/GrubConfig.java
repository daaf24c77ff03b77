package io.slipway.netboot.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Configurations for GRUB. Paths are seen from where it came, which is TFTP for Debian's signed one: that has no module for HTTP, and takes no
 * unsigned one.
 */
public final class GrubConfig {

    private static final int PATIENCE = 5;
    private static final String OWN = "/grub/node/";

    /** For a GRUB that has not said who it is. */
    public static final String ASKING = again("$net_default_mac");

    private GrubConfig() {}

    /**
     * @param said what the console shows
     * @param client its card, as it stands in the path that it asked for
     */
    public static String of(Step step, String said, String client) {
        return "echo " + quoted(said) + "\n"
                + switch (step) {
                    case Step.Disk() -> "exit\n";
                    case Step.Again(var pause) -> "sleep " + pause.toSeconds() + "\n" + again(client);
                    case Step.Start(Profile profile, String card) -> start(profile, card) + again(client);
                };
    }

    private static String start(Profile profile, String card) {
        String files = "/boot/profile/" + profile.name() + "/";
        String arguments = Arrays.stream(profile.arguments().split(" +"))
                .filter(word -> !word.isEmpty())
                .map(word -> " " + quoted(word))
                .collect(Collectors.joining());
        String initrds =
                profile.initrds().stream().map(initrd -> " " + files + initrd).collect(Collectors.joining());
        return "linux " + files + profile.kernel() + arguments + " BOOTIF=01-" + card.toLowerCase(Locale.ROOT) + "\n"
                + (initrds.isEmpty() ? "" : "initrd" + initrds + "\n") + "boot\n";
    }

    /** What also stands after commands that do not come back when all goes well. */
    private static String again(String client) {
        return "configfile " + OWN + client + "\necho 'It could not be fetched: asking again'\nsleep " + PATIENCE
                + "\nconfigfile /grub/grub.cfg\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
