package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Routes.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

    private static final String ROUTES = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
            eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
            br0\t00004D0A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
            """;

    @Test
    void addressesAreCountedFromTheStart() {
        Subnet subnet = Subnet.parse("10.77.3.0/24");
        assertEquals("10.77.3.1", subnet.gateway());
        assertEquals("10.77.3.101", subnet.host(101));
        assertEquals("10.77.3.0/24", subnet.toString());
        assertEquals("192.168.255.255", Subnet.parse("192.168.0.0/16").host(65_535));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.77.3.0",
                "10.77.3.1/24",
                "10.77.3.0/25",
                "10.0.0.0/8",
                "256.0.0.0/24",
                "fd00::/64",
                "10.77.3.0/24x",
                "10.77.3.0/99"
            })
    void whatCannotBeTheSubnetOfALab(String text) {
        assertThrows(LabException.class, () -> Subnet.parse(text));
    }

    @Test
    void overlapWhateverTheWidth() {
        Subnet wide = Subnet.parse("10.77.0.0/16");
        Subnet narrow = Subnet.parse("10.77.3.0/24");
        assertTrue(wide.overlaps(narrow));
        assertTrue(narrow.overlaps(wide));
        assertFalse(narrow.overlaps(Subnet.parse("10.77.4.0/24")));
    }

    @Test
    void routesOfTheKernelWithoutTheDefaultOne() {
        assertEquals(
                List.of(
                        new Route("eth0", Subnet.parse("192.0.2.0/24")),
                        new Route("br0", Subnet.parse("10.77.0.0/16"))),
                Routes.parse(ROUTES));
    }

    @Test
    void aFreeSubnetAvoidsRoutesAndNetworksAndStaysTheSame() {
        FreeSubnet empty = new FreeSubnet(List.of(), List.of());
        Subnet first = empty.forLab("a");
        assertEquals(first, empty.forLab("a"));
        Subnet second = new FreeSubnet(List.of(new Route("br0", first)), List.of()).forLab("a");
        assertFalse(second.overlaps(first));
        assertFalse(new FreeSubnet(List.of(new Route("br0", first)), List.of(second))
                .forLab("a")
                .overlaps(second));
    }

    @Test
    void aTakenSubnetIsRefusedWithItsOwner() {
        LabException refusal = assertThrows(
                LabException.class,
                () -> new FreeSubnet(Routes.parse(ROUTES), List.of()).checked(Subnet.parse("10.77.9.0/24")));
        assertEquals(
                "this machine reaches 10.77.0.0/16 through br0",
                refusal.problem().why());
        assertThrows(LabException.class, () -> new FreeSubnet(Routes.parse(ROUTES), List.of()).forLab("a"));
    }
}
