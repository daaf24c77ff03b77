package io.slipway.common.template;

import io.slipway.common.template.Node.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed template. Immutable: many threads may evaluate it at once. */
public final class Template {

    /** Filters whose result is meant as text, even where it reads as a list (ansible-core's {@code STRING_TYPE_FILTERS}). */
    private static final Set<String> GIVE_TEXT =
            Set.of("string", "to_json", "to_nice_json", "to_yaml", "to_nice_yaml", "ppretty", "json");

    private final TemplateEngine engine;
    private final String name;
    private final Source source;
    private final Settings settings;
    private final List<Statement> body;

    Template(TemplateEngine engine, String name, Source source, Settings settings, List<Statement> body) {
        this.engine = engine;
        this.name = name;
        this.source = source;
        this.settings = settings;
        this.body = body;
    }

    /** Whether a text holds anything that the engine would act on. */
    public static boolean mightBeTemplate(String text) {
        for (int i = text.indexOf('{'); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            char next = text.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return true;
            }
        }
        return false;
    }

    /**
     * What the template prints, as text.
     *
     * @throws TemplateException with the place in the template
     */
    public String render(Scope scope) {
        return Guard.run(source, () -> print(scope).string());
    }

    /**
     * The value of the template: when it prints exactly one thing, that thing itself (so <code>{{ list }}</code> gives the list, and
     * <code>{{ none }}</code> gives {@code null}); otherwise text.
     *
     * @throws TemplateException with the place in the template; {@link TemplateException#undefined()} tells missing values apart
     */
    public @Nullable Object evaluate(Scope scope) {
        return Guard.run(source, () -> print(scope).result());
    }

    /**
     * Whether text that this template gives is meant as text: it is nothing but a variable, which is what it is, a filter that makes
     * text of data, such as {@code to_json}, or a lookup that is told to leave text alone.
     */
    public boolean meansText() {
        return body.size() == 1
                && body.getFirst() instanceof Node.Print print
                && switch (print.value()) {
                    case Node.Name _ -> true;
                    case Node.FilterCall filter ->
                        GIVE_TEXT.contains(filter.name().substring(filter.name().lastIndexOf('.') + 1));
                    case Node.Call call -> call.args().keywords().stream().anyMatch(Template::keepsText);
                    default -> false;
                };
    }

    /** {@code lookup('template', …, convert_data=false)}. */
    private static boolean keepsText(Node.Keyword argument) {
        return argument.name().equals("convert_data")
                && argument.value() instanceof Node.Constant constant
                && !Python.truthy(constant.value());
    }

    /** Whether it is one {@code {{ }}} and nothing else. */
    public boolean isOneExpression() {
        return body.size() == 1 && body.getFirst() instanceof Node.Print;
    }

    private Output print(Scope scope) {
        Output out = new Output();
        RenderContext context = new RenderContext(engine, scope);
        new Renderer(this, context, scope, new Blocks()).render(new Frame(null), out);
        return out;
    }

    String name() {
        return name;
    }

    Source source() {
        return source;
    }

    Settings settings() {
        return settings;
    }

    List<Statement> body() {
        return body;
    }
}
