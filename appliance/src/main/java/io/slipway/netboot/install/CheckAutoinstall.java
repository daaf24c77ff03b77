package io.slipway.netboot.install;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of Ubuntu's autoinstall that a node would only tell at its console. Unknown keys are refused by newer installers and passed over by
 * older ones, so that they are mistakes here.
 *
 * @see <a href="https://canonical-subiquity.readthedocs-hosted.com/en/latest/reference/autoinstall-reference.html">its reference</a>
 */
final class CheckAutoinstall {

    private static final Set<String> KEYS = Set.of(
            "version",
            "interactive-sections",
            "early-commands",
            "locale",
            "refresh-installer",
            "keyboard",
            "source",
            "network",
            "proxy",
            "apt",
            "storage",
            "identity",
            "active-directory",
            "ubuntu-pro",
            "ssh",
            "codecs",
            "drivers",
            "oem",
            "snaps",
            "debconf-selections",
            "packages",
            "kernel",
            "kernel-crash-dumps",
            "timezone",
            "updates",
            "shutdown",
            "late-commands",
            "error-commands",
            "reporting",
            "user-data",
            "zdevs");
    private static final String HEAD = "#cloud-config";

    private final List<Problem> problems = new ArrayList<>();

    private CheckAutoinstall() {}

    static List<Problem> of(String source, String text) {
        CheckAutoinstall check = new CheckAutoinstall();
        if (!text.lines().findFirst().orElse("").strip().equals(HEAD)) {
            check.problems.add(
                    Problem.of("the first line must be '" + HEAD + "'").at(new Position(source, 1, 1)));
        }
        try {
            check.root(YamlReader.read(source, text));
        } catch (ProblemException e) {
            check.problems.addAll(e.problems());
        }
        return check.problems;
    }

    private void root(YamlNode root) {
        Optional<YamlNode> autoinstall =
                root instanceof YamlNode.Mapping mapping ? mapping.get("autoinstall") : Optional.empty();
        if (autoinstall.isEmpty()) {
            problems.add(Problem.of("'autoinstall' is missing").at(root.at()));
            return;
        }
        Fields.of(autoinstall.get(), "'autoinstall'", KEYS, problems).ifPresent(this::autoinstall);
    }

    private void autoinstall(Fields fields) {
        if (!fields.text("version").equals(Optional.of("1"))) {
            problems.add(Problem.of("'version' must be 1").at(fields.at("version")));
        }
        if (fields.node("identity").isEmpty() && fields.node("user-data").isEmpty()) {
            problems.add(Problem.of("'identity' is missing")
                    .at(fields.at())
                    .because("the installer would wait for somebody to say who logs in"));
        }
        identity(fields);
        storage(fields);
        commands(fields);
    }

    private void identity(Fields fields) {
        fields.node("identity")
                .flatMap(node -> Fields.of(
                        node, "'identity'", Set.of("realname", "username", "hostname", "password", "groups"), problems))
                .ifPresent(
                        identity -> List.of("username", "hostname", "password").forEach(identity::required));
    }

    private void storage(Fields fields) {
        if (fields.node("storage").isEmpty()) {
            problems.add(Problem.of("'storage' is missing")
                    .at(fields.at())
                    .because("the installer would take the largest disk, whatever is on it"));
            return;
        }
        Fields.of(
                        fields.node("storage").get(),
                        "'storage'",
                        Set.of("layout", "config", "swap", "grub", "version"),
                        problems)
                .ifPresent(storage -> {
                    if (storage.node("config").isEmpty()
                            && storage.node("layout").isEmpty()) {
                        problems.add(Problem.of("'storage' has neither 'layout' nor 'config'")
                                .at(storage.at()));
                    }
                    storage.node("layout").ifPresent(this::layout);
                });
    }

    private void layout(YamlNode written) {
        Set<String> known = Set.of(
                "name", "match", "mode", "sizing-policy", "password", "key", "reset-partition", "reset-partition-only");
        Fields.of(written, "'layout'", known, problems).ifPresent(layout -> {
            if (layout.node("match").isEmpty()) {
                problems.add(Problem.of("'layout' has no 'match'")
                        .at(layout.at())
                        .because("the installer would take the largest disk, whatever is on it"));
            }
        });
    }

    private void commands(Fields fields) {
        for (String key : List.of("early-commands", "late-commands", "error-commands")) {
            Optional<YamlNode> written = fields.node(key);
            if (written.isPresent() && !(written.get() instanceof YamlNode.Sequence)) {
                problems.add(Problem.of("'" + key + "' must be a list").at(fields.at(key)));
            }
        }
    }
}
