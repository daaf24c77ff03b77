package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What stands on the left of an assignment, and the parameters of macros. */
final class TargetParser {

    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");

    private final TokenStream in;
    private final ExpressionParser expressions;

    TargetParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    /** Names, with commas and parentheses. */
    Node.Target target() {
        Node.Target first = singleTarget();
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Node.Target> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (in.peek().isName("in") || in.peek().isOperator("=") || in.peek().isOperator(")")) {
                break;
            }
            items.add(singleTarget());
        }
        return new Node.TupleTarget(List.copyOf(items));
    }

    Node.Target singleTarget() {
        in.enter();
        Node.Target target;
        if (in.skipOperator("(")) {
            target = target();
            in.expectOperator(")");
        } else {
            target = new Node.NameTarget(assignableName());
        }
        in.leave();
        return target;
    }

    String assignableName() {
        Token token = in.expectName();
        if (CONSTANTS.contains(token.text())) {
            throw in.source().mistake(token.start(), "can't assign to '" + token.text() + "'");
        }
        return token.text();
    }

    Node.Parameters parameters() {
        in.expectOperator("(");
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        while (!in.peek().isOperator(")")) {
            if (!names.isEmpty()) {
                in.expectOperator(",");
            }
            Token token = in.peek();
            names.add(assignableName());
            if (in.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw in.source().mistake(token.start(), "parameters without a default come first");
            }
        }
        in.expectOperator(")");
        return new Node.Parameters(List.copyOf(names), List.copyOf(defaults));
    }
}
