package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hostname}, {@code timezone}, {@code getent}, {@code ping} and {@code service_facts}. */
class HostModulesTest {

    @TempDir
    Path temp;

    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void start() {
        tools = new Tools(temp)
                .quietly("mktemp", "touch '" + temp + "/new'; echo '" + temp + "/new'")
                .have("mv", "[ \"$3\" != '" + temp + "/new' ] || cp '" + temp + "/new' '" + temp + "/kept'");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private static Map<?, ?> facts(ModuleResult result) {
        return (Map<?, ?>) result.values().get("ansible_facts");
    }

    @Test
    void theHostNameIsSetNowAndForLater() throws Exception {
        tools.quietly("uname", "echo old")
                .quietly("cat", "[ $# -gt 0 ] || exec /bin/cat; echo old")
                .quietly("getent", "echo '10.0.0.5 n1.pod.internal n1'")
                .have("hostname", "")
                .have("hostnamectl", "exit 1");
        HostnameModule module = new HostnameModule();
        ModuleResult result = calls.diff(module, "name", "n1");
        assertTrue(result.changed());
        assertEquals("n1\n", Files.readString(temp.resolve("kept")));
        assertTrue(tools.log().contains("mv [-f] [--] [" + temp + "/new] [/etc/hostname]"));
        assertTrue(tools.log().contains("hostname [n1]"));
        assertEquals("hostname = old\n", result.diffs().getFirst().before());
        assertEquals(
                Map.of(
                        "ansible_hostname",
                        "n1",
                        "ansible_nodename",
                        "n1",
                        "ansible_fqdn",
                        "n1.pod.internal",
                        "ansible_domain",
                        "pod.internal"),
                facts(result));
        int calledSoFar = tools.log().size();
        node.forget();
        assertFalse(calls.run(module, "name", "old").changed());
        assertEquals(1, node.exchanges());
        assertTrue(calls.check(module, "name", "n2").changed());
        assertEquals(calledSoFar, tools.log().size());
        assertTrue(calls.failure(module, "name", "-x $(y)").contains("cannot be a host name"));
    }

    @Test
    void theTimeZoneIsALink() throws Exception {
        Path zone = Files.createDirectories(temp.resolve("zoneinfo/Etc")).resolve("UTC");
        tools.quietly("readlink", "case $* in *localtime) echo '" + zone + "' ;; *) shift 2; echo \"$1\" ;; esac")
                .have("ln", "");
        TimezoneModule module = new TimezoneModule();
        assertFalse(calls.run(module, "name", "Etc/UTC").changed());
        assertEquals(1, node.exchanges());
        assertTrue(calls.failure(module, "name", "Mars/Olympus")
                .startsWith("unable to find the time zone 'Mars/Olympus'"));
        assertEquals(List.of(), tools.log());
    }

    @Test
    void entriesAreReadByTheirFirstField() {
        tools.quietly("getent", """
                case $* in
                  '-- passwd root') echo 'root:x:0:0:r:/root:/bin/sh' ;;
                  '-s files -- services') printf 'a  1/tcp  x\\na 1/udp\\na 2/tcp\\nb 3/tcp\\n' ;;
                  *nope) exit 2 ;;
                  *) exit 3 ;;
                esac""");
        GetentModule module = new GetentModule();
        assertEquals(
                Map.of("getent_passwd", Map.of("root", List.of("x", "0", "0", "r", "/root", "/bin/sh"))),
                facts(calls.run(module, "database", "passwd", "key", "root")));
        assertEquals(
                Map.of(
                        "getent_services",
                        Map.of(
                                "a",
                                List.of(List.of("1/tcp", "x"), List.of("1/udp"), List.of("2/tcp")),
                                "b",
                                List.of("3/tcp"))),
                facts(calls.run(module, "database", "services", "service", "files")));
        assertEquals(
                Map.of("getent_passwd", Collections.singletonMap("nope", null)),
                facts(calls.run(module, "database", "passwd", "key", "nope", "fail_key", false)));
        assertEquals(
                "One or more supplied key could not be found in the database.",
                calls.failure(module, "database", "passwd", "key", "nope"));
        assertEquals("Enumeration not supported on this database.", calls.failure(module, "database", "passwd"));
    }

    @Test
    void pingGivesBackWhatItWasGiven() {
        PingModule module = new PingModule();
        assertEquals("pong", calls.run(module).values().get("ping"));
        String odd = "a 'b'\n$(c) \\n %s";
        assertEquals(odd, calls.run(module, "data", odd).values().get("ping"));
        assertEquals(
                "boom",
                assertThrows(ModuleFailure.class, () -> calls.run(module, "data", "crash"))
                        .getMessage());
    }

    @Test
    void servicesComeFromUnitsAndFiles() {
        tools.quietly("service", "printf ' [ + ]  cron\\n [ - ]  x11\\n'");
        Map<?, ?> services =
                (Map<?, ?>) facts(calls.run(new ServiceFactsModule())).get("services");
        assertEquals(Map.of("name", "cron", "state", "running", "source", "sysv"), services.get("cron"));
        assertEquals("stopped", ((Map<?, ?>) services.get("x11")).get("state"));
        assertEquals(1, node.exchanges());
        assertEquals(
                Arrays.asList("cron", "x11"),
                List.copyOf(services.keySet()).stream()
                        .filter(name -> !name.toString().endsWith(".service"))
                        .toList());
    }
}
