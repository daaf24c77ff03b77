package io.slipway.mirror.oci.serve;

import io.slipway.common.ByteSize;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import io.slipway.mirror.oci.registry.Quota;
import io.slipway.mirror.oci.registry.RegistryRules;
import io.slipway.mirror.oci.registry.RepositoryPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the file {@code registry.yml} in the home says. Without it, everybody may pull, nobody may push, and nothing is limited. */
public record RegistrySettings(Accounts accounts, Optional<RateLimit.Rule> rate, RegistryRules rules) {

    private static final Set<String> KEYS = Set.of("anonymous", "accounts", "rate-limit", "quotas", "complete");

    /** @throws ServeException with all that is wrong in the file */
    public static RegistrySettings read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException standard) {
            return new RegistrySettings(
                    new Accounts(Accounts.Rights.PULL, Map.of()), Optional.empty(), RegistryRules.NONE);
        } catch (IOException e) {
            throw new ServeException(
                    List.of(Problem.of("'" + file + "' cannot be read").because(IoReason.of(e))));
        }
        SettingsNodes nodes = new SettingsNodes();
        RegistrySettings settings = read(nodes, YamlReader.read(file.toString(), text));
        nodes.requireSound();
        return settings;
    }

    private static RegistrySettings read(SettingsNodes nodes, YamlNode root) {
        Accounts.Rights anonymous = Accounts.Rights.PULL;
        Map<String, Accounts.Account> accounts = Map.of();
        Optional<RateLimit.Rule> rate = Optional.empty();
        List<Quota> quotas = List.of();
        List<RepositoryPattern> complete = List.of();
        for (YamlNode.Entry entry : nodes.entries(root, KEYS)) {
            switch (entry.name()) {
                case "anonymous" -> anonymous = Accounts.rights(nodes, entry.value(), Set.of());
                case "accounts" -> accounts = Accounts.accounts(nodes, entry.value());
                case "rate-limit" -> rate = Optional.of(rate(nodes, entry.value()));
                case "quotas" -> quotas = quotas(nodes, entry.value());
                case "complete" ->
                    complete = nodes.texts(entry.value()).stream()
                            .map(RepositoryPattern::new)
                            .toList();
                default -> {}
            }
        }
        return new RegistrySettings(new Accounts(anonymous, accounts), rate, new RegistryRules(quotas, complete));
    }

    private static RateLimit.Rule rate(SettingsNodes nodes, YamlNode node) {
        int second = 0;
        int burst = 0;
        for (YamlNode.Entry entry : nodes.entries(node, Set.of("requests-per-second", "burst"))) {
            switch (entry.name()) {
                case "requests-per-second" -> second = nodes.number(entry.value());
                case "burst" -> burst = nodes.number(entry.value());
                default -> {}
            }
        }
        if (second == 0) {
            nodes.wrong(node, "'rate-limit' must say 'requests-per-second'");
            second = 1;
        }
        return new RateLimit.Rule(second, burst == 0 ? 10 * second : burst);
    }

    private static List<Quota> quotas(SettingsNodes nodes, YamlNode node) {
        List<Quota> quotas = new ArrayList<>();
        for (YamlNode.Entry entry : nodes.all(node)) {
            OptionalLong size = ByteSize.parse(nodes.text(entry.value()));
            if (size.isPresent()) {
                quotas.add(new Quota(new RepositoryPattern(entry.name()), size.getAsLong()));
            } else {
                nodes.wrong(entry.value(), "a quota is a size such as 500 GiB");
            }
        }
        return quotas;
    }
}
