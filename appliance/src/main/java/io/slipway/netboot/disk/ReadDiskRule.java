package io.slipway.netboot.disk;

import io.slipway.common.ByteSize;
import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.disk.DiskRule.Which;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code disk} of a node: {@code {match: smallest}}, or {@code match} as Ubuntu's autoinstall has it, and how many they are. */
public final class ReadDiskRule {

    private static final Set<String> KEYS = Set.of("match", "count");
    private static final Set<String> MATCH_KEYS = Set.of("size", "min", "max", "model", "serial", "path", "ssd");
    private static final int MANY = 64;

    /** What stands between the quotes of a shell, and is no more to its patterns than it seems. */
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9 ._*?+/:,()-]{1,80}");

    private static final Pattern PATH = Pattern.compile("/dev(/[A-Za-z0-9._:+-]+)+");

    private final String host;
    private final List<Problem> problems;

    private ReadDiskRule(String host, List<Problem> problems) {
        this.host = host;
        this.problems = problems;
    }

    /**
     * Nothing when it cannot be understood at all.
     *
     * @param problems gets every mistake
     */
    public static Optional<DiskRule> of(YamlNode disk, String host, List<Problem> problems) {
        return new ReadDiskRule(host, problems).read(disk);
    }

    private Optional<DiskRule> read(YamlNode node) {
        Optional<Fields> disk = Fields.of(node, "'disk' of " + host, KEYS, problems);
        if (disk.isEmpty()) {
            return Optional.empty();
        }
        int count = count(disk.get());
        Optional<YamlNode> match = disk.get().node("match");
        if (match.isEmpty()) {
            problems.add(
                    Problem.of("'match' is missing")
                            .at(disk.get().at())
                            .hint(
                                    "say which disk: match: smallest, or match: {model: …, serial: …, path: …, ssd: …, size: …}"));
            return Optional.empty();
        }
        return match.get() instanceof YamlNode.Scalar
                ? Optional.of(DiskRule.of(which(disk.get(), "match"), count))
                : Fields.of(match.get(), "'match' of " + host, MATCH_KEYS, problems)
                        .map(fields -> described(fields, count));
    }

    private DiskRule described(Fields fields, int count) {
        return new DiskRule(
                fields.node("size").map(_ -> which(fields, "size")).orElse(Which.ONLY),
                size(fields, "min"),
                size(fields, "max"),
                shaped(fields, "model", PATTERN, "it is a pattern with * and ?, such as SAMSUNG*"),
                shaped(fields, "serial", PATTERN, "it is a pattern with * and ?, such as S3Z*"),
                shaped(fields, "path", PATH, "it is a device, such as /dev/disk/by-path/pci-0000:22:00.0-nvme-1"),
                fields.node("ssd").map(_ -> fields.flag("ssd", false)),
                count);
    }

    private int count(Fields disk) {
        Optional<String> text = disk.text("count");
        if (text.isEmpty()) {
            return 1;
        }
        if (!text.get().matches("[1-9][0-9]?") || Integer.parseInt(text.get()) > MANY) {
            problems.add(
                    Problem.of("'" + text.get() + "' is not a number of disks").at(disk.at("count")));
            return 1;
        }
        return Integer.parseInt(text.get());
    }

    private Which which(Fields fields, String key) {
        String text = fields.text(key).orElse("");
        Optional<Which> which = Which.named(text);
        if (which.isEmpty()) {
            problems.add(Problem.of("'" + key + "' cannot be '" + text + "'")
                    .at(fields.at(key))
                    .hint("it is one of " + Which.known()));
        }
        return which.orElse(Which.ONLY);
    }

    private Optional<String> shaped(Fields fields, String key, Pattern shape, String hint) {
        Optional<String> text = fields.text(key);
        if (text.isPresent() && !shape.matcher(text.get()).matches()) {
            problems.add(Problem.of("'" + key + "' cannot be '" + text.get() + "'")
                    .at(fields.at(key))
                    .hint(hint));
            return Optional.empty();
        }
        return text;
    }

    private OptionalLong size(Fields fields, String key) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong size = ByteSize.parse(text.get());
        if (size.isEmpty()) {
            problems.add(Problem.of("'" + text.get() + "' is not the size of a disk")
                    .at(fields.at(key))
                    .hint("as in 400GB, 2TB or 1TiB"));
        }
        return size;
    }
}
