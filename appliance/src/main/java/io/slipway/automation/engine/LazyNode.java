package io.slipway.automation.engine;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The host of a task, found out when a module first asks: how to reach it takes two dozen variables, and {@code debug} needs none. */
final class LazyNode implements Node {

    private final Supplier<Node> finder;
    private @Nullable Node found;
    private boolean asked;

    LazyNode(Supplier<Node> finder) {
        this.finder = finder;
    }

    /** Whether anything was to be run on it. */
    boolean asked() {
        return asked;
    }

    private Node node() {
        Node known = found;
        if (known == null) {
            known = finder.get();
            found = known;
        }
        return known;
    }

    @Override
    public String name() {
        return node().name();
    }

    @Override
    public boolean local() {
        return node().local();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return node().facts();
    }

    @Override
    public Reply run(Script script) {
        asked = true;
        return node().run(script);
    }

    @Override
    public Optional<String> interpreter() {
        return node().interpreter();
    }

    @Override
    public void reconnect() {
        node().reconnect();
    }
}
