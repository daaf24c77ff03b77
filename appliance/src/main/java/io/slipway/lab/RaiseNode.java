package io.slipway.lab;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.EngineException;
import java.util.List;
import java.util.Optional;

/** Makes one node what its plan says, and waits until people may log in to it. */
final class RaiseNode {

    private final Engine engine;
    private final Engine.Facts facts;
    private final List<String> capabilities;
    private final AwaitNode await;
    private final Progress progress;

    RaiseNode(Engine engine, List<String> capabilities, AwaitNode await, Progress progress) {
        this.engine = engine;
        this.facts = engine.facts();
        this.capabilities = List.copyOf(capabilities);
        this.await = await;
        this.progress = progress;
    }

    /** A node that is right already is left alone; one that cannot be brought back is made anew. */
    void raise(NodePlan plan) {
        Optional<Container> present = engine.containers().stream()
                .filter(container -> container.name().equals(plan.containerName()))
                .findFirst();
        if (present.isPresent()) {
            Container container = present.get();
            if (!plan.lab().equals(container.labels().get(NodePlan.LAB))) {
                throw NodePlan.notOurs("container", container.name(), plan.lab());
            }
            if (!plan.made(container)) {
                repaired(plan, "is not as it is wanted now: making it anew");
            } else if (revived(container, plan)) {
                return;
            }
            engine.remove(container.id());
        }
        String id = engine.createContainer(plan.container(facts, capabilities));
        engine.unpackInto(id, plan.files());
        engine.start(id);
        await.ready(engine, id, plan.node());
    }

    private boolean revived(Container container, NodePlan plan) {
        try {
            if (!continued(container, plan)) {
                repaired(plan, "is past help (" + container.state() + "): making it anew");
                return false;
            }
            await.ready(engine, container.id(), plan.node());
            return true;
        } catch (EngineException | LabException e) {
            repaired(plan, "cannot be brought back (" + reason(e) + "): making it anew");
            return false;
        }
    }

    /** Said before it is done, since it may take a while. */
    private void repaired(NodePlan plan, String what) {
        progress.note("node " + plan.node().name() + " " + what);
    }

    private static String reason(ProblemException e) {
        Problem problem = e.problem();
        return problem.why().lines().findFirst().orElse(problem.what());
    }

    /** A container that was never started may lack its files, and one that is dying is past help. */
    private boolean continued(Container container, NodePlan plan) {
        return switch (container.state()) {
            case "running" -> true;
            case "paused" -> {
                repaired(plan, "was paused: letting it go on");
                engine.unpause(container.id());
                yield true;
            }
            case "exited" -> {
                repaired(plan, "had stopped: starting it again");
                engine.start(container.id());
                yield true;
            }
            default -> false;
        };
    }
}
