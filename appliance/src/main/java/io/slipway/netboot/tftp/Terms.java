package io.slipway.netboot.tftp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * What client and server agreed on.
 *
 * @param blockSize bytes of content in each packet but the last (RFC 2348)
 * @param window how many packets are sent before one is acknowledged (RFC 7440)
 * @param timeout how long to wait for an acknowledgement; zero when the client did not say (RFC 2349)
 * @param accepted what the client is told of that, in its own order and spelling; empty when it asked for nothing that is known
 */
record Terms(int blockSize, int window, Duration timeout, SequencedMap<String, String> accepted) {

    private static final int PLAIN_BLOCK = 512;
    private static final int SMALLEST_BLOCK = 8;
    private static final int LARGEST_BLOCK = 65464;
    private static final int MOST_PACKETS = 65535;

    /** How much of a file waits for acknowledgement at most, whatever the client would take. */
    private static final int IN_FLIGHT = 96 * 1024;

    /**
     * @param largestBlock what fits into a packet of the network without being cut into pieces
     * @param largestWindow in packets
     */
    record Limits(int largestBlock, int largestWindow) {}

    /**
     * Answers only what was asked for; what is unknown or makes no sense is passed over, as RFC 2347 wants, since firmware gives up when it is
     * answered anything else.
     *
     * @param size of what will be sent, or {@link Content#UNKNOWN}
     */
    static Terms agree(Map<String, String> asked, long size, Limits limits) {
        SequencedMap<String, String> accepted = new LinkedHashMap<>();
        int block = PLAIN_BLOCK;
        int window = 1;
        Duration timeout = Duration.ZERO;
        for (Map.Entry<String, String> option : asked.entrySet()) {
            String name = option.getKey();
            OptionalInt value;
            switch (name.toLowerCase(Locale.ROOT)) {
                case "blksize" -> {
                    value = number(option.getValue(), SMALLEST_BLOCK, LARGEST_BLOCK);
                    if (value.isPresent()) {
                        block = Math.min(value.getAsInt(), Math.max(limits.largestBlock, SMALLEST_BLOCK));
                        accepted.put(name, String.valueOf(block));
                    }
                }
                case "windowsize" -> {
                    value = number(option.getValue(), 1, MOST_PACKETS);
                    if (value.isPresent()) {
                        window = Math.min(value.getAsInt(), limits.largestWindow);
                        accepted.put(name, String.valueOf(window));
                    }
                }
                case "timeout" -> {
                    value = number(option.getValue(), 1, 255);
                    if (value.isPresent()) {
                        timeout = Duration.ofSeconds(value.getAsInt());
                        accepted.put(name, String.valueOf(value.getAsInt()));
                    }
                }
                case "tsize" -> {
                    if (size != Content.UNKNOWN) {
                        accepted.put(name, String.valueOf(size));
                    }
                }
                default -> {}
            }
        }
        int fitting = Math.clamp(IN_FLIGHT / block, 1, window);
        accepted.replaceAll((name, value) -> name.equalsIgnoreCase("windowsize") ? String.valueOf(fitting) : value);
        return new Terms(block, fitting, timeout, accepted);
    }

    private static OptionalInt number(String text, int least, int most) {
        if (!text.matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number < least || number > most ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
