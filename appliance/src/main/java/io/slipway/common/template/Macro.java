package io.slipway.common.template;

import io.slipway.common.template.Node.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro, or the body of a call block; it sees the variables of the place where it stands. */
final class Macro implements Callable, PyObject {

    private final String name;
    private final Node.Parameters parameters;
    private final List<Statement> body;
    private final Node.Span span;
    private final Renderer renderer;
    private final Frame home;

    Macro(
            String name,
            Node.Parameters parameters,
            List<Statement> body,
            Node.Span span,
            Renderer renderer,
            Frame home) {
        this.name = name;
        this.parameters = parameters;
        this.body = body;
        this.span = span;
        this.renderer = renderer;
        this.home = home;
    }

    @Override
    public @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        renderer.context().enterCall("macro '" + name + "'");
        try {
            return renderer.text(body, bind(args, kwargs));
        } finally {
            renderer.context().leaveCall();
        }
    }

    private Frame bind(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Frame frame = new Frame(home);
        List<String> names = parameters.names();
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(kwargs);
        int withoutDefault = names.size() - parameters.defaults().size();
        for (int i = 0; i < names.size(); i++) {
            String parameter = names.get(i);
            if (i < args.size()) {
                if (rest.containsKey(parameter)) {
                    throw TemplateException.of("macro '" + name + "' got two values for '" + parameter + "'");
                }
                frame.set(parameter, args.get(i));
            } else if (rest.containsKey(parameter)) {
                frame.set(parameter, rest.remove(parameter));
            } else if (i >= withoutDefault) {
                frame.set(
                        parameter,
                        renderer.evaluator().value(parameters.defaults().get(i - withoutDefault), frame));
            } else {
                frame.set(parameter, Undefined.because(parameter, "parameter '" + parameter + "' was not provided"));
            }
        }
        bindCaller(frame, rest);
        List<@Nullable Object> more = args.subList(Math.min(names.size(), args.size()), args.size());
        if (!more.isEmpty() && !mentions("varargs")) {
            throw TemplateException.of("macro '" + name + "' takes not more than " + names.size() + " argument(s)");
        }
        if (!rest.isEmpty() && !mentions("kwargs")) {
            throw TemplateException.of("macro '" + name + "' takes no keyword argument '"
                    + rest.keySet().iterator().next() + "'");
        }
        frame.set("varargs", PyTuple.copyOf(new ArrayList<>(more)));
        frame.set("kwargs", rest);
        return frame;
    }

    private void bindCaller(Frame frame, Map<String, @Nullable Object> rest) {
        if (parameters.names().contains("caller") || name.equals("caller")) {
            return;
        }
        Object caller = rest.get("caller");
        if (caller != null && mentions("caller")) {
            rest.remove("caller");
            frame.set("caller", caller);
        } else if (caller == null) {
            frame.set("caller", Undefined.because("caller", "No caller defined"));
        }
    }

    /** Whether the body uses one of the names that are there on demand. */
    private boolean mentions(String word) {
        String text = renderer.template().source().text().substring(span.start(), span.end());
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
            if (begins && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name;
            case "arguments" -> PyTuple.copyOf(parameters.names());
            case "catch_varargs" -> mentions("varargs");
            case "catch_kwargs" -> mentions("kwargs");
            case "caller" -> mentions("caller");
            default ->
                Undefined.attribute(
                        this, attribute, () -> List.of("name", "arguments", "catch_varargs", "catch_kwargs", "caller"));
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }
}
