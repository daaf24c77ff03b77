package io.slipway.common.template;

import io.slipway.common.template.Node.Expr;
import io.slipway.common.template.Node.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tags that bring in other templates: include, import and from. */
final class ImportParser {

    private final TokenStream in;
    private final ExpressionParser expressions;
    private final TargetParser targets;

    ImportParser(TokenStream in, ExpressionParser expressions, TargetParser targets) {
        this.in = in;
        this.expressions = expressions;
        this.targets = targets;
    }

    Statement include(Token tag) {
        Expr template = expressions.expression();
        boolean ignoreMissing = in.peek().isName("ignore") && in.peekSecond().isName("missing");
        if (ignoreMissing) {
            in.next();
            in.next();
        }
        boolean withContext = context(true);
        return new Node.Include(template, ignoreMissing, withContext, in.since(tag.start()));
    }

    private boolean context(boolean otherwise) {
        boolean with = in.peek().isName("with");
        if ((with || in.peek().isName("without")) && in.peekSecond().isName("context")) {
            in.next();
            in.next();
            return with;
        }
        return otherwise;
    }

    Statement importAs(Token tag) {
        Expr template = expressions.expression();
        in.expectName("as");
        String target = targets.assignableName();
        boolean withContext = context(false);
        return new Node.Import(template, target, withContext, in.since(tag.start()));
    }

    Statement fromImport(Token tag) {
        Expr template = expressions.expression();
        in.expectName("import");
        List<Node.Imported> names = new ArrayList<>();
        boolean more = true;
        while (more && in.peek().kind() == Token.Kind.NAME && !atContext()) {
            Token name = in.peek();
            String imported = targets.assignableName();
            if (imported.startsWith("_")) {
                throw in.source().mistake(name.start(), "names that start with an underscore can't be imported");
            }
            names.add(new Node.Imported(imported, in.skipName("as") ? targets.assignableName() : imported));
            more = in.skipOperator(",");
        }
        if (names.isEmpty()) {
            throw in.unexpected("a name to import");
        }
        boolean withContext = context(false);
        return new Node.FromImport(template, List.copyOf(names), withContext, in.since(tag.start()));
    }

    private boolean atContext() {
        return (in.peek().isName("with") || in.peek().isName("without"))
                && in.peekSecond().isName("context");
    }
}
