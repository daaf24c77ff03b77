package io.slipway.automation.engine;

import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Fragment;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Keywords;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.RoleUse;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads what {@code include_tasks} and {@code include_role} ask for, once for all hosts that ask for the same. */
final class Includes {

    static final Set<String> INCLUDES = Set.of("include_tasks", "include_role", "include");

    /** Under this name the result of an include says what it wants. */
    static final String REQUEST = "_ansible_include";

    /** Surroundings of one task; what gets here includes itself. */
    private static final int DEEPEST = 500;

    /** How often a file may be inside itself when nothing asks a condition: far more than once round an error in a retry. */
    private static final int MOST_UNASKED = 100;

    /** What an include puts around each task: what it applies, and the file. */
    private static final int SURROUNDINGS = 2;

    private static final int SHOWN_FILES = 6;

    private static final YamlNode NONE =
            new YamlNode.Scalar(null, "", YamlNode.Scalar.Style.PLAIN, "", Position.in("<loop>"));

    private final PlaybookLoader loader;
    private final Play play;

    Includes(PlaybookLoader loader, Play play) {
        this.loader = loader;
        this.play = play;
    }

    /**
     * The same include for several hosts.
     *
     * @param arguments evaluated
     * @param added the loop's variables
     * @param label what to call the loop's item; null outside of a loop
     */
    record Request(
            Map<String, @Nullable Object> arguments,
            Map<String, @Nullable Object> added,
            @Nullable Object label) {}

    record Wish(Request request, List<PlayHost> hosts) {}

    /**
     * What was loaded.
     *
     * @param what to show: the file or the role
     * @param item of the loop, to show
     * @param blank whether the file says nothing at all
     * @param open whether the role's variables are shown to the whole play
     */
    record Included(String what, Optional<String> item, Fragment fragment, boolean blank, boolean open) {}

    /** Who wants what, in the order in which it was first asked for. A host that wants the same once more gets it once more. */
    static List<Wish> wishes(Map<PlayHost, HostTask.Done> done) {
        List<Wish> wishes = new ArrayList<>();
        Map<Request, List<Wish>> same = new HashMap<>();
        done.forEach((host, its) -> {
            for (HostTask.Round round : its.rounds()) {
                if (round.outcome().values().get(REQUEST) instanceof Map<?, ?> arguments) {
                    Map<String, @Nullable Object> named = new LinkedHashMap<>();
                    arguments.forEach((name, value) -> named.put(String.valueOf(name), value));
                    Request request = new Request(named, round.added(), round.label());
                    List<Wish> before = same.computeIfAbsent(request, wanted -> new ArrayList<>());
                    Optional<Wish> open = before.stream()
                            .filter(wish -> !wish.hosts().getLast().equals(host))
                            .findFirst();
                    open.ifPresentOrElse(wish -> wish.hosts().add(host), () -> {
                        Wish wish = new Wish(request, new ArrayList<>(List.of(host)));
                        before.add(wish);
                        wishes.add(wish);
                    });
                }
            }
        });
        return wishes;
    }

    /** @throws io.slipway.automation.playbook.PlaybookException when there is no such file or role, or it is not acceptable */
    Included load(TaskFrame frame, Request request) {
        Step.Task task = frame.task();
        limitDepth(task);
        Keywords apply = loader.apply(task);
        Context around = around(frame, request, apply);
        Optional<String> item = item(request);
        if (frame.is("include_role")) {
            RoleUse use = role(frame, request);
            Fragment fragment = loader.role(use, play, around);
            return new Included(use.name().text(), item, fragment, false, flag(request, "public", false));
        }
        YamlNode.Scalar name = named(task, request, "file", "_raw_params");
        Path file = loader.findTaskFile(name, play, task.context(), frame.handler());
        limitUnasked(task, file);
        Fragment fragment =
                frame.handler() ? loader.handlerFile(file, play, around) : loader.taskFile(file, play, around);
        String shown = file.toAbsolutePath().normalize().toString();
        boolean blank = fragment.steps().isEmpty() && loader.isBlank(file);
        return new Included(shown, item, fragment, blank, false);
    }

