package io.slipway.pod;

import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.netboot.install.DiskMatch;
import io.slipway.netboot.live.DiskRule;
import io.slipway.netboot.live.DiskRule.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code disk} of a node: {@code {match: smallest}}, or {@code match} as Ubuntu's autoinstall has it, and how many they are. */
final class ReadDiskRule {

    private static final Set<String> KEYS = Set.of("match", "count");
    private static final Set<String> MATCH_KEYS = Set.of("model", "serial", "path", "ssd", "min", "max", "size");
    private static final int MANY = 64;

    private final List<Problem> problems;

    /** @param problems gets every mistake */
    ReadDiskRule(List<Problem> problems) {
        this.problems = problems;
    }

    Optional<DiskRule> read(YamlNode node, String host) {
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
        if (match.get() instanceof YamlNode.Scalar) {
            return Optional.of(new DiskRule(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    size(disk.get(), "match"),
                    count));
        }
        return Fields.of(match.get(), "'match' of " + host, MATCH_KEYS, problems)
                .map(its -> new DiskRule(
                        its.text("model"),
                        its.text("serial"),
                        its.text("path"),
                        its.node("ssd").map(_ -> its.flag("ssd", false)),
                        DiskMatch.size(its, "min", problems),
                        DiskMatch.size(its, "max", problems),
                        its.node("size").flatMap(_ -> size(its, "size")),
                        count));
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

    private Optional<Size> size(Fields fields, String key) {
        String text = fields.text(key).orElse("");
        if (text.equals("only")) {
            return Optional.empty();
        }
        for (Size size : Size.values()) {
            if (size.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(size);
            }
        }
        problems.add(Problem.of("'" + key + "' cannot be '" + text + "'")
                .at(fields.at(key))
                .hint("it is only, smallest or largest"));
        return Optional.empty();
    }
}
