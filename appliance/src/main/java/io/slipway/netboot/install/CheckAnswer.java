package io.slipway.netboot.install;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.ignition.Butane;
import io.slipway.netboot.ignition.LocalFiles;
import io.slipway.netboot.ignition.Report;
import io.slipway.netboot.ignition.Transpiled;
import io.slipway.netboot.ignition.ValidateIgnition;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a document is one that its installer would take: at a node's console, nobody reads what is wrong with it. */
final class CheckAnswer {

    private CheckAnswer() {}

    /**
     * The document as it is served.
     *
     * @throws InstallException telling all that is wrong with it, at the lines of what came of the template
     */
    static String checked(Installer.Form form, String source, String text) {
        List<Problem> problems = new ArrayList<>();
        String made = text;
        switch (form) {
            case PRESEED -> problems.addAll(CheckPreseed.of(source, text));
            case KICKSTART -> problems.addAll(CheckKickstart.of(source, text));
            case AUTOINSTALL -> problems.addAll(CheckAutoinstall.of(source, text));
            case YAML -> yaml(source, text, problems);
            case IGNITION -> made = ignition(source, text, problems);
            case ANYTHING -> {}
        }
        if (!problems.isEmpty()) {
            throw new InstallException(problems.stream()
                    .map(problem -> problem.where() == null ? problem.at(Position.in(source)) : problem)
                    .toList());
        }
        return made;
    }

    private static void yaml(String source, String text, List<Problem> problems) {
        try {
            if (!(YamlReader.read(source, text) instanceof YamlNode.Mapping)) {
                problems.add(Problem.of("this must be a mapping"));
            }
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
    }

    private static String ignition(String source, String text, List<Problem> problems) {
        if (text.stripLeading().startsWith("{")) {
            Report report = ValidateIgnition.json(source, text);
            problems.addAll(report.errors());
            return text;
        }
        Transpiled transpiled = Butane.transpile(source, text, LocalFiles.none());
        problems.addAll(transpiled.report().errors());
        return transpiled.report().accepted() ? transpiled.json() : "";
    }
}
