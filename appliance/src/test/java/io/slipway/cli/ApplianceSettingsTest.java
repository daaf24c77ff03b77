package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Problem;
import io.slipway.netboot.serve.NetbootSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplianceSettingsTest {

    @TempDir
    Path folder;

    private Path here;
    private Path machine;

    @BeforeEach
    void make() throws IOException {
        here = Files.createDirectories(folder.resolve("here"));
        machine = Files.createDirectories(folder.resolve("machine"));
    }

    private ApplianceSettings find(String... set) {
        return ApplianceSettings.find(here, machine, List.of(set));
    }

    @Test
    void withoutAFileEverythingIsUsual() {
        assertEquals(ApplianceSettings.NONE, find());
    }

    @Test
    void theWorkingDirectoryComesBeforeTheMachine() throws IOException {
        Files.writeString(machine.resolve("slipway.yml"), "inventory: pod\nnetboot: {interfaces: eth1}");
        assertEquals(List.of(machine.resolve("pod").toString()), find().inventory());
        Files.writeString(here.resolve("slipway.yml"), "netboot: {interfaces: eth0}");
        assertEquals(List.of("eth0"), find().netboot().interfaces());
        assertEquals(List.of(), find().inventory(), "one file counts, not both");
        Files.writeString(here.resolve("slipway.yml"), "# nothing yet\n");
        assertEquals(NetbootSettings.NONE, find().netboot());
    }

    @Test
    void theCommandLineWins() throws IOException {
        Files.writeString(here.resolve("slipway.yml"), "netboot: {interfaces: eth0, dhcp: proxy}");
        ApplianceSettings settings =
                find("netboot.interfaces=[br0, br1]", "inventory=a/b", "netboot.networks=[{network: 10.0.0.0/8}]");
        assertEquals(List.of("br0", "br1"), settings.netboot().interfaces());
        assertEquals(NetbootSettings.Dhcp.PROXY, settings.netboot().dhcp());
        assertEquals(1, settings.netboot().networks().size());
        assertEquals(List.of(here.resolve("a/b").toString()), settings.inventory());
    }

    @Test
    void allMistakesAreToldWithTheirPlaces() throws IOException {
        Files.writeString(here.resolve("slipway.yml"), "net-boot: {}\nnetboot: {dhcp: of}\n");
        CommandException refused =
                assertThrows(CommandException.class, () -> find("netboot.enrolment=ajar", "netboot.x=1"));
        assertEquals(
                List.of(
                        here + "/slipway.yml:1:1: unknown key 'net-boot' in the settings",
                        "--set netboot.x=1: unknown key 'x' in 'netboot'",
                        here + "/slipway.yml:2:17: 'dhcp' cannot be 'of'",
                        "--set netboot.enrolment=ajar:1:1: 'enrolment' cannot be 'ajar'"),
                refused.problems().stream()
                        .map(each -> each.because("").hint(""))
                        .map(Problem::toString)
                        .toList());
        assertThrows(CommandException.class, () -> find("netboot"));
        assertThrows(CommandException.class, () -> find("=1"));
    }
}
