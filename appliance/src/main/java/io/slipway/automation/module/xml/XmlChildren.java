package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Makes elements of what a task says of them: XML, a name, or a name with text, attributes and children. */
record XmlChildren(XmlEdit edit, boolean xml) {

    List<Element> of(List<?> children) {
        return children.stream().map(this::child).toList();
    }

    private Element child(@Nullable Object child) {
        if (xml) {
            try {
                return edit.tree().piece(NodeText.encode(text(child)));
            } catch (SAXException e) {
                throw XmlTree.refused("Error while parsing child element:", e);
            }
        }
        if (child instanceof String name) {
            return edit.element(name);
        }
        if (!(child instanceof Map<?, ?> map)) {
            throw new ModuleFailure("Invalid child type: " + child + ". Children must be either strings or hashes.");
        }
        if (map.size() != 1) {
            throw new ModuleFailure("Can only create children from hashes with one key");
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        Element element = edit.element(text(only.getKey()));
        if (only.getValue() instanceof Map<?, ?> parts) {
            fill(element, parts);
        } else if (only.getValue() != null) {
            edit.text(element, text(only.getValue()));
        }
        return element;
    }

    private void fill(Element element, Map<?, ?> parts) {
        parts.forEach((name, value) -> {
            if (!"_".equals(name)) {
                edit.attribute(element, text(name), text(value));
            } else if (value instanceof List<?> inner) {
                edit.append(element, new XmlChildren(edit, false).of(inner));
            } else if (value != null) {
                throw new ModuleFailure("Invalid children type: " + value + ", must be list.");
            }
        });
    }

    /** @throws ModuleFailure for what has no one text in XML */
    static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case null, default ->
                throw new ModuleFailure("only strings are valid in XML, not " + value + ": put it in quotes");
        };
    }
}
