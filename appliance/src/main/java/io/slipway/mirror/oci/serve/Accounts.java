package io.slipway.mirror.oci.serve;

import io.slipway.common.IoReason;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import io.slipway.mirror.oci.registry.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what with the registry: {@code registry.yml} in the home. Without it, everybody may pull and nobody may push.
 *
 * @param anonymous what everybody may
 * @param byName who has a name
 */
public record Accounts(Rights anonymous, Map<String, Account> byName) {

    /** In the home. */
    public static final String FILE = "registry.yml";

    private static final Set<String> RIGHTS = Set.of("pull", "push", "delete");

    /**
     * Which repositories somebody may do what with.
     *
     * @param patterns {@code *} stands for anything but {@code /}, {@code **} for anything
     */
    public record Rights(Map<Guard.Right, List<String>> patterns) {

        static final Rights PULL = new Rights(Map.of(Guard.Right.PULL, List.of("**")));

        boolean allow(RepositoryName name, Guard.Right right) {
            return patterns.getOrDefault(right, List.of()).stream().anyMatch(pattern -> fits(pattern, name.text()));
        }

        private static boolean fits(String pattern, String name) {
            String regex = ("\\Q" + pattern + "\\E").replace("**", "\\E.+\\Q").replace("*", "\\E[^/]+\\Q");
            return name.matches(regex);
        }

        boolean any() {
            return !patterns.isEmpty();
        }
    }

    /** @param password hashed as in {@code /etc/shadow} */
    public record Account(String password, Rights rights) {}

    /** @throws ServeException with all that is wrong in the file */
    public static Accounts read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException standard) {
            return new Accounts(Rights.PULL, Map.of());
        } catch (IOException e) {
            throw new ServeException(
                    List.of(Problem.of("'" + file + "' cannot be read").because(IoReason.of(e))));
        }
        List<Problem> problems = new ArrayList<>();
        Accounts accounts = read(YamlReader.read(file.toString(), text), problems);
        if (!problems.isEmpty()) {
            throw new ServeException(problems);
        }
        return accounts;
    }

    private static Accounts read(YamlNode node, List<Problem> problems) {
        Rights anonymous = Rights.PULL;
        Map<String, Account> byName = new TreeMap<>();
        for (YamlNode.Entry entry : entries(node, Set.of("anonymous", "accounts"), problems)) {
            if (entry.name().equals("anonymous")) {
                anonymous = rights(entry.value(), RIGHTS, problems);
            } else if (entry.value() instanceof YamlNode.Mapping accounts) {
                accounts.entries().forEach(each -> byName.put(each.name(), account(each.value(), problems)));
            } else {
                problems.add(Problem.of("'accounts' must be a mapping from names")
                        .at(entry.value().at()));
            }
        }
        return new Accounts(anonymous, byName);
    }

    private static Account account(YamlNode node, List<Problem> problems) {
        String password = node instanceof YamlNode.Mapping mapping
                        && mapping.get("password").orElse(null) instanceof YamlNode.Scalar scalar
                ? scalar.text()
                : "";
        if (!password.startsWith("$6$") && !password.startsWith("$5$")) {
            problems.add(Problem.of("'password' must be a hash of the kind SHA-512 or SHA-256 crypt")
                    .at(node.at())
                    .hint("'openssl passwd -6' makes one"));
        }
        return new Account(password, rights(node, Set.of("password", "pull", "push", "delete"), problems));
    }

    private static Rights rights(YamlNode node, Set<String> known, List<Problem> problems) {
        Map<Guard.Right, List<String>> patterns = new EnumMap<>(Guard.Right.class);
        for (YamlNode.Entry entry : entries(node, known, problems)) {
            for (Guard.Right right : Guard.Right.values()) {
                if (entry.name().equals(right.word())) {
                    patterns.put(right, texts(entry.value(), problems));
                }
            }
        }
        return new Rights(patterns);
    }

    private static List<String> texts(YamlNode node, List<Problem> problems) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : node instanceof YamlNode.Sequence list ? list.items() : List.of(node)) {
            if (item instanceof YamlNode.Scalar scalar) {
                texts.add(scalar.text());
            } else {
                problems.add(
                        Problem.of("a pattern for repositories must be text").at(item.at()));
            }
        }
        return texts;
    }

    private static List<YamlNode.Entry> entries(YamlNode node, Set<String> known, List<Problem> problems) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(
                    Problem.of("this must be a mapping, not " + node.kind()).at(node.at()));
            return List.of();
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.name())) {
                Position at = entry.key().at();
                problems.add(Problem.of("unknown key '" + entry.name() + "'")
                        .at(at)
                        .hint(NearMiss.hint(entry.name(), known)));
            }
        }
        return mapping.entries();
    }
}
