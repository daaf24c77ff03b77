package io.slipway.netboot.files;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.TextFile;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A folder of profiles: each is a folder with a {@code profile.yml} and the files that this names. Read anew each time. */
public final class Profiles {

    private static final String DESCRIPTION = "profile.yml";
    private static final Set<String> KEYS = Set.of("kernel", "initrd", "arguments", "installer", "files");

    /** What needs no quoting in a path, a URL, or a script. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    private final Path folder;

    public Profiles(Path folder) {
        this.folder = folder;
    }

    /** Whether there is one of that name, however good it is. */
    public boolean has(String name) {
        return NAME.matcher(name).matches()
                && Files.isRegularFile(folder.resolve(name).resolve(DESCRIPTION));
    }

    /**
     * @throws FilesException naming every mistake in it, or that it is missing
     */
    public Profile read(String name) {
        Path file = folder.resolve(name).resolve(DESCRIPTION);
        if (!has(name)) {
            throw new FilesException(List.of(Problem.of("there is no profile '" + name + "'")
                    .at(Position.in(folder.toString()))
                    .hint("describe it in " + file)));
        }
        List<Problem> problems = new ArrayList<>();
        Profile profile;
        try {
            Optional<Fields> fields =
                    Fields.of(YamlReader.read(file.toString(), TextFile.read(file)), "a profile", KEYS, problems);
            profile = fields.map(its -> profile(name, its, problems))
                    .orElseGet(() -> new Profile(name, "", List.of(), ""));
        } catch (ProblemException e) {
            throw new FilesException(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new FilesException(problems);
        }
        return profile;
    }

    private Profile profile(String name, Fields fields, List<Problem> problems) {
        Profile profile = new Profile(
                name,
                fields.required("kernel"),
                fields.texts("initrd"),
                fields.text("arguments").orElse("").strip(),
                fields.text("installer"),
                fields.texts("files"));
        if (profile.arguments().chars().anyMatch(Character::isISOControl)) {
            problems.add(Problem.of("a kernel's arguments are one line").at(fields.at("arguments")));
        }
        if (fields.node("kernel").isPresent()) {
            check(profile, profile.kernel(), fields.at("kernel"), problems);
        }
        profile.initrds().forEach(initrd -> check(profile, initrd, fields.at("initrd"), problems));
        profile.files().forEach(file -> check(profile, file, fields.at("files"), problems));
        return profile;
    }

    private void check(Profile profile, String file, Position at, List<Problem> problems) {
        if (!NAME.matcher(file).matches()) {
            problems.add(Problem.of("'" + file + "' cannot be the name of a file here")
                    .at(at)
                    .hint("it lies beside " + DESCRIPTION
                            + "; letters, digits, dots, dashes, underscores and plus signs only"));
        } else if (!Files.isRegularFile(path(profile.name(), file))) {
            problems.add(Problem.of("there is no file '" + file + "' beside " + DESCRIPTION)
                    .at(at));
        }
    }

    private Path path(String profile, String file) {
        return folder.resolve(profile).resolve(file);
    }

    /** A file that a profile names; nothing for any other, though it lie beside them. */
    public Optional<Path> file(String profile, String file) {
        if (!has(profile)) {
            return Optional.empty();
        }
        Profile its = read(profile);
        return its.kernel().equals(file)
                        || its.initrds().contains(file)
                        || its.files().contains(file)
                ? Optional.of(path(profile, file))
                : Optional.empty();
    }
}
