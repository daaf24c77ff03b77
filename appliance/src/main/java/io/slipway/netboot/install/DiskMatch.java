package io.slipway.netboot.install;

import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which disk of a node its system goes to. Only its installer can see the disks: it runs {@code pxe/common/pick-disk.sh} with these words.
 *
 * @param which {@code only}, {@code smallest} or {@code largest} of those that the rest leaves
 * @param least bytes
 * @param most bytes
 * @param model a pattern of the shell, as is the serial number
 * @param ssd whether it has no moving parts
 * @param path such as {@code /dev/disk/by-path/…}
 */
public record DiskMatch(
        String which,
        OptionalLong least,
        OptionalLong most,
        Optional<String> model,
        Optional<String> serial,
        Optional<String> path,
        Optional<Boolean> ssd) {

    /** Where nothing is said: the one that there is. */
    public static final DiskMatch ONLY = new DiskMatch(
            "only",
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Set<String> WHICH = Set.of("only", "smallest", "largest");
    private static final Set<String> KEYS = Set.of("size", "min", "max", "model", "serial", "path", "ssd");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(GB|TB|GiB|TiB)");
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9 ._*?+-]{1,80}");
    private static final Pattern PATH = Pattern.compile("/dev(/[A-Za-z0-9._:+-]+)+");

    /** @param disk {@code {match: smallest}} or {@code {match: {size: …, min: …, max: …, model: …, serial: …, path: …, ssd: …}}} */
    public static DiskMatch read(YamlNode disk, List<Problem> problems) {
        return Fields.of(disk, "'disk'", Set.of("match", "count"), problems)
                .flatMap(fields -> fields.node("match"))
                .map(match ->
                        match instanceof YamlNode.Scalar word ? named(word, problems) : described(match, problems))
                .orElse(ONLY);
    }

    private static DiskMatch named(YamlNode.Scalar word, List<Problem> problems) {
        if (!WHICH.contains(word.text())) {
            problems.add(Problem.of("a disk cannot be picked by '" + word.text() + "'")
                    .at(word.at())
                    .hint("write smallest, largest, only, or a mapping with " + String.join(", ", sorted(KEYS))));
        }
        return new DiskMatch(word.text(), ONLY.least, ONLY.most, ONLY.model, ONLY.serial, ONLY.path, ONLY.ssd);
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static DiskMatch described(YamlNode match, List<Problem> problems) {
        return Fields.of(match, "'match'", KEYS, problems)
                .map(fields -> new DiskMatch(
                        shaped(fields, "size", Pattern.compile("only|smallest|largest"), problems)
                                .orElse("only"),
                        size(fields, "min", problems),
                        size(fields, "max", problems),
                        shaped(fields, "model", PATTERN, problems),
                        shaped(fields, "serial", PATTERN, problems),
                        shaped(fields, "path", PATH, problems),
                        fields.node("ssd").map(_ -> fields.flag("ssd", false))))
                .orElse(ONLY);
    }

    private static Optional<String> shaped(Fields fields, String key, Pattern shape, List<Problem> problems) {
        Optional<String> text = fields.text(key);
        if (text.isPresent() && !shape.matcher(text.get()).matches()) {
            problems.add(Problem.of("'" + key + "' cannot be '" + text.get() + "'")
                    .at(fields.at(key))
                    .hint(
                            switch (key) {
                                case "path" -> "it is a device, such as /dev/disk/by-path/pci-0000:22:00.0-nvme-1";
                                case "size" -> "it is only, smallest or largest";
                                default -> "it is a pattern with * and ?, such as SAMSUNG*";
                            }));
            return Optional.empty();
        }
        return text;
    }

    /** Bytes, written as {@code 400GB} or {@code 1TiB}. */
    public static OptionalLong size(Fields fields, String key, List<Problem> problems) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher parts = SIZE.matcher(text.get());
        if (!parts.matches()) {
            problems.add(Problem.of("'" + text.get() + "' is not the size of a disk")
                    .at(fields.at(key))
                    .hint("as in 400GB, 2TB or 1TiB"));
            return OptionalLong.empty();
        }
        long unit = switch (parts.group(2)) {
            case "GB" -> 1_000_000_000L;
            case "TB" -> 1_000_000_000_000L;
            case "GiB" -> 1L << 30;
            default -> 1L << 40;
        };
        return OptionalLong.of(Long.parseLong(parts.group(1)) * unit);
    }

    /** As the script takes them, each quoted for a shell. */
    public String words() {
        List<String> words = new ArrayList<>(List.of(which));
        least.ifPresent(bytes -> words.add("min=" + bytes));
        most.ifPresent(bytes -> words.add("max=" + bytes));
        model.ifPresent(pattern -> words.add("'model=" + pattern + "'"));
        serial.ifPresent(pattern -> words.add("'serial=" + pattern + "'"));
        ssd.ifPresent(its -> words.add("ssd=" + (its ? 1 : 0)));
        path.ifPresent(device -> words.add("'path=" + device + "'"));
        return String.join(" ", words);
    }
}
