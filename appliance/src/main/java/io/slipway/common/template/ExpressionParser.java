package io.slipway.common.template;

import io.slipway.common.NearMiss;
import io.slipway.common.template.Node.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions, by precedence: conditional, or, and, not, comparison, + -, ~, * / // %, **, sign, postfix, filter and test. */
final class ExpressionParser {

    private static final Set<String> NOT_AN_ARGUMENT =
            Set.of("else", "or", "and", "is", "if", "in", "not", "recursive");

    private final TokenStream in;
    private final Vocabulary vocabulary;

    ExpressionParser(TokenStream in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
    }

    /** An expression, or several with commas between them, which make a tuple. */
    Expr tuple() {
        return tuple(true, false);
    }

    Expr tupleWithoutCondition() {
        return tuple(false, false);
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
            value = primary();
        }
        value = postfix(value);
        if (withFilters) {
            value = filtersAndTests(value);
        }
        in.leave();
        return value;
    }

    Expr primary() {
        Token token = in.next();
        return switch (token.kind()) {
            case LITERAL -> new Node.Constant(token.value(), token.span());
            case STRING -> strings(token);
            case NAME -> name(token);
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> {
                        Expr inner = tuple(true, true);
                        in.expectOperator(")");
                        yield inner;
                    }
                    case "[" -> list(token);
                    case "{" -> dict(token);
                    default -> throw misplaced(token);
                };
            default -> throw misplaced(token);
        };
    }

    private TemplateException misplaced(Token token) {
        return in.source().mistake(token.start(), "unexpected " + token.described() + ", expected an expression");
    }

    private Expr strings(Token first) {
        if (in.peek().kind() != Token.Kind.STRING) {
            return new Node.Constant(first.value(), first.span());
        }
        StringBuilder all = new StringBuilder(first.text());
        while (in.peek().kind() == Token.Kind.STRING) {
            all.append(in.next().text());
        }
        return new Node.Constant(all.toString(), in.since(first.start()));
    }

    private static Expr name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Node.Constant(true, token.span());
            case "false", "False" -> new Node.Constant(false, token.span());
            case "none", "None" -> new Node.Constant(null, token.span());
            default -> new Node.Name(token.text(), token.span());
        };
    }

    private Expr list(Token opening) {
        List<Expr> items = new ArrayList<>();
        while (!in.peek().isOperator("]")) {
            if (!items.isEmpty()) {
                in.expectOperator(",");
                if (in.peek().isOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        in.expectOperator("]");
        return new Node.ListOf(List.copyOf(items), in.since(opening.start()));
    }

    private Expr dict(Token opening) {
        List<Node.Pair> pairs = new ArrayList<>();
        while (!in.peek().isOperator("}")) {
            if (!pairs.isEmpty()) {
                in.expectOperator(",");
                if (in.peek().isOperator("}")) {
                    break;
                }
            }
            Expr key = expression();
            in.expectOperator(":");
            pairs.add(new Node.Pair(key, expression()));
        }
        in.expectOperator("}");
        return new Node.DictOf(List.copyOf(pairs), in.since(opening.start()));
    }

    private Expr postfix(Expr start) {
        Expr value = start;
        for (int links = 0; ; links++) {
            if (links > Bounds.MAX_PARSE_DEPTH) {
                throw in.source().mistake(in.peek().start(), "this chain is too long");
            }
            if (in.skipOperator(".")) {
                value = dotted(value);
            } else if (in.skipOperator("[")) {
                value = subscript(value);
            } else if (in.peek().isOperator("(")) {
                Node.Args args = arguments();
                value = new Node.Call(value, args, in.since(value.span().start()));
            } else {
                return value;
            }
        }
    }

    private Expr dotted(Expr owner) {
        Token token = in.next();
        Node.Span span = in.since(owner.span().start());
        if (token.kind() == Token.Kind.NAME) {
            return new Node.Attribute(owner, token.text(), span);
        }
        if (token.kind() == Token.Kind.LITERAL && Python.isInteger(token.value())) {
            return new Node.Item(owner, new Node.Constant(token.value(), token.span()), span);
        }
        throw in.source()
                .mistake(token.start(), "unexpected " + token.described() + ", expected a name or number after '.'");
    }

    private Expr subscript(Expr owner) {
        int start = in.peek().start();
        Expr first = in.peek().isOperator(":") ? null : expression();
        if (first != null && !in.peek().isOperator(":")) {
            List<Expr> keys = new ArrayList<>(List.of(first));
            while (in.skipOperator(",")) {
                keys.add(expression());
            }
            Expr key = keys.size() == 1 ? first : new Node.TupleOf(List.copyOf(keys), in.since(start));
            in.expectOperator("]");
            return new Node.Item(owner, key, in.since(owner.span().start()));
        }
        in.expectOperator(":");
        Expr stop = sliceEnds() ? null : expression();
        Expr step = in.skipOperator(":") && !sliceEnds() ? expression() : null;
        in.expectOperator("]");
        return new Node.Slice(owner, first, stop, step, in.since(owner.span().start()));
    }

    private boolean sliceEnds() {
        return in.peek().isOperator("]") || in.peek().isOperator(":");
    }

    Node.Args arguments() {
        in.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Node.Keyword> keywords = new ArrayList<>();
        Expr moreArgs = null;
        Expr moreKeywords = null;
        boolean first = true;
        while (!in.peek().isOperator(")")) {
            if (!first) {
                in.expectOperator(",");
                if (in.peek().isOperator(")")) {
                    break;
                }
            }
            first = false;
            Token token = in.peek();
            if (in.skipOperator("*") && moreArgs == null && moreKeywords == null) {
                moreArgs = expression();
            } else if (in.skipOperator("**") && moreKeywords == null) {
                moreKeywords = expression();
            } else if (token.kind() == Token.Kind.NAME && in.peekSecond().isOperator("=") && moreKeywords == null) {
                in.next();
                in.next();
                keywords.add(new Node.Keyword(token.text(), expression()));
            } else if (moreArgs == null && moreKeywords == null && keywords.isEmpty()) {
                positional.add(expression());
            } else {
                throw in.source().mistake(token.start(), "positional arguments come before named ones");
            }
        }
        in.expectOperator(")");
        return new Node.Args(List.copyOf(positional), List.copyOf(keywords), moreArgs, moreKeywords);
    }

    private Expr filtersAndTests(Expr start) {
        Expr value = start;
        for (int links = 0; ; links++) {
            if (links > Bounds.MAX_PARSE_DEPTH) {
                throw in.source().mistake(in.peek().start(), "this chain of filters is too long");
            }
            if (in.skipOperator("|")) {
                value = filter(value);
            } else if (in.peek().isName("is")) {
                value = test(value);
            } else if (in.peek().isOperator("(")) {
                Node.Args args = arguments();
                value = new Node.Call(value, args, in.since(value.span().start()));
            } else {
                return value;
            }
        }
    }

    /** The name and arguments after a pipe. */
    Node.FilterCall filter(@Nullable Expr value) {
        Token token = in.expectName();
        String name = dottedName(token);
        if (vocabulary.filter(name) == null) {
            throw in.source()
                    .mistake(
                            token.start(),
                            "there is no filter '" + name + "'",
                            NearMiss.hint(name, vocabulary.filterNames()));
        }
        Node.Args args = in.peek().isOperator("(") ? arguments() : Node.Args.NONE;
        return new Node.FilterCall(
                value,
                name,
                args,
                in.since(value == null ? token.start() : value.span().start()));
    }

    /** Several filters one after the other, as a filter block takes them. */
    Node.FilterCall filters() {
        Node.FilterCall filter = filter(null);
        while (in.skipOperator("|")) {
            filter = filter(filter);
        }
        return filter;
    }

    private String dottedName(Token first) {
        StringBuilder name = new StringBuilder(first.text());
        while (in.skipOperator(".")) {
            name.append('.').append(in.expectName().text());
        }
        return name.toString();
    }

    private Expr test(Expr value) {
        in.next();
        boolean negated = in.skipName("not");
        Token token = in.expectName();
        String name = dottedName(token);
        if (vocabulary.test(name) == null) {
            throw in.source()
                    .mistake(
                            token.start(),
                            "there is no test '" + name + "'",
                            NearMiss.hint(name, vocabulary.testNames()));
        }
        Node.Args args = testArguments();
        return new Node.TestCall(
                value, name, args, negated, in.since(value.span().start()));
    }

    private Node.Args testArguments() {
        Token token = in.peek();
        if (token.isOperator("(")) {
            return arguments();
        }
        boolean operand = switch (token.kind()) {
            case NAME -> !NOT_AN_ARGUMENT.contains(token.text());
            case STRING, LITERAL -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
        if (token.isName("is")) {
            throw in.source().mistake(token.start(), "tests can't be chained with 'is'", "combine them with 'and'");
        }
        return operand ? new Node.Args(List.of(postfix(primary())), List.of(), null, null) : Node.Args.NONE;
    }
}
