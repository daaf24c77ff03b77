package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The innermost parts of expressions: literals, names, attributes, items, calls, filters and tests. */
final class OperandParser {

    private static final Set<String> NOT_AN_ARGUMENT =
            Set.of("else", "or", "and", "is", "if", "in", "not", "recursive");

    private final TokenStream in;
    private final Vocabulary vocabulary;
    private final ExpressionParser expressions;

    OperandParser(TokenStream in, Vocabulary vocabulary, ExpressionParser expressions) {
        this.in = in;
        this.vocabulary = vocabulary;
        this.expressions = expressions;
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
                        Expr inner = expressions.inParentheses();
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
            items.add(expressions.expression());
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
            Expr key = expressions.expression();
            in.expectOperator(":");
            pairs.add(new Node.Pair(key, expressions.expression()));
        }
        in.expectOperator("}");
        return new Node.DictOf(List.copyOf(pairs), in.since(opening.start()));
    }

    Expr postfix(Expr start) {
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
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Node.Call call(Expr callee) {
        Node.Args args = arguments();
        Node.Call call = new Node.Call(callee, args, in.since(callee.span().start()));
        in.mentions().ifPresent(mentions -> mentions.call(call, in.source()));
        return call;
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
        Expr first = in.peek().isOperator(":") ? null : expressions.expression();
        if (first != null && !in.peek().isOperator(":")) {
            List<Expr> keys = new ArrayList<>(List.of(first));
            while (in.skipOperator(",")) {
                keys.add(expressions.expression());
            }
            Expr key = keys.size() == 1 ? first : new Node.TupleOf(List.copyOf(keys), in.since(start));
            in.expectOperator("]");
            return new Node.Item(owner, key, in.since(owner.span().start()));
        }
        in.expectOperator(":");
        Expr stop = sliceEnds() ? null : expressions.expression();
        Expr step = in.skipOperator(":") && !sliceEnds() ? expressions.expression() : null;
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
                moreArgs = expressions.expression();
            } else if (in.skipOperator("**") && moreKeywords == null) {
                moreKeywords = expressions.expression();
            } else if (token.kind() == Token.Kind.NAME && in.peekSecond().isOperator("=") && moreKeywords == null) {
                in.next();
                in.next();
                keywords.add(new Node.Keyword(token.text(), expressions.expression()));
            } else if (moreArgs == null && moreKeywords == null && keywords.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw in.source().mistake(token.start(), "positional arguments come before named ones");
            }
        }
        in.expectOperator(")");
        return new Node.Args(List.copyOf(positional), List.copyOf(keywords), moreArgs, moreKeywords);
    }

    Expr filtersAndTests(Expr start) {
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
                value = call(value);
            } else {
                return value;
            }
        }
    }

    /** The name and arguments after a pipe. */
    Node.FilterCall filter(@Nullable Expr value) {
        Token token = in.expectName();
        String name = dottedName(token);
        vocabulary.objectionToFilter(name, in.source(), token.start()).ifPresent(in::unknown);
        Node.Args args = in.peek().isOperator("(") ? arguments() : Node.Args.NONE;
        Node.FilterCall call = new Node.FilterCall(
                value,
                name,
                args,
                in.since(value == null ? token.start() : value.span().start()));
        in.mentions().ifPresent(mentions -> mentions.filter(call, in.source()));
        return call;
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
        vocabulary.objectionToTest(name, in.source(), token.start()).ifPresent(in::unknown);
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
