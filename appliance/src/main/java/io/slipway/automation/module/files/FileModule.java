package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.Optional;

/** Makes directories and links, removes what is at a path, and sets owners and modes. */
final class FileModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "file", "Manages files, directories and links, and their attributes")
            .options(
                    Option.of("path", Option.Type.PATH, "The path")
                            .alias("dest", "name")
                            .mandatory(),
                    Option.of("state", Option.Type.STRING, "What is to be there; by default what is")
                            .oneOf("absent", "directory", "file", "hard", "link", "touch"),
                    Option.of("src", Option.Type.PATH, "What a link leads to"),
                    Option.of("recurse", Option.Type.BOOL, "Whether attributes are set on all that is in a directory")
                            .orElse(false),
                    Option.of("force", Option.Type.BOOL, "Whether a link may dangle or take the place of a file")
                            .orElse(false),
                    Option.of("follow", Option.Type.BOOL, "Whether links are followed")
                            .orElse(true),
                    Option.of("modification_time", Option.Type.STRING, "preserve, now, or a time"),
                    Option.of(
                                    "modification_time_format",
                                    Option.Type.STRING,
                                    "Format of the time, as strptime(3) has it")
                            .orElse(FileTimes.FORMAT),
                    Option.of("access_time", Option.Type.STRING, "preserve, now, or a time"),
                    Option.of("access_time_format", Option.Type.STRING, "Format of the time, as strptime(3) has it")
                            .orElse(FileTimes.FORMAT))
            .options(Attributes.OPTIONS)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public boolean looksFirst() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Optional<String> state = a.text("state");
        FileTask task = FileTask.probe(call);
        String wanted = state.orElseGet(() -> defaultState(task.found(), a.flag("recurse")));
        if (a.flag("recurse") && !wanted.equals("directory")) {
            throw new ModuleFailure("recurse option requires state to be 'directory'")
                    .with("path", task.found().path());
        }
        if (a.has("src") && !wanted.equals("link") && !wanted.equals("hard")) {
            throw new ModuleFailure("src option requires state to be 'link' or 'hard'")
                    .with("path", task.found().path());
        }
        return switch (wanted) {
            case "absent" -> RemovePath.run(task);
            case "directory" -> MakeDirectory.run(task);
            case "link" -> MakeLink.symbolic(task);
            case "hard" -> MakeLink.hard(task);
            case "touch" -> TouchFile.run(task);
            default -> TouchFile.keep(task);
        };
    }

    private static String defaultState(FoundPath found, boolean recurse) {
        if (found.present()) {
            return found.state();
        }
        return recurse ? "directory" : "file";
    }
}
