package io.slipway.lab;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node may do to the kernel. Less than a privileged container: a node that turns its swap off, sets a kernel parameter or its time
 * zone (which moves the clock when it is the first to do so) must not do so to the machine it runs on. And no more than this machine has to give, since the engine cannot pass on more.
 */
final class Capabilities {

    private static final Path SELF = Path.of("/proc/self/status");

    /** By number, capabilities(7), {@code <linux/capability.h>}. */
    private static final Map<String, Integer> WANTED = wanted();

    private Capabilities() {}

    private static Map<String, Integer> wanted() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("DAC_READ_SEARCH", 2);
        numbers.put("NET_ADMIN", 12);
        numbers.put("IPC_LOCK", 14);
        numbers.put("SYS_MODULE", 16);
        numbers.put("SYS_PTRACE", 19);
        numbers.put("SYS_ADMIN", 21);
        numbers.put("SYS_BOOT", 22);
        numbers.put("SYS_NICE", 23);
        numbers.put("SYS_RESOURCE", 24);
        numbers.put("SYSLOG", 34);
        return numbers;
    }

    static List<String> ofANode() {
        try {
            return grantable(Files.readString(SELF));
        } catch (IOException e) {
            throw new LabException(
                    Problem.of("the capabilities of this machine cannot be read")
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** @param status in the format of {@code /proc/PID/status}, proc(5) */
    static List<String> grantable(String status) {
        long bounding = status.lines()
                .filter(line -> line.startsWith("CapBnd:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapBnd:".length()).strip(), 16))
                .findFirst()
                .orElse(-1L);
        return WANTED.entrySet().stream()
                .filter(capability -> (bounding >> capability.getValue() & 1) == 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
