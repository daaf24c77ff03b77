package io.slipway.mirror.oci.serve;

import io.slipway.common.yaml.YamlNode;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.mirror.oci.registry.RepositoryPattern;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do what with the registry.
 *
 * @param anonymous what everybody may
 * @param byName who has a name
 */
public record Accounts(Rights anonymous, Map<String, Account> byName) {

    /** Of the settings, in the home. */
    public static final String FILE = "registry.yml";

    private static final Set<String> RIGHTS = Set.of("pull", "push", "delete");

    /** Which repositories somebody may do what with. */
    public record Rights(Map<Guard.Right, List<RepositoryPattern>> patterns) {

        static final Rights PULL = new Rights(Map.of(Guard.Right.PULL, List.of(new RepositoryPattern("**"))));

        boolean allow(RepositoryName name, Guard.Right right) {
            for (RepositoryPattern pattern : patterns.getOrDefault(right, List.of())) {
                if (pattern.fits(name)) {
                    return true;
                }
            }
            return false;
        }

        boolean any() {
            return !patterns.isEmpty();
        }
    }

    /** @param password hashed as in {@code /etc/shadow} */
    public record Account(String password, Rights rights) {}

    /** @param user empty for nobody in particular */
    boolean allow(String user, RepositoryName name, Guard.Right right) {
        Account account = byName.get(user);
        return anonymous.allow(name, right)
                || (account != null && account.rights().allow(name, right));
    }

    static Map<String, Account> accounts(SettingsNodes nodes, YamlNode node) {
        Map<String, Account> byName = new TreeMap<>();
        for (YamlNode.Entry entry : nodes.all(node)) {
            if (entry.name().isEmpty() || entry.name().contains(":")) {
                nodes.wrong(entry.key(), "a name of an account is not empty and has no ':'");
            }
            byName.put(entry.name(), account(nodes, entry.value()));
        }
        return byName;
    }

    private static Account account(SettingsNodes nodes, YamlNode node) {
        String password = node instanceof YamlNode.Mapping mapping
                        && mapping.get("password").orElse(null) instanceof YamlNode.Scalar scalar
                ? scalar.text()
                : "";
        if (!password.startsWith("$6$") && !password.startsWith("$5$")) {
            nodes.wrong(
                    node,
                    "'password' must be a hash of the kind SHA-512 or SHA-256 crypt",
                    "'openssl passwd -6' makes one");
        }
        return new Account(password, rights(nodes, node, Set.of("password")));
    }

    /** @param beside which keys a mapping may have as well */
    static Rights rights(SettingsNodes nodes, YamlNode node, Set<String> beside) {
        Map<Guard.Right, List<RepositoryPattern>> patterns = new EnumMap<>(Guard.Right.class);
        Set<String> known = new TreeSet<>(RIGHTS);
        known.addAll(beside);
        for (YamlNode.Entry entry : nodes.entries(node, known)) {
            for (Guard.Right right : Guard.Right.values()) {
                if (entry.name().equals(right.word())) {
                    patterns.put(
                            right,
                            nodes.texts(entry.value()).stream()
                                    .map(RepositoryPattern::new)
                                    .toList());
                }
            }
        }
        return new Rights(patterns);
    }
}
