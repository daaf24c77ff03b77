package io.slipway.automation.module.job;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets modules off in the background of a node, and tells what came of them, also to a later run. */
public final class Jobs {

    /** What {@code msg} says of a job that was killed because it took too long. */
    public static final String LATE = "Timeout exceeded";

    private final List<Module> modules;

    /** @param modules those that ask the node once ({@link Module#oneExchange}) */
    public Jobs(List<Module> modules) {
        this.modules = List.copyOf(modules);
    }

    /**
     * Has the node do what the module asks of it, and returns at once.
     *
     * @param id a name that no other job has
     * @param arguments of the call, as they were before they were checked
     * @param limit after which the node kills it
     */
    public ModuleResult start(
            String id,
            Module module,
            Map<String, ? extends @Nullable Object> arguments,
            ModuleCall call,
            Duration limit) {
        Asked asked = new Asked(call.node());
        try {
            return module.run(on(asked, call, call.arguments()));
        } catch (Asked.Once once) {
            Map<String, @Nullable Object> what = new LinkedHashMap<>();
            what.put("module", module.kind());
            what.put("arguments", arguments);
            String path = new Job(call.node(), id).start(once.script, Json.write(what), limit);
            return begun(id, path);
        }
    }

    /** Keeps a result that there is already, for the node to answer with it when it is asked. */
    public ModuleResult keep(String id, ModuleResult result, Node node) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(result.values());
        values.put("changed", result.changed());
        values.put("failed", result.failed());
        values.put("skipped", result.skipped());
        return begun(id, new Job(node, id).keep(Json.write(values)));
    }

    private static ModuleResult begun(String id, String path) {
        return ModuleResult.changed(true)
                .with("ansible_job_id", id)
                .with("started", 1L)
                .with("finished", 0L)
                .with("results_file", path);
    }

    /** How it stands with a job, in the words of {@code async_status}. */
    public ModuleResult status(String id, ModuleCall call) {
        Job.State state = Job.named(id) ? new Job(call.node(), id).look() : new Job.State.Unknown(id);
        ModuleResult result = switch (state) {
            case Job.State.Unknown none -> silent(ModuleResult.failed("could not find job"));
            case Job.State.Running running -> silent(ModuleResult.unchanged());
            case Job.State.Late late -> silent(ModuleResult.failed(LATE));
            case Job.State.Lost lost ->
                silent(ModuleResult.failed("the job ended without a result: it was killed, or the node restarted"));
            case Job.State.Kept kept -> kept(kept.result());
            case Job.State.Ended ended -> answer(ended, call);
        };
        return result.with("ansible_job_id", id)
                .with("started", 1L)
                .with("finished", state instanceof Job.State.Running ? 0L : 1L)
                .with("results_file", state.path());
    }

    /** Removes what is kept of a job. */
    public ModuleResult erase(String id, Node node) {
        Job job = new Job(node, id);
        Job.State state = Job.named(id) ? job.look() : new Job.State.Unknown(id);
        ModuleResult result = state instanceof Job.State.Unknown
                ? silent(ModuleResult.failed("could not find job"))
                        .with("started", 1L)
                        .with("finished", 1L)
                : silent(ModuleResult.unchanged()).with("started", 0L).with("finished", 0L);
        if (!result.failed()) {
            job.erase();
        }
        return result.with("ansible_job_id", id).with("erased", state.path());
    }

    private static ModuleResult silent(ModuleResult result) {
        return result.with("stdout", "")
                .with("stdout_lines", List.of())
                .with("stderr", "")
                .with("stderr_lines", List.of());
    }

    private static ModuleResult kept(String text) {
        Map<String, @Nullable Object> values = read(text);
        boolean changed = Boolean.TRUE.equals(values.remove("changed"));
        boolean failed = Boolean.TRUE.equals(values.remove("failed"));
        boolean skipped = Boolean.TRUE.equals(values.remove("skipped"));
        return new ModuleResult(changed, failed, skipped, values, List.of());
    }

    private ModuleResult answer(Job.State.Ended ended, ModuleCall call) {
        Map<String, @Nullable Object> what = read(ended.call());
        Object name = what.get("module");
        Module module = modules.stream()
                .filter(one -> one.kind().equals(name))
                .findFirst()
                .orElseThrow(() -> unreadable(String.valueOf(name)));
        Map<?, ?> arguments = what.get("arguments") instanceof Map<?, ?> map ? map : Map.of();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.forEach((key, value) -> named.put(String.valueOf(key), value));
        Answered node = new Answered(call.node(), ended.reply());
        try {
            return module.run(on(node, call, module.spec().check(named)));
        } catch (ModuleFailure e) {
            return ModuleResult.failed(e.problem().what()).withAll(e.values());
        }
    }

    private static ModuleCall on(Node node, ModuleCall call, Arguments arguments) {
        return new ModuleCall(arguments, false, call.diff(), node, call.controller());
    }

    private static Map<String, @Nullable Object> read(String text) {
        try {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            if (Json.read("the job", text) instanceof Map<?, ?> map) {
                map.forEach((key, value) -> values.put(String.valueOf(key), value));
            }
            return values;
        } catch (ProblemException e) {
            throw new ModuleFailure(Problem.of("Could not parse job output: " + text), e);
        }
    }

    private static ModuleFailure unreadable(String module) {
        return new ModuleFailure("the job is of an unknown kind: " + module);
    }

    /** Takes the question, and lets nobody wait for the answer. */
    private record Asked(Node real) implements Node {

        /** What was asked. */
        static final class Once extends ProblemException {
            private final transient Script script;

            Once(Script script) {
                super(Problem.of("the node is not waited for"), null);
                this.script = script;
            }
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Reply run(Script script) {
            throw new Once(script);
        }

        @Override
        public Map<String, @Nullable Object> facts() {
            return real.facts();
        }

        @Override
        public boolean local() {
            return real.local();
        }
    }

    /** Gives the answer that is there already. */
    private record Answered(Node real, Reply reply) implements Node {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Reply run(Script script) {
            return reply;
        }

        @Override
        public Map<String, @Nullable Object> facts() {
            return real.facts();
        }

        @Override
        public boolean local() {
            return real.local();
        }
    }
}
