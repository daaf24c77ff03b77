package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.template.Node.Expr;
import io.slipway.common.template.Node.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one template. */
final class Renderer {

    /** Whether the loop around goes on. */
    enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Template template;
    private final RenderContext context;
    private final @Nullable Scope scope;
    private final Blocks blocks;
    private final Evaluator evaluator;
    private @Nullable Template parent;

    Renderer(Template template, RenderContext context, @Nullable Scope scope, Blocks blocks) {
        this.template = template;
        this.context = context;
        this.scope = scope;
        this.blocks = blocks;
        this.evaluator = new Evaluator(template.source(), context, scope);
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** One for this template's blocks: they print, even when the template around them extends another one. */
    Renderer forBlocks() {
        return new Renderer(template, context, scope, blocks);
    }

    Template template() {
        return template;
    }

    RenderContext context() {
        return context;
    }

    /** The whole template, and those that it extends. */
    void render(Frame frame, Output out) {
        blocks.begin(this, frame);
        run(template.body(), frame, out);
        if (parent != null) {
            new Renderer(parent, context, scope, blocks).render(frame, out);
        }
    }

    Flow run(List<Statement> body, Frame frame, Output out) {
        for (Statement statement : body) {
            Flow flow = run(statement, frame, out);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    String text(List<Statement> body, Frame frame) {
        Output out = new Output();
        run(body, frame, out);
        return out.string();
    }

    private Flow run(Statement statement, Frame frame, Output out) {
        context.enter();
        try {
            switch (statement) {
                case Node.Data data -> {
                    if (parent == null) {
                        out.text(data.text());
                    }
                }
                case Node.Print print -> print(print, frame, out);
                case Node.If branches -> {
                    return ifElse(branches, frame, out);
                }
                case Node.For loop -> loop(loop, evaluator.value(loop.items(), frame), 0, frame, out);
                case Node.Set set -> assign(set.target(), evaluator.value(set.value(), frame), frame);
                case Node.SetBlock set -> setBlock(set, frame);
                case Node.Macro macro ->
                    frame.set(
                            macro.name(),
                            new Macro(macro.name(), macro.parameters(), macro.body(), macro.span(), this, frame));
                case Node.CallBlock call -> callBlock(call, frame, out);
                case Node.FilterBlock filter ->
                    out.text(Python.str(
                            evaluator.filterChain(filter.filter(), text(filter.body(), new Frame(frame)), frame)));
                case Node.With with -> {
                    return with(with, frame, out);
                }
                case Node.Do expression -> evaluator.value(expression.value(), frame);
                case Node.Include include -> include(include, frame, out);
                case Node.Import imported ->
                    frame.set(imported.target(), module(imported.template(), imported.withContext(), frame));
                case Node.FromImport imported -> fromImport(imported, frame);
                case Node.Block block -> {
                    if (parent == null) {
                        blocks.render(block.name(), block.scoped() ? frame : blocks.root(frame), out);
                    }
                }
                case Node.Extends inherited -> parent = load(inherited.template(), frame);
                case Node.Break end -> {
                    return Flow.BREAK;
                }
                case Node.Continue next -> {
                    return Flow.CONTINUE;
                }
            }
            return Flow.ON;
        } catch (TemplateException e) {
            throw e.at(template.source(), statement.span());
        } finally {
            context.leave();
        }
    }

    private void print(Node.Print print, Frame frame, Output out) {
        Object value = evaluator.value(print.value(), frame);
        if (parent != null) {
            return;
        }
        boolean taken = print.value() instanceof Node.Name
                || print.value() instanceof Node.Attribute
                || print.value() instanceof Node.Item;
        if (!taken || value instanceof Undefined) {
            Python.requireDefined(value);
        }
        out.value(value, template.settings().printNoneAsEmpty());
    }

    private Flow ifElse(Node.If node, Frame frame, Output out) {
        for (Node.Branch branch : node.branches()) {
            if (evaluator.truth(branch.test(), frame)) {
                return run(branch.body(), frame, out);
            }
        }
        return run(node.otherwise(), frame, out);
    }

    /** @param depth how many recursive loops are around this one */
    private void loop(Node.For node, @Nullable Object iterable, int depth, Frame outer, Output out) {
        List<@Nullable Object> items = node.condition() == null
                ? Python.iterate(iterable)
                : filtered(node, node.condition(), Python.iterate(iterable), outer);
        Loop loop = new Loop(items, depth, node.recursive() ? more -> again(node, more, depth + 1, outer) : null);
        while (loop.advance()) {
            context.step();
            Frame pass = new Frame(outer);
            assign(node.target(), loop.current(), pass);
            pass.set("loop", loop);
            if (run(node.body(), pass, out) == Flow.BREAK) {
                break;
            }
        }
        if (!loop.started()) {
            run(node.otherwise(), new Frame(outer), out);
        }
    }

    private String again(Node.For node, @Nullable Object iterable, int depth, Frame outer) {
        Output out = new Output();
        context.enter();
        loop(node, iterable, depth, outer, out);
        context.leave();
        return out.string();
    }

    private List<@Nullable Object> filtered(Node.For node, Expr condition, List<@Nullable Object> items, Frame outer) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            Frame frame = new Frame(outer);
            assign(node.target(), item, frame);
            if (evaluator.truth(condition, frame)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void assign(Node.Target target, @Nullable Object value, Frame frame) {
        switch (target) {
            case Node.NameTarget name -> frame.set(name.name(), value);
            case Node.TupleTarget tuple -> {
                List<@Nullable Object> values = Python.iterate(value);
                int wanted = tuple.items().size();
                if (values.size() != wanted) {
                    String what = values.size() > wanted ? "too many" : "not enough";
                    throw TemplateException.of(
                            what + " values to unpack (expected " + wanted + ", got " + values.size() + ")");
                }
                for (int i = 0; i < wanted; i++) {
                    assign(tuple.items().get(i), values.get(i), frame);
                }
            }
            case Node.AttributeTarget attribute -> {
                if (!(evaluator.lookup(attribute.owner(), frame) instanceof Namespace namespace)) {
                    throw TemplateException.of(
                            "can't assign to an attribute of '" + attribute.owner() + "', which is not a namespace");
                }
                namespace.set(attribute.name(), value);
            }
        }
    }

    private void setBlock(Node.SetBlock set, Frame frame) {
        String text = text(set.body(), new Frame(frame));
        assign(set.target(), set.filter() == null ? text : evaluator.filterChain(set.filter(), text, frame), frame);
    }

    private void callBlock(Node.CallBlock node, Frame frame, Output out) {
        Macro caller = new Macro("caller", node.parameters(), node.body(), node.span(), this, frame);
        Object value = evaluator.call(node.call(), frame, Map.of("caller", caller));
        out.text(Python.str(value));
    }

    private Flow with(Node.With node, Frame outer, Output out) {
        Frame frame = new Frame(outer);
        for (Node.Assignment assignment : node.assignments()) {
            assign(assignment.target(), evaluator.value(assignment.value(), outer), frame);
        }
        return run(node.body(), frame, out);
    }

    private void include(Node.Include node, Frame frame, Output out) {
        Template included = find(evaluator.value(node.template(), frame));
        if (included == null) {
            if (node.ignoreMissing()) {
                return;
            }
            throw notFound(evaluator.value(node.template(), frame));
        }
        Output text = new Output();
        Frame inner = new Frame(node.withContext() ? frame : null);
        into(included, node.withContext(), inner, text);
        out.text(text.string());
    }

    private ImportedTemplate module(Expr name, boolean withContext, Frame frame) {
        Template imported = load(name, frame);
        Output out = new Output();
        Frame inner = new Frame(withContext ? frame : null);
        into(imported, withContext, inner, out);
        return new ImportedTemplate(imported.name(), inner.own(), out.string());
    }

    private void into(Template other, boolean withContext, Frame frame, Output out) {
        context.enterCall("template '" + other.name() + "'");
        try {
            new Renderer(other, context, withContext ? scope : null, new Blocks()).render(frame, out);
        } finally {
            context.leaveCall();
        }
    }

    private void fromImport(Node.FromImport node, Frame frame) {
        ImportedTemplate module = module(node.template(), node.withContext(), frame);
        for (Node.Imported name : node.names()) {
            frame.set(name.as(), module.attribute(name.name()));
        }
    }

    private Template load(Expr name, Frame frame) {
        Object wanted = evaluator.value(name, frame);
        Template found = find(wanted);
        if (found == null) {
            throw notFound(wanted);
        }
        return found;
    }

    private @Nullable Template find(@Nullable Object wanted) {
        List<@Nullable Object> names = wanted instanceof List<?> ? Python.iterate(wanted) : Arrays.asList(wanted);
        for (Object name : names) {
            if (name instanceof Undefined undefined) {
                throw undefined.failure();
            }
            Template found = context.engine().load(Python.str(name), template.settings());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static TemplateException notFound(@Nullable Object wanted) {
        return new TemplateException(Problem.of("template not found: " + Python.str(wanted)));
    }
}
