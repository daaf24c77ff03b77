package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import io.slipway.mirror.apt.closure.ClosureRequest;
import io.slipway.mirror.store.Generation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads mirror descriptions and reports all mistakes in them at once. */
public final class ReadDescriptions {

    private static final String SUFFIX = ".yml";
    private static final Set<String> FILE_KEYS = Stream.concat(
                    Stream.of("sources", "publish"), ReadPackages.KEYS.stream())
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> PUBLISH_KEYS = Set.of("suite", "component", "changelogs");

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
            problem -> problem.where() == null ? Position.in("") : problem.where(),
            Comparator.comparing(Position::source)
                    .thenComparingInt(Position::line)
                    .thenComparingInt(Position::column));

    private final List<Problem> problems = new ArrayList<>();

    private ReadDescriptions() {}

    /**
     * The descriptions of a directory.
     *
     * @param names which of them; empty for all
     */
    public static List<Description> read(Path directory, List<String> names) {
        return new ReadDescriptions().readAll(directory, names);
    }

    private List<Description> readAll(Path directory, List<String> names) {
        List<String> known = names(directory);
        for (String name : names) {
            if (!known.contains(name)) {
                String miss = NearMiss.hint(name, known);
                problems.add(Problem.of("there is no mirror '" + name + "'")
                        .at(Position.in(directory.toString()))
                        .hint(miss.isEmpty() ? "there are " + String.join(", ", known) : miss));
            }
        }
        List<Description> descriptions = new ArrayList<>();
        for (String name : names.isEmpty() ? known : new LinkedHashSet<>(names)) {
            if (known.contains(name)) {
                readFile(directory.resolve(name + SUFFIX), name).ifPresent(descriptions::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new SyncException(problems.stream().sorted(BY_PLACE).toList());
        }
        return descriptions;
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SyncException(
                    Problem.of("the mirror descriptions in '" + directory + "' cannot be read")
                            .because(IoReason.of(e))
                            .hint("name their directory with --mirrors"),
                    e);
        }
    }

    private Optional<Description> readFile(Path file, String name) {
        try {
            if (!Generation.isName(name)) {
                problems.add(Problem.of("'" + name + "' cannot be the name of a mirror")
                        .at(Position.in(file.toString()))
                        .hint("lower-case letters, digits, dots, dashes and underscores only"));
                return Optional.empty();
            }
            String text = Files.readString(file);
            YamlNode document = YamlReader.read(file.toString(), text);
            boolean images = document instanceof YamlNode.Mapping mapping
                    && mapping.get("images").isPresent();
            return Fields.of(document, "a mirror description", images ? ReadImages.KEYS : FILE_KEYS, problems)
                    .map(fields -> images
                            ? ReadImages.read(file, name, text, fields, problems)
                            : description(file, name, text, fields));
        } catch (IOException e) {
            problems.add(Problem.of("'" + file + "' cannot be read").because(IoReason.of(e)));
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
        return Optional.empty();
    }

    private MirrorDescription description(Path file, String name, String text, Fields fields) {
        List<MirrorDescription.Source> sources = new ArrayList<>();
        if (fields.node("sources").orElse(null) instanceof YamlNode.Sequence list) {
            list.items()
                    .forEach(item -> Fields.of(item, "a source", ReadSource.KEYS, problems)
                            .flatMap(source -> ReadSource.read(file, source, problems))
                            .ifPresent(sources::add));
        } else {
            problems.add(Problem.of("'sources' must be a list of archives").at(fields.at("sources")));
        }
        ClosureRequest packages = ReadPackages.read(fields, problems);
        Optional<Fields> publish =
                fields.node("publish").flatMap(node -> Fields.of(node, "'publish'", PUBLISH_KEYS, problems));
        MirrorDescription description = new MirrorDescription(
                name,
                file,
                Digest.of(text.getBytes(StandardCharsets.UTF_8)),
                sources,
                packages,
                publish.flatMap(keys -> word(keys, "suite")).orElse(""),
                publish.flatMap(keys -> word(keys, "component")).orElse("main"),
                publish.flatMap(this::changelogs));
        if (packages.isEmpty() && !description.takesAll()) {
            problems.add(Problem.of("no package is asked for")
                    .at(fields.at("packages"))
                    .hint("list names under 'packages', or take sources whole with 'take: all'"));
        }
        return description;
    }

    private Optional<String> changelogs(Fields fields) {
        Optional<String> address = fields.text("changelogs");
        if (address.isPresent() && ReadSource.httpUri(address.get()).isEmpty()) {
            problems.add(Problem.of("'" + address.get() + "' is not an address")
                    .at(fields.at("changelogs"))
                    .hint("write how nodes reach 'slipway serve', as in http://APPLIANCE:8080"));
        }
        return address.map(text -> text.replaceFirst("/+$", ""));
    }

    /** A name that becomes part of a path. */
    private Optional<String> word(Fields fields, String key) {
        Optional<String> word = fields.text(key);
        if (word.isPresent() && !Generation.isName(word.get())) {
            problems.add(Problem.of("'" + word.get() + "' cannot be the name of a " + key)
                    .at(fields.at(key)));
        }
        return word;
    }
}
