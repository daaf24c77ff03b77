package io.slipway.common.template;

import io.slipway.common.template.Node.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks of a template and of those it extends: for each name, the versions from the most derived to the base. */
final class Blocks implements PyObject {

    private record Version(Node.Block block, Renderer renderer) {}

    private final Map<String, List<Version>> versions = new HashMap<>();
    private @Nullable Frame root;

    private void collect(List<Statement> body, Renderer renderer) {
        for (Statement statement : body) {
            switch (statement) {
                case Node.Block block -> {
                    versions.computeIfAbsent(block.name(), name -> new ArrayList<>())
                            .add(new Version(block, renderer));
                    collect(block.body(), renderer);
                }
                case Node.If branches -> {
                    branches.branches().forEach(branch -> collect(branch.body(), renderer));
                    collect(branches.otherwise(), renderer);
                }
                case Node.For loop -> {
                    collect(loop.body(), renderer);
                    collect(loop.otherwise(), renderer);
                }
                case Node.With with -> collect(with.body(), renderer);
                case Node.FilterBlock filter -> collect(filter.body(), renderer);
                default -> {}
            }
        }
    }

    /** The frame of the template itself: what a block that is not {@code scoped} sees. */
    Frame root(Frame current) {
        return root == null ? current : root;
    }

    /** A template of the chain begins; the first one's frame is the root. */
    void begin(Renderer renderer, Frame frame) {
        if (root == null) {
            root = frame;
            frame.set("self", this);
        }
        collect(renderer.template().body(), renderer.forBlocks());
    }

    void render(String name, Frame frame, Output out) {
        render(name, 0, frame, out);
    }

    private void render(String name, int level, Frame outer, Output out) {
        Version version = versions.getOrDefault(name, List.of()).get(level);
        if (version.block.required()
                && level == 0
                && versions.getOrDefault(name, List.of()).size() == 1) {
            throw TemplateException.of("the required block '" + name + "' is not defined");
        }
        Frame frame = new Frame(outer);
        frame.set("super", parent(name, level + 1, outer));
        version.renderer.run(version.block.body(), frame, out);
    }

    private Object parent(String name, int level, Frame outer) {
        if (level >= versions.getOrDefault(name, List.of()).size()) {
            return Undefined.because("super", "there is no parent block called '" + name + "'");
        }
        return call(name, level, outer);
    }

    private Callable call(String name, int level, Frame outer) {
        return (args, kwargs) -> {
            Output out = new Output();
            render(name, level, outer, out);
            return out.string();
        };
    }

    @Override
    public @Nullable Object attribute(String name) {
        if (!versions.containsKey(name)) {
            return Undefined.attribute(this, name, versions::keySet);
        }
        return call(name, 0, root == null ? new Frame(null) : root);
    }

    @Override
    public String typeName() {
        return "TemplateReference";
    }
}
