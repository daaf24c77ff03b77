package io.slipway.automation.engine;

import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Role;
import io.slipway.automation.playbook.Step;
import io.slipway.common.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes a walk into what {@code include_*} asked for: first all is loaded and told, then the hosts go through it, one inclusion after the other. */
final class Inclusion {

    private final RunContext run;
    private final PlayRun walk;
    private final PlayVariables variables;
    private final Handlers handlers;
    private final Effects effects;
    private final Includes includes;

    Inclusion(RunContext run, Play play, PlayRun walk, PlayVariables variables, Handlers handlers, Effects effects) {
        this.run = run;
        this.walk = walk;
        this.variables = variables;
        this.handlers = handlers;
        this.effects = effects;
        this.includes = new Includes(run.loader(), play);
    }

    /** Something included, and who goes through it. */
    private record Arrival(Includes.Included included, List<PlayHost> hosts) {}

    /** @param done what the task asked for on each host, if it is an include */
    void of(TaskFrame frame, Map<PlayHost, HostTask.Done> done) {
        List<Arrival> all = new ArrayList<>();
        for (Includes.Wish wish : Includes.wishes(done)) {
            List<PlayHost> here = PlayRun.active(wish.hosts());
            try {
                Includes.Included included = includes.load(frame, wish.request());
                all.add(new Arrival(included, here));
                handlers.add(included.fragment().handlers());
                tell(frame, included, here);
            } catch (ProblemException e) {
                here.forEach(host -> effects.failInclude(frame, host, done.get(host), e));
            }
        }
        all.forEach(arrival -> enter(arrival, frame.handler()));
    }

    private void tell(TaskFrame frame, Includes.Included included, List<PlayHost> hosts) {
        if (!frame.is("include_role") && !included.blank()) {
            List<String> names = hosts.stream().map(PlayHost::name).toList();
            run.events().included(new RunEvent.Included(frame.task(), included.what(), names, included.item()));
        }
    }

    private void enter(Arrival arrival, boolean handler) {
        List<Step> steps = arrival.included.fragment().steps();
        if (arrival.included.open()) {
            steps.forEach(this::expose);
        }
        if (handler) {
            steps.forEach(step -> handlerSteps(step, arrival.hosts));
        } else {
            walk.steps(steps, arrival.hosts);
        }
    }

    private void expose(Step step) {
        if (step instanceof Step.Block block) {
            Role role = block.context().role();
            if (role != null) {
                variables.expose(role);
            }
            block.steps().forEach(this::expose);
        }
    }

    private void handlerSteps(Step step, List<PlayHost> hosts) {
        switch (step) {
            case Step.Task task -> walk.task(task, hosts, true);
            case Step.Block block -> block.steps().forEach(inner -> handlerSteps(inner, hosts));
        }
    }
}
