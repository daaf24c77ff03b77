package io.slipway.automation.playbook;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether the files in {@code vars_files} are there, as far as that can be told before a run. */
final class NamedVarsFiles {

    private final Load load;

    NamedVarsFiles(Load load) {
        this.load = load;
    }

    void check(Play play) {
        play.keyword(Keyword.VARS_FILES).map(NamedVarsFiles::items).orElse(List.of()).stream()
                .filter(entry -> items(entry).stream().allMatch(NamedVarsFiles::isPlain))
                .forEach(entry -> check(entry, play));
    }

    /** Of several alternatives in a list, one is enough. */
    private void check(YamlNode entry, Play play) {
        Trail trail = Trail.start(play.playbook());
        List<Path> places = items(entry).stream()
                .map(name -> load.path(String.valueOf(name.toValue()), name.at(), trail))
                .flatMap(Optional::stream)
                .flatMap(name -> folders(play).map(folder -> folder.resolve(name)))
                .toList();
        if (places.stream().noneMatch(load.files::isFile)) {
            List<String> there = folders(play)
                    .filter(load.files::isDirectory)
                    .flatMap(folder -> load.files.list(folder).stream())
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
            load.report(
                    Problem.of("there is no variables file '" + entry.toValue() + "'")
                            .at(entry.at())
                            .because("looked at "
                                    + places.stream().map(Path::toString).collect(Collectors.joining(", ")))
                            .hint(NearMiss.hint(String.valueOf(entry.toValue()), there)),
                    trail);
        }
    }

    private static Stream<Path> folders(Play play) {
        Path folder = TaskFiles.folder(play.playbook());
        return Stream.of(folder.resolve("vars"), folder);
    }

    private static List<YamlNode> items(YamlNode node) {
        return node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
    }

    private static boolean isPlain(YamlNode node) {
        return node instanceof YamlNode.Scalar && !Templates.in(node);
    }
}
