package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out the value of expressions, and adds the place to what goes wrong. */
final class Evaluator {

    private final Source source;
    private final RenderContext context;
    private final @Nullable Scope scope;

    /** @param scope null when the template may not see the caller's variables */
    Evaluator(Source source, RenderContext context, @Nullable Scope scope) {
        this.source = source;
        this.context = context;
        this.scope = scope;
    }

    @Nullable
    Object value(Expr expression, Frame frame) {
        context.enter();
        try {
            return switch (expression) {
                case Node.Constant constant -> constant.value();
                case Node.Name name -> name(name, frame);
                case Node.Attribute attribute -> attribute(attribute, frame);
                case Node.Item item -> item(item, frame);
                case Node.FilterCall filter ->
                    filter(filter, filter.value() == null ? null : value(filter.value(), frame), frame);
                case Node.TestCall test -> test(test, frame) != test.negated();
                case Node.Call call -> call(call, frame, Map.of());
                case Node.Compare compare -> compare(compare, frame);
                case Node.And and -> {
                    Object left = value(and.left(), frame);
                    yield Python.truthy(left) ? value(and.right(), frame) : left;
                }
                case Node.Or or -> {
                    Object left = value(or.left(), frame);
                    yield Python.truthy(left) ? left : value(or.right(), frame);
                }
                case Node.Not not -> !truth(not.value(), frame);
                case Node.Conditional conditional -> conditional(conditional, frame);
                case Node.Binary binary ->
                    Operators.apply(binary.operator(), value(binary.left(), frame), value(binary.right(), frame));
                case Node.Concat concat -> concat(concat, frame);
                case Node.Sign sign -> Operators.sign(sign.minus(), value(sign.value(), frame));
                case Node.ListOf list -> values(list.items(), frame);
                case Node.TupleOf tuple -> PyTuple.copyOf(values(tuple.items(), frame));
                case Node.DictOf dict -> dict(dict, frame);
                case Node.Slice slice ->
                    Subscript.slice(
                            value(slice.owner(), frame),
                            optional(slice.start(), frame),
                            optional(slice.stop(), frame),
                            optional(slice.step(), frame));
            };
        } catch (TemplateException e) {
            throw e.at(source, expression.span());
        } finally {
            context.leave();
        }
    }

    boolean truth(Expr expression, Frame frame) {
        Object value = value(expression, frame);
        try {
            return Python.truthy(value);
        } catch (TemplateException e) {
            throw e.at(source, expression.span());
        }
    }

    private @Nullable Object optional(@Nullable Expr expression, Frame frame) {
        return expression == null ? null : value(expression, frame);
    }

