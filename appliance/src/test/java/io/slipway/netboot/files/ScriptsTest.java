package io.slipway.netboot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole scripts, as loaders get them. */
class ScriptsTest {

    private static final String BASE = "http://10.0.0.1:8080";
    private static final String SELF = BASE + "/boot/ipxe?client=52-54-00-00-00-01";
    private static final Profile LIVE =
            new Profile("live", "vmlinuz", List.of("a.gz", "b.gz"), "console=ttyS0 x=\"it's; 1\"");
    private static final Step START = new Step.Start(LIVE, "52-54-00-00-00-0A");

    @Test
    void ipxeThatHasNotSaidWhoItIsDoesSo() {
        assertEquals("""
                #!ipxe
                :try
                chain --replace http://10.0.0.1:8080/boot/ipxe?client=${netX/mac:hexhyp}&platform=${platform}&buildarch=${buildarch} || goto wait
                :wait
                echo Slipway did not answer: asking again
                sleep 5
                goto try
                """, IpxeScript.asking(BASE));
    }

    @Test
    void ipxeStartsAKernelAndAsksAgainWhenItCannot() {
        assertEquals("""
                #!ipxe
                echo Slipway: dgx01: it is armed
                imgfree
                kernel http://10.0.0.1:8080/boot/profile/live/vmlinuz initrd=a.gz initrd=b.gz console=ttyS0 x="it's; 1" BOOTIF=01-52-54-00-00-00-0a || goto failed
                initrd http://10.0.0.1:8080/boot/profile/live/a.gz || goto failed
                initrd http://10.0.0.1:8080/boot/profile/live/b.gz || goto failed
                boot || goto failed
                :failed
                echo It could not be fetched: asking again
                sleep 5
                chain --replace http://10.0.0.1:8080/boot/ipxe?client=52-54-00-00-00-01 || goto failed
                """, IpxeScript.of(START, "Slipway: dgx01: it is armed", BASE, SELF));
    }

    @Test
    void ipxeLeavesForTheDiskInTheWayOfItsFirmware() {
        assertEquals("""
                #!ipxe
                echo it is ready
                iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||
                exit
                """, IpxeScript.of(new Step.Disk(), "it is ready", BASE, SELF));
    }

    @Test
    void ipxeWaits() {
        assertEquals("""
                #!ipxe
                echo later
                sleep 15
                :try
                chain --replace http://10.0.0.1:8080/boot/ipxe?client=52-54-00-00-00-01 || goto wait
                :wait
                echo Slipway did not answer: asking again
                sleep 5
                goto try
                """, IpxeScript.of(new Step.Again(Duration.ofSeconds(15)), "later", BASE, SELF));
    }

    @Test
    void whatIsSaidIsNoCommand() {
        String script = IpxeScript.of(new Step.Disk(), "a || shell\n${net0/mac} ; b", BASE, SELF);
        assertEquals("echo a ?? shell???net0/mac? ? b", script.lines().toList().get(1));
        String config = GrubConfig.of(new Step.Disk(), "it's $root; b", "x");
        assertEquals("echo 'it'\\''s $root; b'", config.lines().findFirst().orElseThrow());
    }

    @Test
    void grubStartsAKernelFromWhereItCame() {
        assertEquals("""
                echo 'it is armed'
                linux /boot/profile/live/vmlinuz 'console=ttyS0' 'x="it'\\''s;' '1"' BOOTIF=01-52-54-00-00-00-0a
                initrd /boot/profile/live/a.gz /boot/profile/live/b.gz
                boot
                configfile /grub/node/52:54:00:00:00:0a
                echo 'It could not be fetched: asking again'
                sleep 5
                configfile /grub/grub.cfg
                """, GrubConfig.of(START, "it is armed", "52:54:00:00:00:0a"));
    }

    @Test
    void grubLeavesForTheDisk() {
        assertEquals("echo 'it is ready'\nexit\n", GrubConfig.of(new Step.Disk(), "it is ready", "x"));
        assertFalse(GrubConfig.ASKING.contains("http"), "Debian's signed GRUB does not know it");
    }
}
