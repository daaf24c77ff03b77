package io.slipway.netboot.files;

import java.util.Locale;

/** Scripts for iPXE, as old as Debian 12's of 2019: without commands that came later. */
public final class IpxeScript {

    private static final String START = "#!ipxe\n";
    private static final int PATIENCE = 5;

    private IpxeScript() {}

    /**
     * For an iPXE that has not said who it is: it does so, and goes on with what it is told. It takes the card that it came by.
     *
     * @param base where this server is, such as {@code http://10.0.0.1:8080}
     */
    public static String asking(String base) {
        return START
                + retrying("chain --replace " + base
                        + "/boot/ipxe?client=${netX/mac:hexhyp}&platform=${platform}&buildarch=${buildarch}");
    }

    private static String retrying(String command) {
        return ":try\n" + command + " || goto wait\n:wait\necho Slipway did not answer: asking again\nsleep " + PATIENCE
                + "\ngoto try\n";
    }

    /**
     * @param said what the console shows
     * @param self where this script came from
     */
    public static String of(Step step, String said, String base, String self) {
        String start = START + "echo " + shown(said) + "\n";
        return start
                + switch (step) {
                    case Step.Disk() ->
                        // A BIOS that is left goes on with its own order, which may begin with the network again.
                        "iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||\nexit\n";
                    case Step.Again(var pause) ->
                        "sleep " + pause.toSeconds() + "\n" + retrying("chain --replace " + self);
                    case Step.Start(Profile profile, String card) -> start(profile, card, base, self);
                };
    }

    private static String start(Profile profile, String card, String base, String self) {
        String files = base + "/boot/profile/" + profile.name() + "/";
        StringBuilder script = new StringBuilder("imgfree\nkernel " + files + profile.kernel());
        // UEFI kernels ask the firmware for their initrd by the names of images; others pass over it.
        profile.initrds().forEach(initrd -> script.append(" initrd=").append(initrd));
        script.append(profile.arguments().isEmpty() ? "" : " " + profile.arguments())
                .append(" BOOTIF=01-")
                .append(card.toLowerCase(Locale.ROOT))
                .append(" || goto failed\n");
        profile.initrds()
                .forEach(initrd ->
                        script.append("initrd ").append(files).append(initrd).append(" || goto failed\n"));
        return script.append("boot || goto failed\n:failed\necho It could not be fetched: asking again\nsleep ")
                .append(PATIENCE)
                .append("\nchain --replace ")
                .append(self)
                .append(" || goto failed\n")
                .toString();
    }

    /** Without what iPXE would take for more than text. */
    private static String shown(String text) {
        return text.replaceAll("[^A-Za-z0-9 .,:'()_/-]", "?");
    }
}
