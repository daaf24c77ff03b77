package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code debconf}: answers to the questions that packages ask when they are configured. Passwords travel by standard input only. */
final class DebconfModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("debconf", "Answers packages' questions beforehand")
            .options(
                    Option.of("name", STRING, "The package").alias("pkg").mandatory(),
                    Option.of("question", STRING, "The question").alias("selection", "setting"),
                    Option.of("vtype", STRING, "What kind of answer it takes")
                            .oneOf(
                                    "boolean",
                                    "error",
                                    "multiselect",
                                    "note",
                                    "password",
                                    "seen",
                                    "select",
                                    "string",
                                    "text",
                                    "title"),
                    Option.of("value", STRING, "The answer; one to a password question is not shown")
                            .alias("answer"),
                    Option.of("unseen", BOOL, "Have the question asked nevertheless, with this as its default")
                            .orElse(false))
            .together("question", "vtype", "value")
            .build();

    /** {@code debconf-show} hides passwords; who may read them at all gets them from {@code debconf-communicate}. */
    private static final String PROBE = """
            command -v debconf-show >/dev/null 2>&1 || { tell missing 1; exit 0; }
            ask answers debconf-show -- "$_name"
            if [ -n "$_secret" ]; then
              tell secret "$(printf 'GET %s\\n' "$_secret" | DEBIAN_FRONTEND=noninteractive debconf-communicate "$_name" 2>/dev/null)"
            fi
            exit 0
            """;

    private static final String HIDDEN = "(password omitted)";

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = plain("name", call.string("name"));
        String question = plain("question", call.arguments().text("question").orElse(""));
        String type = call.arguments().text("vtype").orElse("");
        boolean secret = type.equals("password");
        Found found =
                Found.ask(call.node(), Found.constant(PROBE).set("_name", name).set("_secret", secret ? question : ""));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("there is no debconf on the node")
                    .hint("the module debconf is for Debian, Ubuntu and their kin"));
        }
        Map<String, String> answers = answers(found);
        if (question.isEmpty()) {
            return ModuleResult.unchanged().with("msg", "").with("current", answers);
        }
        String wanted = wanted(call.string("value"), type);
        Optional<String> had = secret
                ? found.some("secret").filter(text -> text.startsWith("0 ")).map(text -> text.substring(2))
                : Optional.ofNullable(answers.get(question));
        if (had.map(text -> canonical(text, type)).equals(Optional.of(canonical(wanted, type)))) {
            return ModuleResult.unchanged().with("msg", "").with("current", answers);
        }
        return set(call, name, wanted, answers);
    }

    private static ModuleResult set(ModuleCall call, String name, String wanted, Map<String, String> answers) {
        String question = call.string("question");
        String type = call.string("vtype");
        if (!call.check()) {
            String line = name + " " + question + " " + type + " " + wanted + "\n";
            Steps steps = call.flag("unseen")
                    ? new Steps().feed(line, "debconf-set-selections", "-u")
                    : new Steps().feed(line, "debconf-set-selections");
            steps.on(call.node(), "").orFail();
        }
        Map<String, String> before = previous(answers, question);
        String shown = type.equals("password") ? HIDDEN : wanted;
        Map<String, String> after = new LinkedHashMap<>(before);
        after.put(question, shown);
        ModuleResult result = ModuleResult.changed(true)
                .with("msg", "")
                .with("current", Map.of(question, shown))
                .with("previous", before);
        return call.diff()
                ? result.with(new ModuleResult.Diff("", "", Json.pretty(before) + "\n", Json.pretty(after) + "\n"))
                : result;
    }

    /** The answer that there was; for a question that nobody had answered, as in Ansible, all others beside it. */
    private static Map<String, String> previous(Map<String, String> answers, String question) {
        if (answers.containsKey(question)) {
            return Map.of(question, answers.getOrDefault(question, ""));
        }
        Map<String, String> previous = new LinkedHashMap<>(answers);
        previous.put(question, "");
        return previous;
    }

    /** {@code debconf-show}: a star before what was answered, the question, a colon, the answer. */
    private static Map<String, String> answers(Found found) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String line : found.lines("answers")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                answers.put(
                        line.substring(0, colon).replace("*", "").strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return answers;
    }

    /** debconf reads a line: what holds a line break would become two answers. */
    private static String wanted(String value, String type) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new ModuleFailure(
                    Problem.of("the value has a line break").because("debconf takes answers of one line"));
        }
        return type.equals("boolean") ? value.toLowerCase(Locale.ROOT) : value;
    }

    private static String canonical(String answer, String type) {
        return switch (type) {
            case "boolean" -> answer.toLowerCase(Locale.ROOT);
            case "multiselect" ->
                Arrays.stream(answer.split(",")).map(String::strip).sorted().collect(Collectors.joining(", "));
            default -> answer;
        };
    }

    private static String plain(String option, String value) {
        if (value.chars().anyMatch(Character::isWhitespace) || value.startsWith("-")) {
            throw new ModuleFailure(
                    "'" + value + "' cannot be the " + (option.equals("name") ? "name of a package" : option));
        }
        return value;
    }
}
