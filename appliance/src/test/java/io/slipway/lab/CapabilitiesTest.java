package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void whatTheMachineLacksIsNotAskedFor() {
        List<String> here = Capabilities.grantable("Name:\tjava\nCapBnd:\t000001fffeffffff\n");
        assertFalse(here.contains("SYS_RESOURCE"));
        assertTrue(here.containsAll(List.of("SYS_ADMIN", "NET_ADMIN", "SYSLOG")));
    }

    @Test
    void anOrdinaryMachineGivesAll() {
        assertEquals(10, Capabilities.grantable("CapBnd:\t000001ffffffffff\n").size());
        assertEquals(10, Capabilities.grantable("no such line").size());
        assertEquals(List.of(), Capabilities.grantable("CapBnd:\t0000000000000000\n"));
    }

    /** The first {@code timedatectl set-timezone} of a node would move the clock of the machine by the zone's offset. */
    @Test
    void noNodeMaySetTheClock() {
        assertFalse(Capabilities.grantable("CapBnd:\t000001ffffffffff\n").contains("SYS_TIME"));
    }
}
