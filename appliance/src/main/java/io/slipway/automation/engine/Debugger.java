package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.inventory.PythonLiteral;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets a person look into a task that was just done, change it, and have it done again: {@code debugger}, {@code strategy: debug}. */
final class Debugger {

    private static final Pattern CHANGE = Pattern.compile(
            "(?<del>del\\s+)?(?<what>task\\.args|task_vars)\\[(?<quote>['\"])(?<name>.+?)\\k<quote>\\](?:\\s*=\\s*(?<value>.+))?");
    private static final Position TYPED = Position.in("<debugger>");
    private static final String HELP = """
            p EXPRESSION   show: task, task.args, task_vars, host, result
            task.args['NAME'] = VALUE, del task.args['NAME']   change an argument of the task
            task_vars['NAME'] = VALUE   change a variable, for this task only
            u(pdate_task)  accepted; what is changed holds at once
            r(edo)         do the task again on this host
            c(ontinue)     go on with the result as it is
            q(uit)         stop the run""";

    private final RunContext run;
    private final PlayVariables variables;
    private final boolean onFailure;

    /** @param onFailure whether every failure opens it, also that of a task which does not ask for it */
    Debugger(RunContext run, PlayVariables variables, boolean onFailure) {
        this.run = run;
        this.variables = variables;
        this.onFailure = onFailure;
    }

    /**
     * Asks what to do about a result, as long as it calls for it.
     *
     * @param again does a changed task on the host once more; empty when an interrupt kept it from ending
     * @return the result to go on with
     */
    Optional<HostTask.Done> settle(
            TaskFrame frame, PlayHost host, HostTask.Done first, Function<Step.Task, Optional<HostTask.Done>> again) {
        Optional<HostTask.Done> done = Optional.of(first);
        Step.Task task = frame.task();
        while (done.isPresent()
                && !run.interruption().requested()
                && isWanted(frame, host, done.get().result())) {
            Session session = new Session(frame, task, host, done.get());
            synchronized (run.prompter()) {
                session.talk();
            }
            if (!session.redo) {
                break;
            }
            run.events().undone(done.get().result());
            task = session.task;
            done = again.apply(task);
        }
        return done;
    }

    private boolean isWanted(TaskFrame frame, PlayHost host, TaskResult result) {
        boolean failed = result.status() == Status.FAILED && !result.ignored();
        boolean lost = result.status() == Status.UNREACHABLE;
        if (frame.task().context().nearest(Keyword.DEBUGGER).isEmpty()) {
            return onFailure && (failed || lost);
        }
        String asked = new KeywordValues(frame.task(), seenBy(frame, host))
                .text(Keyword.DEBUGGER)
                .orElse("");
        return switch (asked) {
            case "always" -> true;
            case "never" -> false;
            case "on_failed" -> failed || (onFailure && lost);
            case "on_unreachable" -> lost || (onFailure && failed);
            case "on_skipped" -> result.status() == Status.SKIPPED || (onFailure && (failed || lost));
            default -> onFailure && (failed || lost);
        };
    }

    private Variables seenBy(TaskFrame frame, PlayHost host) {
        return new Variables(host.name(), frame.over(variables.of(host.name())), run.templating());
    }

    /** One conversation about one result. */
    private final class Session {

        private final Variables seen;
        private final HostTask.Done done;
        private final String prompt;
        private Step.Task task;
        private boolean redo;

        Session(TaskFrame frame, Step.Task task, PlayHost host, HostTask.Done done) {
            this.seen = seenBy(frame, host);
            this.task = task;
            this.done = done;
            this.prompt = "[" + host.name() + "] TASK: " + TaskNames.of(frame, seen) + " (debug)> ";
        }

        void talk() {
            if (!run.prompter().present()) {
                quit(prompt);
                return;
            }
            boolean open = true;
            while (open) {
                Optional<String> line = run.prompter().line(prompt);
                open = line.isPresent()
                        && !run.interruption().requested()
                        && goesOnAfter(line.get().strip());
                if (line.isEmpty()) {
                    quit("");
                }
            }
        }

        private void quit(String before) {
            run.prompter().say(before + "User interrupted execution");
            run.interruption().request();
        }

        private boolean goesOnAfter(String line) {
            String[] words = line.split("\\s+", 2);
            switch (words[0]) {
                case "", "u", "update_task" -> {}
                case "p", "pprint" -> run.prompter().say(shown(words.length > 1 ? words[1] : ""));
                case "h", "help", "?" -> run.prompter().say(HELP);
                case "c", "continue" -> {
                    return false;
                }
                case "r", "redo" -> {
                    redo = true;
                    return false;
                }
                case "q", "quit", "EOF" -> {
                    quit("");
                    return false;
                }
                default -> change(line);
            }
            return true;
        }

        private String shown(String expression) {
            Map<String, @Nullable Object> scope = new LinkedHashMap<>();
            Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
            task.arguments().forEach((name, node) -> arguments.put(name, node.toValue()));
            Map<String, Object> result = Map.of("_result", done.result().shown(), "_host", seen.host());
            scope.put(
                    "task", Map.of("name", TaskNames.own(task).orElse(""), "action", task.action(), "args", arguments));
            scope.put(
                    "task_vars",
                    seen.with(Level.TASK_LOCAL, task.context().includeVars()).asMap());
            scope.put("host", seen.host());
            scope.put("result", result);
            try {
                return Python.repr(
                        Plain.of(run.templating().expression(expression, TYPED, seen.with(Level.TASK_LOCAL, scope))));
            } catch (ProblemException e) {
                return "***" + Outcome.text(e);
            }
        }

        private void change(String line) {
            Matcher change = CHANGE.matcher(line);
            if (!change.matches() || (change.group("del") == null) == (change.group("value") == null)) {
                run.prompter().say("***not understood; h tells what is");
                return;
            }
            Optional<YamlNode> value =
                    Optional.ofNullable(change.group("value")).map(text -> PythonLiteral.parse(text, TYPED));
            task = change.group("what").equals("task.args")
                    ? withArgument(change.group("name"), value)
                    : withVariable(change.group("name"), value);
        }

        private Step.Task withArgument(String name, Optional<YamlNode> value) {
            Map<String, YamlNode> arguments = new LinkedHashMap<>(task.arguments());
            value.ifPresentOrElse(given -> arguments.put(name, given), () -> arguments.remove(name));
            return new Step.Task(task.context(), task.action(), arguments, task.loop(), task.at());
        }

        private Step.Task withVariable(String name, Optional<YamlNode> value) {
            Context own = task.context();
            Map<String, Object> more = new LinkedHashMap<>(own.includeVars());
            value.ifPresentOrElse(given -> more.put(name, given), () -> more.remove(name));
            Context changed = new Context(own.outer(), own.keywords(), own.role(), more, own.file());
            return new Step.Task(changed, task.action(), task.arguments(), task.loop(), task.at());
        }
    }
}