    private List<@Nullable Object> values(List<Expr> expressions, Frame frame) {
        List<@Nullable Object> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(value(expression, frame));
        }
        return values;
    }

    private @Nullable Object name(Node.Name name, Frame frame) {
        Object found = lookup(name.name(), frame);
        return found instanceof Undefined undefined
                ? undefined.at(() -> source.at(name.span().start()))
                : found;
    }

    @Nullable
    Object lookup(String name, Frame frame) {
        Frame holder = frame.holder(name);
        if (holder != null) {
            return holder.own(name);
        }
        if (scope != null && scope.has(name)) {
            return scope.get(name);
        }
        Object global = context.engine().global(name);
        return global != null ? global : Undefined.of(name).among(() -> visible(frame));
    }

    private Set<String> visible(Frame frame) {
        Set<String> names = new HashSet<>(frame.names());
        names.addAll(context.engine().globalNames());
        if (scope != null) {
            names.addAll(scope.names());
        }
        return names;
    }

    private @Nullable Object attribute(Node.Attribute node, Frame frame) {
        Object found = Subscript.attribute(value(node.owner(), frame), node.name());
        return found instanceof Undefined undefined
                ? undefined.at(() -> source.at(node.span().start()))
                : found;
    }

    private @Nullable Object item(Node.Item node, Frame frame) {
        Object found = Subscript.item(value(node.owner(), frame), value(node.key(), frame));
        return found instanceof Undefined undefined
                ? undefined.at(() -> source.at(node.span().start()))
                : found;
    }

    /** The filters of a node applied to a value: in a chain without a value, the innermost gets {@code value}. */
    @Nullable
    Object filter(Node.FilterCall node, @Nullable Object value, Frame frame) {
        return context.filter(
                node.name(), value, positional(node.args(), frame), keywords(node.args(), frame, Map.of()));
    }

    /** A chain of filters from a filter block, applied to what the block printed. */
    @Nullable
    Object filterChain(Node.FilterCall node, String printed, Frame frame) {
        Object value = node.value() instanceof Node.FilterCall inner ? filterChain(inner, printed, frame) : printed;
        try {
            return filter(node, value, frame);
        } catch (TemplateException e) {
            throw e.at(source, node.span());
        }
    }

    private boolean test(Node.TestCall node, Frame frame) {
        return context.test(
                node.name(),
                value(node.value(), frame),
                positional(node.args(), frame),
                keywords(node.args(), frame, Map.of()));
    }

    /** @param extra more named arguments, such as a call block's {@code caller} */
    @Nullable
    Object call(Node.Call node, Frame frame, Map<String, @Nullable Object> extra) {
        Object callee = value(node.callee(), frame);
        if (callee instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(callee instanceof Callable callable)) {
            throw TemplateException.of("'" + Python.typeName(callee) + "' object is not callable");
        }
        return callable.call(positional(node.args(), frame), keywords(node.args(), frame, extra));
    }

    private List<@Nullable Object> positional(Node.Args args, Frame frame) {
        List<@Nullable Object> values = values(args.positional(), frame);
        if (args.moreArgs() != null) {
            values.addAll(Python.iterate(value(args.moreArgs(), frame)));
        }
        return values;
    }

    private Map<String, @Nullable Object> keywords(Node.Args args, Frame frame, Map<String, @Nullable Object> extra) {
        if (args.keywords().isEmpty() && args.moreKeywords() == null) {
            return extra;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Node.Keyword keyword : args.keywords()) {
            values.put(keyword.name(), value(keyword.value(), frame));
        }
        if (args.moreKeywords() != null) {
            Object more = value(args.moreKeywords(), frame);
            for (Object name : Python.iterate(more)) {
                values.put(Python.str(name), Subscript.item(more, name));
            }
        }
        values.putAll(extra);
        return values;
    }

    private boolean compare(Node.Compare node, Frame frame) {
        Object left = value(node.first(), frame);
        for (Node.Comparand comparand : node.rest()) {
            Object right = value(comparand.value(), frame);
            if (!holds(comparand.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    static boolean holds(Node.CompareOperator operator, @Nullable Object a, @Nullable Object b) {
        return switch (operator) {
            case EQUAL -> Python.equal(a, b);
            case NOT_EQUAL -> !Python.equal(a, b);
            case IN -> Python.contains(b, a);
            case NOT_IN -> !Python.contains(b, a);
            case LESS -> Comparison.ordered(a, b) && Python.compare(a, b, "<") < 0;
            case LESS_OR_EQUAL -> Comparison.ordered(a, b) && Python.compare(a, b, "<=") <= 0;
            case GREATER -> Comparison.ordered(a, b) && Python.compare(a, b, ">") > 0;
            case GREATER_OR_EQUAL -> Comparison.ordered(a, b) && Python.compare(a, b, ">=") >= 0;
        };
    }

    private @Nullable Object conditional(Node.Conditional node, Frame frame) {
        if (truth(node.test(), frame)) {
            return value(node.then(), frame);
        }
        if (node.otherwise() != null) {
            return value(node.otherwise(), frame);
        }
        String message = "the inline if-expression evaluated to false and no else section was defined";
        return Undefined.lenient(message).at(() -> source.at(node.span().start()));
    }

    private String concat(Node.Concat node, Frame frame) {
        StringBuilder text = new StringBuilder();
        for (Expr part : node.parts()) {
            String piece = Python.str(value(part, frame));
            Bounds.text((long) text.length() + piece.length());
            text.append(piece);
        }
        return text.toString();
    }

    private Map<@Nullable Object, @Nullable Object> dict(Node.DictOf node, Frame frame) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Node.Pair pair : node.pairs()) {
            Dicts.put(map, value(pair.key(), frame), value(pair.value(), frame));
        }
        return map;
    }
}
