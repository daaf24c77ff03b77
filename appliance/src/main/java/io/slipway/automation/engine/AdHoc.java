package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One module on the hosts of a pattern, without a playbook: {@code slipway exec}. */
public final class AdHoc {

    private static final String COMMAND_LINE = "<command line>";
    private static final Position HERE = Position.in(COMMAND_LINE);
    private static final Set<String> RUN_WHAT_THEY_ARE_TOLD = Set.of("command", "shell", "raw", "script");

    private AdHoc() {}

    /**
     * A module that works on without the connection.
     *
     * @param seconds how long it may take
     * @param poll seconds between two looks at it; 0 to leave it alone
     */
    public record Background(int seconds, int poll) {}

    /**
     * A play of one task that gathers no facts. Files that it names are looked for in the working directory.
     *
     * @param arguments words such as {@code name=nginx state=started}, a bare string for a module that takes one, or a JSON or YAML
     *     mapping in braces
     * @param background what to say of {@code async} and {@code poll}; empty to wait for the module
     * @throws io.slipway.automation.playbook.PlaybookException when there is no such module, or it does not take these arguments
     * @throws EngineException when it is not said what to run
     */
    public static Play play(
            PlaybookLoader loader, String pattern, String module, String arguments, Optional<Background> background) {
        if (arguments.isBlank() && RUN_WHAT_THEY_ARE_TOLD.contains(ModuleCatalogue.shortName(module))) {
            throw new EngineException(Problem.of("No argument passed to " + module + " module")
                    .at(HERE)
                    .hint("say what to run: -a 'uptime'"));
        }
        YamlNode given = arguments.strip().startsWith("{") && !arguments.strip().startsWith("{{")
                ? YamlReader.read(COMMAND_LINE, arguments)
                : YamlNode.Scalar.of(arguments, HERE);
        List<YamlNode.Entry> task = new ArrayList<>(List.of(entry(module, given)));
        background.ifPresent(its -> {
            task.add(entry("async", YamlNode.Scalar.of(String.valueOf(its.seconds()), HERE)));
            task.add(entry("poll", YamlNode.Scalar.of(String.valueOf(its.poll()), HERE)));
        });
        YamlNode play = mapping(
                entry("name", YamlNode.Scalar.of("Ad-Hoc", HERE)),
                entry("hosts", YamlNode.Scalar.of(pattern, HERE)),
                entry("gather_facts", new YamlNode.Scalar(false, "false", YamlNode.Scalar.Style.PLAIN, "", HERE)),
                entry("tasks", new YamlNode.Sequence(List.of(new YamlNode.Mapping(task, HERE)), HERE)));
        return loader.plays(new YamlNode.Sequence(List.of(play), HERE), Path.of("ad-hoc.yml"))
                .getFirst();
    }

    private static YamlNode.Entry entry(String name, YamlNode value) {
        return new YamlNode.Entry(YamlNode.Scalar.of(name, HERE), value);
    }

    private static YamlNode mapping(YamlNode.Entry... entries) {
        return new YamlNode.Mapping(List.of(entries), HERE);
    }
}
