package io.slipway.automation.engine.variables;

import io.slipway.automation.inventory.PythonLiteral;
import io.slipway.common.Position;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.template.Settings;
import io.slipway.common.template.Template;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between what a playbook says and the template engine: finds out what is a template, and where in the file its text begins. */
public final class Templating {

    /** A template that is nothing but the name of a variable. */
    private static final Pattern LONE_NAME = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}\n?");

    private final TemplateEngine engine;
    private final Vault vault;
    private final boolean nativeTypes;

    public Templating(TemplateEngine engine) {
        this(engine, Vault.LOCKED, false);
    }

    public Templating(TemplateEngine engine, Vault vault) {
        this(engine, vault, false);
    }

    /**
     * @param vault opens encrypted values, when they are used
     * @param nativeTypes whether every text that reads as a Python literal becomes one ({@code jinja2_native})
     */
    public Templating(TemplateEngine engine, Vault vault, boolean nativeTypes) {
        this.engine = engine;
        this.vault = vault;
        this.nativeTypes = nativeTypes;
    }

    /** Whether a scalar must be evaluated before it means anything. */
    public static boolean isTemplate(YamlNode.Scalar scalar) {
        return scalar.vaulted()
                || (scalar.value() instanceof String text && !scalar.unsafe() && Template.mightBeTemplate(text));
    }

    /** The value of a template in a playbook, which keeps its type: a list stays a list. What was encrypted is final text. */
    @Nullable
    Object evaluate(YamlNode.Scalar template, Variables variables) {
        if (template.vaulted()) {
            return opened(template);
        }
        if (nativeTypes) {
            return natively(template, variables);
        }
        Template parsed = engine.parse(template.text(), origin(template), Settings.PLAYBOOK);
        Object value = parsed.evaluate(variables);
        if (value == null) {
            return nothing(template.text(), variables);
        }
        Object meant = value instanceof String text && !parsed.meansText() ? literal(text, template.at()) : value;
        return withNewlines(meant, template.text());
    }

    /** What ansible-core makes of a template with {@code jinja2_native}; statements that print nothing give nothing. */
    private @Nullable Object natively(YamlNode.Scalar template, Variables variables) {
        Template parsed = engine.parse(template.text(), origin(template), Settings.PLAYBOOK.printingNone());
        Object value = parsed.evaluate(variables);
        if (!(value instanceof String text)) {
            return value;
        }
        if (text.isEmpty() && !parsed.isOneExpression()) {
            return null;
        }
        boolean settled = parsed.meansText() && !namesWrittenText(template.text(), variables);
        Object meant = settled ? text : NativeText.value(text, template.at());
        return meant instanceof String still ? restored(still, template.text(), "\n") : meant;
    }

    private static boolean namesWrittenText(String template, Variables variables) {
        Matcher lone = LONE_NAME.matcher(template);
        return lone.matches() && variables.isWrittenText(lone.group(1));
    }

    /** Nothing prints as nothing; only the mere name of a variable that was given no value keeps it, as in Ansible. */
    private static @Nullable String nothing(String template, Variables variables) {
        Matcher lone = LONE_NAME.matcher(template);
        return lone.matches() && variables.givenNothing(lone.group(1)) ? null : restored("", template, "\n");
    }

    /** A rendered file as the data that it reads as, else as the text that it is. */
    public static @Nullable Object data(String rendered, Position at) {
        Object value = literal(rendered.stripTrailing(), at);
        return value instanceof String ? rendered : value;
    }

    private String opened(YamlNode.Scalar encrypted) {
        try {
            return vault.text(encrypted.text(), encrypted.at());
        } catch (VaultException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    /** Text that reads as a list, mapping or truth value of Python, or of JSON, becomes one, as in Ansible up to 2.18. */
    private static @Nullable Object literal(String text, Position at) {
        boolean looksLikeOne =
                text.startsWith("[") || text.startsWith("{") || text.equals("True") || text.equals("False");
        return looksLikeOne ? PythonLiteral.parseWithJson(text, at).toValue() : text;
    }

    /** Text with templates in it, as text. */
    public String render(String text, Position origin, Settings settings, Variables variables) {
        Settings how = nativeTypes ? settings.printingNone() : settings;
        return restored(engine.parse(text, origin, how).render(variables), text, how.newline());
    }

    /** What is not text stays what it is: a newline at the end of {@code "{{ list }}\n"} is lost on a list, not on a number. */
    private static @Nullable Object withNewlines(@Nullable Object value, String template) {
        return switch (value) {
            case String text -> restored(text, template, "\n");
            case Number number when template.endsWith("\n") -> restored(number.toString(), template, "\n");
            case null, default -> value;
        };
    }

    /**
     * Newlines at the end of a template which its statements took away or Jinja dropped are there again: at least as many as it has
     * itself.
     */
    private static String restored(String rendered, String template, String newline) {
        int lost = newlinesAtEnd(template) - newlinesAtEnd(rendered);
        return lost > 0 ? rendered + newline.repeat(lost) : rendered;
    }

    private static int newlinesAtEnd(String text) {
        int at = text.length();
        while (at > 0 && text.charAt(at - 1) == '\n') {
            at--;
        }
        return text.length() - at;
    }

    /** What an expression between <code>{{ }}</code> gives. */
    public @Nullable Object printed(String text, Position origin, Variables variables) {
        Object value = expression(text, origin, variables);
        String template = "{{" + text + "}}";
        if (nativeTypes) {
            return value instanceof String plain && namesWrittenText(template, variables)
                    ? NativeText.value(plain, origin)
                    : value;
        }
        return value == null ? nothing(template, variables) : value;
    }

    /** The value of a bare expression. */
    public @Nullable Object expression(String text, Position origin, Variables variables) {
        return engine.parseExpression(text, origin).evaluate(variables);
    }

    boolean test(String expression, Position origin, Variables variables) {
        return engine.parseExpression(expression, origin).test(variables);
    }

    /** Where the text of a scalar begins: after its quote, or on the line after {@code |}, whose indentation is not known here. */
    public static Position origin(YamlNode.Scalar scalar) {
        Position at = scalar.at();
        return switch (scalar.style()) {
            case PLAIN -> at;
            case QUOTED -> new Position(at.source(), at.line(), at.column() + 1);
            case BLOCK -> new Position(at.source(), at.line() + 1, 0);
        };
    }
}
