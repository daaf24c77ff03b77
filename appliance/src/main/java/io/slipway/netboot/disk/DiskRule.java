package io.slipway.netboot.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which disks of a node its system is on, as the inventory says it. Only the node can see its disks: what installs it runs
 * {@code pxe/common/pick-disk.sh} with these words; what wipes it compares them with its report.
 *
 * @param which of those that the rest leaves
 * @param least bytes
 * @param most bytes
 * @param model a pattern with {@code *} and {@code ?}, as is the serial number
 * @param path such as {@code /dev/disk/by-path/…}
 * @param ssd whether it has no moving parts
 * @param count how many disks these are
 */
public record DiskRule(
        Which which,
        OptionalLong least,
        OptionalLong most,
        Optional<String> model,
        Optional<String> serial,
        Optional<String> path,
        Optional<Boolean> ssd,
        int count) {

    /** How it is told which one of several is meant. */
    public enum Which {
        /** There are no others. */
        ONLY,
        SMALLEST,
        LARGEST;

        /** As the inventory has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Which> named(String word) {
            return Stream.of(values())
                    .filter(which -> which.toString().equals(word))
                    .findFirst();
        }

        static String known() {
            return Stream.of(values()).map(Which::toString).collect(Collectors.joining(", "));
        }
    }

    /** The one that there is. */
    public static final DiskRule ONLY = of(Which.ONLY, 1);

    static DiskRule of(Which which, int count) {
        return new DiskRule(
                which,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count);
    }

    /** As the script takes them, each quoted for a shell: they say which disk, and not how many. */
    public String words() {
        List<String> words = new ArrayList<>(List.of(which.toString()));
        least.ifPresent(bytes -> words.add("min=" + bytes));
        most.ifPresent(bytes -> words.add("max=" + bytes));
        model.ifPresent(pattern -> words.add("'model=" + pattern + "'"));
        serial.ifPresent(pattern -> words.add("'serial=" + pattern + "'"));
        ssd.ifPresent(its -> words.add("ssd=" + (its ? 1 : 0)));
        path.ifPresent(device -> words.add("'path=" + device + "'"));
        return String.join(" ", words);
    }
}
