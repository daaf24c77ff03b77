package io.slipway.automation.module.xml;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.NodeText;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What a task wants of a document: a pure function from bytes to bytes and what was read. */
record XmlTask(Arguments arguments, Optional<String> xpath, XmlPath path, Map<String, String> namespaces) {

    /**
     * @param selecting whether parts of it were read or changed, and not only its looks
     * @param same whether nothing but blank text differs
     */
    record Done(
            byte[] document,
            Map<String, @Nullable Object> values,
            boolean selecting,
            boolean same,
            byte[] old,
            byte[] now) {

        boolean changed(byte[] before) {
            return selecting ? !same : !Arrays.equals(before, document);
        }

        ModuleResult.Diff diff() {
            return new ModuleResult.Diff("", "", NodeText.decode(old), NodeText.decode(now));
        }
    }

    static XmlTask of(Arguments a) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        a.map("namespaces").forEach((prefix, uri) -> namespaces.put(prefix, XmlChildren.text(uri)));
        XmlPath path = new XmlPath(namespaces);
        a.text("xpath").ifPresent(path::check);
        return new XmlTask(a, a.text("xpath"), path, namespaces);
    }

    Done on(byte[] content) throws SAXException {
        boolean pretty = arguments.flag("pretty_print");
        XmlTree tree = XmlTree.parse(content, pretty, arguments.flag("strip_cdata_tags"));
        byte[] old = XmlText.document(tree, true);
        byte[] normal = normal(tree);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (xpath.isPresent()) {
            work(tree, xpath.get(), values);
        }
        return new Done(
                XmlText.document(tree, pretty),
                values,
                xpath.isPresent(),
                Arrays.equals(normal, normal(tree)),
                old,
                XmlText.document(tree, true));
    }

    /** The root alone, without CDATA sections and without blank text that means nothing. */
    private static byte[] normal(XmlTree tree) throws SAXException {
        XmlTree bare = XmlTree.parse(NodeText.encode(XmlText.element(tree, tree.root())), true, true);
        return NodeText.encode(XmlText.element(bare, bare.root()));
    }

    private void work(XmlTree tree, String expression, Map<String, @Nullable Object> values) {
        XmlEdit edit = new XmlEdit(tree, path, namespaces);
        XmlChildren children =
                new XmlChildren(edit, arguments.string("input_type").equals("xml"));
        if (arguments.flag("print_match")) {
            values.put("msg", "selector '" + expression + "' match: " + places(tree, expression));
            values.put("matches", List.of());
        } else if (arguments.flag("count")) {
            int count = path.count(tree.root(), expression);
            values.put("count", (long) count);
            values.put("msg", "found " + count + " nodes");
        } else if (arguments.has("content")) {
            List<Map<String, @Nullable Object>> matches = content(tree, expression);
            values.put("count", (long) matches.size());
            values.put("matches", matches);
            values.put("msg", (long) matches.size());
        } else if (arguments.string("state").equals("absent")) {
            edit.remove(expression);
        } else if (arguments.has("set_children")) {
            edit.replaceChildren(expression, children.of(arguments.elements("set_children")));
        } else if (!arguments.elements("add_children").isEmpty()) {
            add(edit, expression, children);
        } else if (arguments.has("value")) {
            edit.set(
                    expression,
                    arguments.raw("attribute").map(XmlChildren::text).orElse(null),
                    XmlChildren.text(arguments.raw("value").orElse(null)));
        } else if (!path.holds(tree.root(), expression)) {
            new XmlTarget(edit).make(tree.root(), expression);
        }
    }

    private void add(XmlEdit edit, String expression, XmlChildren children) {
        if (!path.holds(edit.tree().root(), expression)) {
            return;
        }
        List<Element> made = children.of(arguments.elements("add_children"));
        if (arguments.flag("insertbefore") || arguments.flag("insertafter")) {
            edit.insert(expression, made, arguments.flag("insertafter"));
        } else {
            path.nodes(edit.tree().root(), expression).stream()
                    .filter(Element.class::isInstance)
                    .forEach(place -> edit.append(place, made));
        }
    }

    private String places(XmlTree tree, String expression) {
        return Json.line(path.nodes(tree.root(), expression).stream()
                .map(XmlPath::placeOf)
                .toList());
    }

    private List<Map<String, @Nullable Object>> content(XmlTree tree, String expression) {
        if (!path.holds(tree.root(), expression)) {
            throw new ModuleFailure("Xpath " + expression + " does not reference a node!");
        }
        List<Map<String, @Nullable Object>> matches = new ArrayList<>();
        for (Node match : path.nodes(tree.root(), expression)) {
            if (match instanceof Element element) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                boolean text = arguments.string("content").equals("text");
                one.put(XmlTree.fullName(element), text ? XmlEdit.textOf(element) : attributes(tree, element));
                matches.add(one);
            }
        }
        return matches;
    }

    private static Map<String, @Nullable Object> attributes(XmlTree tree, Element element) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (Attr attribute : tree.attributes(element)) {
            if (!XmlTree.declares(attribute)) {
                found.put(XmlTree.fullName(attribute), attribute.getValue());
            }
        }
        return found;
    }
}
