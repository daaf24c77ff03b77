package io.slipway.automation.transport.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process was told to ignore when it was started, as by {@code nohup} or by {@code &} in a script. A program inherits that, and a
 * shell cannot trap what it was born ignoring (POSIX, {@code trap}), so scripts would not clean up when their line is cut.
 *
 * @param mask a bit for each signal, the lowest for signal 1, as {@code SigIgn} in {@code /proc/PID/status} (proc(5))
 */
record IgnoredSignals(long mask) {
    private static final List<String> TRAPPED = List.of("HUP", "INT", "PIPE", "TERM");
    private static final List<Integer> NUMBERS = List.of(1, 2, 13, 15);
    private static final String LINE = "SigIgn:";

    static IgnoredSignals ofThisProcess() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(LINE))
                .map(line -> new IgnoredSignals(
                        Long.parseUnsignedLong(line.substring(LINE.length()).strip(), 16)))
                .findFirst()
                .orElse(new IgnoredSignals(0));
    }

    /** The command with every signal that our scripts trap as it is by default; the command as it is when none is ignored. */
    List<String> undoneFor(List<String> command) {
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < TRAPPED.size(); i++) {
            if ((mask >> (NUMBERS.get(i) - 1) & 1) != 0) {
                ignored.add(TRAPPED.get(i));
            }
        }
        if (ignored.isEmpty()) {
            return command;
        }
        List<String> heard = new ArrayList<>(List.of("env", "--default-signal=" + String.join(",", ignored)));
        heard.addAll(command);
        return heard;
    }
}
