package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions, by precedence: conditional, or, and, not, comparison, + -, ~, * / // %, **, sign, postfix, filter and test. */
final class ExpressionParser {

    private final TokenStream in;
    private final OperandParser operands;

    ExpressionParser(TokenStream in, Vocabulary vocabulary) {
        this.in = in;
        this.operands = new OperandParser(in, vocabulary, this);
    }

    /** An expression, or several with commas between them, which make a tuple. */
    Expr tuple() {
        return tuple(true, false);
    }

    Expr tupleWithoutCondition() {
        return tuple(false, false);
    }

    /** What stands between parentheses: possibly the empty tuple. */
    Expr inParentheses() {
        return tuple(true, true);
    }

    /** Several filters one after the other, as a filter block takes them. */
    Node.FilterCall filters() {
        return operands.filters();
    }

    private Expr tuple(boolean withCondition, boolean inParentheses) {
        int start = in.peek().start();
        if (inParentheses && in.peek().isOperator(")")) {
            return new Node.TupleOf(List.of(), in.peek().span());
        }
        Expr first = withCondition ? expression() : or();
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (endsTuple()) {
                break;
            }
            items.add(withCondition ? expression() : or());
        }
        return new Node.TupleOf(List.copyOf(items), in.since(start));
    }

    private boolean endsTuple() {
        return switch (in.peek().kind()) {
            case PRINT_END, BLOCK_END, END -> true;
            case OPERATOR -> in.peek().text().equals(")");
            case NAME ->
                in.peek().text().equals("recursive") || in.peek().text().equals("if");
            default -> false;
        };
    }

    Expr expression() {
        in.enter();
        int start = in.peek().start();
        Expr result = or();
        while (in.peek().isName("if")) {
            in.next();
            Expr test = or();
            Expr otherwise = in.skipName("else") ? expression() : null;
            result = new Node.Conditional(test, result, otherwise, in.since(start));
        }
        in.leave();
        return result;
    }

    private Expr or() {
        int start = in.peek().start();
        Expr left = and();
        while (in.skipName("or")) {
            left = new Node.Or(left, and(), in.since(start));
        }
        return left;
    }

    private Expr and() {
        int start = in.peek().start();
        Expr left = not();
        while (in.skipName("and")) {
            left = new Node.And(left, not(), in.since(start));
        }
        return left;
    }

    private Expr not() {
        Token token = in.peek();
        if (!in.skipName("not")) {
            return comparison();
        }
        in.enter();
        Expr value = not();
        in.leave();
        return new Node.Not(value, in.since(token.start()));
    }

    private Expr comparison() {
        int start = in.peek().start();
        Expr first = sum();
        List<Node.Comparand> rest = new ArrayList<>();
        for (Node.CompareOperator operator = comparator(); operator != null; operator = comparator()) {
            rest.add(new Node.Comparand(operator, sum()));
        }
        return rest.isEmpty() ? first : new Node.Compare(first, List.copyOf(rest), in.since(start));
    }

    private Node.@Nullable CompareOperator comparator() {
        Token token = in.peek();
        if (token.isName("not") && in.peekSecond().isName("in")) {
            in.next();
            in.next();
            return Node.CompareOperator.NOT_IN;
        }
        boolean word = token.isName("in");
        if (!word && token.kind() != Token.Kind.OPERATOR) {
            return null;
        }
        for (Node.CompareOperator operator : Node.CompareOperator.values()) {
            if (operator.sign().equals(token.text())) {
                in.next();
                return operator;
            }
        }
        return null;
    }

    private Expr sum() {
        int start = in.peek().start();
        Expr left = concat();
        while (true) {
            if (in.skipOperator("+")) {
                left = new Node.Binary(Node.BinaryOperator.ADD, left, concat(), in.since(start));
            } else if (in.skipOperator("-")) {
                left = new Node.Binary(Node.BinaryOperator.SUBTRACT, left, concat(), in.since(start));
            } else {
                return left;
            }
        }
    }

    private Expr concat() {
        int start = in.peek().start();
        Expr first = product();
        if (!in.peek().isOperator("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (in.skipOperator("~")) {
            parts.add(product());
        }
        return new Node.Concat(List.copyOf(parts), in.since(start));
    }

    private Expr product() {
        int start = in.peek().start();
        Expr left = power();
        while (true) {
            Node.BinaryOperator operator = in.peek().kind() != Token.Kind.OPERATOR
                    ? null
                    : switch (in.peek().text()) {
                        case "*" -> Node.BinaryOperator.MULTIPLY;
                        case "/" -> Node.BinaryOperator.DIVIDE;
                        case "//" -> Node.BinaryOperator.FLOOR_DIVIDE;
                        case "%" -> Node.BinaryOperator.MODULO;
                        default -> null;
                    };
            if (operator == null) {
                return left;
            }
            in.next();
            left = new Node.Binary(operator, left, power(), in.since(start));
        }
    }

    /** Groups from the left, unlike Python's: that is how Jinja has it. */
    private Expr power() {
        int start = in.peek().start();
        Expr left = unary(true);
        while (in.skipOperator("**")) {
            left = new Node.Binary(Node.BinaryOperator.POWER, left, unary(true), in.since(start));
        }
        return left;
    }

    private Expr unary(boolean withFilters) {
        Token token = in.peek();
        in.enter();
        Expr value;
        if (in.skipOperator("-") || in.skipOperator("+")) {
            value = new Node.Sign(token.text().equals("-"), unary(false), in.since(token.start()));
        } else {
            value = operands.primary();
        }
        value = operands.postfix(value);
        if (withFilters) {
            value = operands.filtersAndTests(value);
        }
        in.leave();
        return value;
    }
}