    /** What an include brings in inherits from what surrounds the include, not from the include, unless {@code apply} says so. */
    private static Context around(TaskFrame frame, Request request, Keywords apply) {
        Context own = frame.task().context();
        Map<String, Object> handedDown = frame.ownVars();
        request.added().forEach((name, value) -> handedDown.put(name, value == null ? NONE : value));
        return new Context(own.outer(), apply, null, handedDown, own.file());
    }

    private static RoleUse role(TaskFrame frame, Request request) {
        Step.Task task = frame.task();
        RoleUse.From from = new RoleUse.From(
                text(request, "tasks_from"),
                text(request, "vars_from"),
                text(request, "defaults_from"),
                text(request, "handlers_from"));
        Keywords given = task.keyword(Keyword.VARS)
                .map(vars -> Keywords.NONE.with(Keyword.VARS, vars))
                .orElse(Keywords.NONE);
        RoleUse use = RoleUse.included(
                named(task, request, "name", "role"), given, from, flag(request, "allow_duplicates", true));
        return flag(request, "rolespec_validate", true) ? use : use.unvalidated();
    }

    private static YamlNode.Scalar named(Step.Task task, Request request, String... names) {
        for (String name : names) {
            Optional<String> value = text(request, name);
            if (value.isPresent()) {
                YamlNode written = task.arguments().get(name);
                return YamlNode.Scalar.of(value.get(), written == null ? task.at() : written.at());
            }
        }
        throw new EngineException(Problem.of("'" + task.action() + "' does not say what to include")
                .at(task.at()));
    }

    private static Optional<String> text(Request request, String name) {
        return Optional.ofNullable(request.arguments().get(name)).map(Python::str);
    }

    private static boolean flag(Request request, String name, boolean otherwise) {
        Object value = request.arguments().get(name);
        return value == null ? otherwise : KeywordValues.truth(value, null, name);
    }

    private static Optional<String> item(Request request) {
        return Optional.ofNullable(request.label()).map(Python::str);
    }

    private static void limitDepth(Step.Task task) {
        int depth = 0;
        for (Context at = task.context(); at != null; at = at.outer()) {
            depth++;
        }
        if (depth > DEEPEST) {
            throw new EngineException(Problem.of("includes are nested too deeply")
                    .at(task.at())
                    .because("a file that includes itself must stop doing so some time; here: "
                            + innermostFiles(task.context())));
        }
    }

    /** A file that includes itself, or others that lead back to it, whatever happens would do so for ever. */
    private static void limitUnasked(Step.Task task, Path file) {
        if (task.loop().isPresent() || !task.context().all(Keyword.WHEN).isEmpty()) {
            return;
        }
        int surroundings = 0;
        for (Context at = task.context(); at != null; at = at.outer()) {
            surroundings += isSame(at.file(), file) ? 1 : 0;
        }
        if (surroundings > MOST_UNASKED * SURROUNDINGS) {
            throw new EngineException(Problem.of("this file includes itself without end")
                    .at(task.at())
                    .because("it is " + MOST_UNASKED + " times inside itself, and nothing asks whether to go on: "
                            + innermostFiles(task.context()) + " → " + file.getFileName())
                    .hint("put a 'when' on the include"));
        }
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** The files around a task, outermost first; a file right inside itself is named once. */
    private static String innermostFiles(Context innermost) {
        Deque<String> files = new ArrayDeque<>();
        for (Context at = innermost; at != null; at = at.outer()) {
            String file = String.valueOf(at.file().getFileName());
            if (file.equals(files.peekFirst())) {
                continue;
            }
            if (files.size() == SHOWN_FILES) {
                files.addFirst("…");
                break;
            }
            files.addFirst(file);
        }
        return String.join(" → ", files);
    }
}
