package io.slipway.common.template;

import io.slipway.common.NearMiss;
import io.slipway.common.template.Node.Expr;
import io.slipway.common.template.Node.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Templates: text, prints and block tags. */
final class StatementParser {

    private static final List<String> TAGS = List.of(
            "for",
            "if",
            "set",
            "macro",
            "call",
            "filter",
            "with",
            "do",
            "include",
            "import",
            "from",
            "block",
            "extends",
            "break",
            "continue",
            "raw",
            "print",
            "autoescape",
            "endfor",
            "endif",
            "endset",
            "endmacro",
            "endcall",
            "endfilter",
            "endwith",
            "endblock",
            "elif",
            "else");

    private final TokenStream in;
    private final ExpressionParser expressions;
    private final TargetParser targets;
    private final ImportParser imports;
    private final Deque<Token> openTags = new ArrayDeque<>();
    private int loops;

    StatementParser(TokenStream in, Vocabulary vocabulary) {
        this.in = in;
        this.expressions = new ExpressionParser(in, vocabulary);
        this.targets = new TargetParser(in, expressions);
        this.imports = new ImportParser(in, expressions, targets);
    }

    List<Statement> template() {
        return statements(Set.of());
    }

    /** Everything up to a tag with one of these names, of which the name is the next token. */
    private List<Statement> statements(Set<String> ends) {
        in.enter();
        List<Statement> body = new ArrayList<>();
        while (true) {
            Token token = in.next();
            switch (token.kind()) {
                case DATA -> body.add(new Node.Data(token.text(), token.span()));
                case PRINT_BEGIN -> {
                    Expr value = expressions.tuple();
                    in.expect(Token.Kind.PRINT_END);
                    body.add(new Node.Print(value, value.span()));
                }
                case BLOCK_BEGIN -> {
                    if (in.peek().kind() == Token.Kind.NAME
                            && ends.contains(in.peek().text())) {
                        in.leave();
                        return List.copyOf(body);
                    }
                    statement(body);
                    in.expect(Token.Kind.BLOCK_END);
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw unclosed(ends);
                    }
                    in.leave();
                    return List.copyOf(body);
                }
            }
        }
    }

    private TemplateException unclosed(Set<String> ends) {
        Token tag = openTags.getFirst();
        String end =
                ends.stream().filter(name -> name.startsWith("end")).findFirst().orElse("end" + tag.text());
        return in.source()
                .mistake(tag.start(), "this '" + tag.text() + "' has no end", "close it with '{% " + end + " %}'");
    }

    /** A body and the end tag that closes it. */
    private List<Statement> bodyUntil(String end) {
        List<Statement> body = bodyBefore(Set.of(end));
        in.next();
        return body;
    }

    private List<Statement> bodyBefore(Set<String> ends) {
        in.skipOperator(":");
        in.expect(Token.Kind.BLOCK_END);
        return statements(ends);
    }

    private void statement(List<Statement> body) {
        Token tag = in.peek();
        if (tag.kind() != Token.Kind.NAME) {
            throw in.unexpected("the name of a tag");
        }
        in.next();
        openTags.push(tag);
        switch (tag.text()) {
            case "if" -> body.add(ifElse(tag));
            case "for" -> body.add(loop(tag));
            case "set" -> body.add(set(tag));
            case "macro" -> body.add(macro(tag));
            case "call" -> body.add(callBlock(tag));
            case "filter" -> body.add(new Node.FilterBlock(expressions.filters(), bodyUntil("endfilter"), since(tag)));
            case "with" -> body.add(with(tag));
            case "do" -> body.add(new Node.Do(expressions.tuple(), since(tag)));
            case "print" -> prints(body);
            case "include" -> body.add(imports.include(tag));
            case "import" -> body.add(imports.importAs(tag));
            case "from" -> body.add(imports.fromImport(tag));
            case "block" -> body.add(block(tag));
            case "extends" -> body.add(new Node.Extends(expressions.expression(), since(tag)));
            case "autoescape" -> autoescape(body);
            case "break" -> body.add(new Node.Break(inLoop(tag)));
            case "continue" -> body.add(new Node.Continue(inLoop(tag)));
            default -> throw unknown(tag);
        }
        openTags.pop();
    }

    private Node.Span since(Token tag) {
        return in.since(tag.start());
    }

    private TemplateException unknown(Token tag) {
        openTags.pop();
        boolean known = TAGS.contains(tag.text());
        String what = known ? "'" + tag.text() + "' is not expected here" : "there is no tag '" + tag.text() + "'";
        String hint = !known
                ? NearMiss.hint(tag.text(), TAGS)
                : openTags.isEmpty()
                        ? "nothing is open"
                        : "the innermost open tag is '" + openTags.getFirst().text() + "' at "
                                + in.source().at(openTags.getFirst().start());
        return in.source().mistake(tag.start(), what, hint);
    }

    private Node.Span inLoop(Token tag) {
        if (loops == 0) {
            throw in.source().mistake(tag.start(), "'" + tag.text() + "' outside of a for loop");
        }
        return tag.span();
    }

    private Statement ifElse(Token tag) {
        List<Node.Branch> branches = new ArrayList<>();
        while (true) {
            Expr test = expressions.tupleWithoutCondition();
            branches.add(new Node.Branch(test, bodyBefore(Set.of("elif", "else", "endif"))));
            Token next = in.next();
            if (next.isName("elif")) {
                continue;
            }
            List<Statement> otherwise = next.isName("else") ? bodyUntil("endif") : List.of();
            return new Node.If(List.copyOf(branches), otherwise, since(tag));
        }
    }

    private Statement loop(Token tag) {
        if (in.peek().isName("loop")) {
            throw in.source().mistake(in.peek().start(), "'loop' is the loop itself and can't be its variable");
        }
        Node.Target target = targets.target();
        in.expectName("in");
        Expr items = expressions.tupleWithoutCondition();
        Expr condition = in.skipName("if") ? expressions.expression() : null;
        boolean recursive = in.skipName("recursive");
        loops++;
        List<Statement> body = bodyBefore(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = in.next().isName("else") ? bodyUntil("endfor") : List.of();
        return new Node.For(target, items, condition, recursive, body, otherwise, since(tag));
    }

    private Statement set(Token tag) {
        Node.Target target;
        if (in.peek().kind() == Token.Kind.NAME && in.peekSecond().isOperator(".")) {
            String owner = in.next().text();
            in.next();
            target = new Node.AttributeTarget(owner, in.expectName().text());
        } else {
            target = targets.target();
        }
        if (in.skipOperator("=")) {
            return new Node.Set(target, expressions.tuple(), since(tag));
        }
        Node.FilterCall filter = in.skipOperator("|") ? expressions.filters() : null;
        return new Node.SetBlock(target, filter, bodyUntil("endset"), since(tag));
    }

    private Statement macro(Token tag) {
        String name = targets.assignableName();
        Node.Parameters parameters = targets.parameters();
        return new Node.Macro(name, parameters, detached("endmacro"), since(tag));
    }

    /** A body that is no part of the loop around it. */
    private List<Statement> detached(String end) {
        int outer = loops;
        loops = 0;
        List<Statement> body = bodyUntil(end);
        loops = outer;
        return body;
    }

    private Statement callBlock(Token tag) {
        Node.Parameters parameters =
                in.peek().isOperator("(") ? targets.parameters() : new Node.Parameters(List.of(), List.of());
        Expr call = expressions.expression();
        if (!(call instanceof Node.Call macro)) {
            throw in.source().mistake(call.span().start(), "a call block needs the call of a macro");
        }
        return new Node.CallBlock(macro, parameters, detached("endcall"), since(tag));
    }

    private Statement with(Token tag) {
        List<Node.Assignment> assignments = new ArrayList<>();
        while (in.peek().kind() != Token.Kind.BLOCK_END && !in.peek().isOperator(":")) {
            if (!assignments.isEmpty()) {
                in.expectOperator(",");
            }
            Node.Target target = targets.singleTarget();
            in.expectOperator("=");
            assignments.add(new Node.Assignment(target, expressions.expression()));
        }
        return new Node.With(List.copyOf(assignments), bodyUntil("endwith"), since(tag));
    }

    private void prints(List<Statement> body) {
        do {
            Expr value = expressions.expression();
            body.add(new Node.Print(value, value.span()));
        } while (in.skipOperator(","));
    }

    /** Nothing is escaped here, so this is just its body. */
    private void autoescape(List<Statement> body) {
        expressions.expression();
        body.addAll(bodyUntil("endautoescape"));
    }

    private Statement block(Token tag) {
        String name = in.expectName().text();
        if (in.peek().isOperator("-")) {
            throw in.source().mistake(in.peek().start(), "a block's name can't contain '-'", "use '_'");
        }
        boolean scoped = in.skipName("scoped");
        boolean required = in.skipName("required");
        List<Statement> body = detached("endblock");
        if (in.peek().isName(name)) {
            in.next();
        }
        return new Node.Block(name, scoped, required, body, since(tag));
    }

    static List<Statement> parse(TokenStream in, Vocabulary vocabulary) {
        return new StatementParser(in, vocabulary).template();
    }

    static Expr parseExpression(TokenStream in, Vocabulary vocabulary) {
        Expr value = new ExpressionParser(in, vocabulary).tuple();
        if (in.peek().kind() != Token.Kind.END) {
            throw in.unexpected("the end of the expression");
        }
        return value;
    }
}
