package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Diffs;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code alternatives}: which of several programs a generic name stands for. */
final class AlternativesModule implements Module {

    private static final long DEFAULT_PRIORITY = 50;

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "alternatives", "Chooses which of several programs a generic name stands for")
            .options(
                    Option.of("name", STRING, "The generic name").mandatory(),
                    Option.of("path", PATH, "The program it is to stand for").mandatory(),
                    Option.of("link", PATH, "Where the generic name lies; needed where it isn't known yet"),
                    Option.of("priority", INT, "How much it is preferred where nobody chose; 50 for a new one"),
                    Option.of(
                                    "state",
                                    STRING,
                                    "Whether it is known (present), chosen (selected), left to priority (auto), or forgotten")
                            .oneOf("present", "selected", "auto", "absent")
                            .orElse("selected"),
                    Option.of("subcommands", ELEMENTS, "What follows the choice, each with name, path and link")
                            .alias("slaves"))
            .build();

    private static final String PROBE = """
            command -v update-alternatives >/dev/null 2>&1 || { tell missing 1; exit 0; }
            ask display update-alternatives --display "$_name"
            [ ! -e "$_path" ] || tell exists 1
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        String name = call.string("name");
        String path = call.string("path");
        Optional<List<Follower>> wanted = followers(call);
        Found found =
                Found.ask(call.node(), Found.constant(PROBE).set("_name", name).set("_path", path));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"update-alternatives\" on the node")
                    .hint("install the package dpkg (Debian) or alternatives (Fedora, RHEL)"));
        }
        Alternatives known = Alternatives.parse(found.text("display"));
        Steps steps = new Steps();
        List<String> messages = new ArrayList<>();
        String state = call.string("state");
        Alternatives.Choice choice = known.choices().get(path);
        if (state.equals("absent")) {
            if (choice != null) {
                steps.run("update-alternatives", "--remove", name, path);
                messages.add("Remove alternative '" + path + "' from '" + name + "'.");
            }
        } else {
            if (differs(call, choice, wanted)) {
                steps.run(install(call, known, choice, wanted, found.has("exists")));
                messages.add("Install alternative '" + path + "' for '" + name + "'.");
            }
            if (state.equals("selected") && !path.equals(known.current())) {
                steps.run("update-alternatives", "--set", name, path);
                messages.add("Set alternative '" + path + "' for '" + name + "'.");
            }
            if (state.equals("auto") && known.mode().equals("manual")) {
                steps.run("update-alternatives", "--auto", name);
                messages.add("Set alternative to auto for '" + name + "'.");
            }
        }
        if (!steps.isEmpty() && !call.check()) {
            steps.on(call.node(), "").orFail();
        }
        ModuleResult result = ModuleResult.changed(!messages.isEmpty()).with("msg", String.join(" ", messages));
        return messages.isEmpty() || !call.diff()
                ? result
                : result.with(difference(before(known, path), after(call, known, messages, wanted)));
    }

    private static ModuleResult.Diff difference(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        String then = Diffs.properties(before, after).after();
        return new ModuleResult.Diff(
                "",
                "",
                before.isEmpty() ? "{}\n" : Diffs.properties(before, after).before(),
                then);
    }

    /** Empty where the name itself is new. */
    private static Map<String, @Nullable Object> before(Alternatives known, String path) {
        Alternatives.Choice choice = known.choices().get(path);
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        if (choice != null) {
            boolean another = known.mode().equals("manual") && !path.equals(known.current());
            before.put("state", another ? "selected" : "present");
            before.put("path", path);
            before.put("priority", choice.priority());
            before.put("link", known.link());
            followers(before, choice.followers());
        } else if (!known.mode().isEmpty()) {
            before.put("state", "absent");
        }
        return before;
    }

    private static Map<String, @Nullable Object> after(
            ModuleCall call, Alternatives known, List<String> messages, Optional<List<Follower>> wanted) {
        String path = call.string("path");
        Alternatives.Choice choice = known.choices().get(path);
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        String state = call.string("state");
        after.put("state", state.equals("auto") ? "present" : state);
        if (messages.getFirst().startsWith("Install ")) {
            after.put("path", path);
            after.put(
                    "priority",
                    call.arguments().integer("priority").orElse(choice == null ? DEFAULT_PRIORITY : choice.priority()));
            after.put("link", call.arguments().text("link").orElse(known.link()));
            followers(after, wanted.orElse(choice == null ? List.of() : choice.followers()));
        }
        return after;
    }

    private static void followers(Map<String, @Nullable Object> values, List<Follower> followers) {
        if (!followers.isEmpty()) {
            values.put(
                    "subcommands",
                    followers.stream()
                            .map(one -> Map.of("name", one.name(), "path", one.path(), "link", one.link()))
                            .toList());
        }
    }

    private static boolean differs(
            ModuleCall call, Alternatives.@Nullable Choice choice, Optional<List<Follower>> wanted) {
        return choice == null
                || call.arguments()
                        .integer("priority")
                        .filter(p -> p != choice.priority())
                        .isPresent()
                || wanted.filter(all -> !new HashSet<>(all).equals(new HashSet<>(choice.followers())))
                        .isPresent();
    }

    private static List<String> install(
            ModuleCall call,
            Alternatives known,
            Alternatives.@Nullable Choice choice,
            Optional<List<Follower>> wanted,
            boolean exists) {
        String path = call.string("path");
        if (!exists) {
            throw new ModuleFailure("Specified path " + path + " does not exist");
        }
        String link = call.arguments().text("link").orElse(known.link());
        if (link.isEmpty()) {
            throw new ModuleFailure(
                    Problem.of("Needed to install the alternative, but unable to do so as we are missing the link")
                            .hint("say with link where '" + call.string("name") + "' is to lie, as in /usr/bin/NAME"));
        }
        long priority =
                call.arguments().integer("priority").orElse(choice == null ? DEFAULT_PRIORITY : choice.priority());
        List<String> command = new ArrayList<>(
                List.of("update-alternatives", "--install", link, call.string("name"), path, Long.toString(priority)));
        for (Follower follower : wanted.orElse(List.of())) {
            command.addAll(List.of("--slave", follower.link(), follower.name(), follower.path()));
        }
        return command;
    }

    private static Optional<List<Follower>> followers(ModuleCall call) {
        if (!call.arguments().has("subcommands")) {
            return Optional.empty();
        }
        List<Follower> followers = new ArrayList<>();
        for (Object element : call.arguments().elements("subcommands")) {
            if (!(element instanceof Map<?, ?> map)
                    || !(map.get("name") instanceof String name)
                    || !(map.get("path") instanceof String path)
                    || !(map.get("link") instanceof String link)) {
                throw new ModuleFailure("each of subcommands needs a name, a path and a link: " + element);
            }
            followers.add(new Follower(name, path, link));
        }
        return Optional.of(followers);
    }

    /** What goes along with a choice, such as a manual page. */
    record Follower(String name, String path, String link) {}
}
