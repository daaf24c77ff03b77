package io.slipway.lab;

import io.slipway.common.Progress;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.Engine.Network;
import java.util.List;

/** Removes from an engine everything that carries the name of a lab. */
final class StrikeLab {

    private final Engine engine;
    private final String lab;
    private final Progress progress;

    StrikeLab(Engine engine, String lab, Progress progress) {
        this.engine = engine;
        this.lab = lab;
        this.progress = progress;
    }

    /** @param images the repository whose images go too, unless a container still needs them; empty for none */
    void strike(String images) {
        List<Container> nodes = engine.containers().stream()
                .filter(container -> lab.equals(container.labels().get(NodePlan.LAB)))
                .toList();
        try (Progress.Step step =
                progress.begin("remove " + nodes.size() + " nodes", nodes.size(), Progress.Unit.ITEMS)) {
            InParallel.map(nodes, node -> {
                engine.remove(node.id());
                step.advance(1);
                return node;
            });
        }
        for (Network network : engine.networks()) {
            if (lab.equals(network.labels().get(NodePlan.LAB))) {
                engine.removeNetwork(network.id());
            }
        }
        if (!images.isEmpty()) {
            engine.images(images).forEach(engine::removeImage);
        }
    }
}
