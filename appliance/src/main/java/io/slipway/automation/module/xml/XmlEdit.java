package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** Changes to a tree: the text and the attributes of elements, and which elements there are. */
record XmlEdit(XmlTree tree, XmlPath path, Map<String, String> namespaces) {

    /** Takes away every match, an element with the text that follows it. */
    void remove(String xpath) {
        for (Node match : path.nodes(tree.root(), xpath)) {
            if (match instanceof Attr attribute) {
                attribute.getOwnerElement().removeAttributeNode(attribute);
            } else if (!XmlPath.isNode(match)) {
                throw new ModuleFailure("Couldn't delete xpath target: " + xpath
                        + " (it matches a text, but only elements and attributes can be removed)");
            } else if (match.getParentNode() instanceof Element parent) {
                detach(parent, match);
            } else if (match.getParentNode() instanceof Document) {
                throw new ModuleFailure(
                        "Couldn't delete xpath target: " + xpath + " (a document cannot lose its root)");
            }
        }
    }

    private static void detach(Element parent, Node child) {
        while (child.getNextSibling() instanceof Text after) {
            parent.removeChild(after);
        }
        parent.removeChild(child);
    }

    /** Gives every match a text, or a value to one of its attributes. */
    void set(String xpath, @Nullable String attribute, String value) {
        if (!path.holds(tree.root(), xpath)) {
            new XmlTarget(this).make(tree.root(), xpath);
        }
        if (!path.holds(tree.root(), xpath)) {
            throw new ModuleFailure("Xpath " + xpath + " does not reference a node!");
        }
        for (Node match : path.nodes(tree.root(), xpath)) {
            if (!(match instanceof Element element)) {
                throw new ModuleFailure("Xpath " + xpath + " matches what is no element, and can have no value");
            }
            if (attribute == null || attribute.isEmpty()) {
                text(element, value);
            } else {
                attribute(element, fullName(attribute), value);
            }
        }
    }

    /** The text before an element's first child; what follows that stays. */
    void text(Element element, String value) {
        XmlText.check(value);
        if (value.equals(textOf(element))) {
            return;
        }
        while (element.getFirstChild() instanceof Text first) {
            element.removeChild(first);
        }
        if (!value.isEmpty()) {
            element.insertBefore(tree.document().createTextNode(value), element.getFirstChild());
        }
    }

    static @Nullable String textOf(Element element) {
        if (!(element.getFirstChild() instanceof Text)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Node child = element.getFirstChild(); child instanceof Text part; child = child.getNextSibling()) {
            text.append(part.getData());
        }
        return text.toString();
    }

    /** @param name with its namespace in braces, if it has one */
    void attribute(Element element, String name, String value) {
        int end = name.startsWith("{") ? name.lastIndexOf('}') : -1;
        String local = name.substring(end + 1);
        try {
            if (end < 0) {
                tree.set(element, null, plain(local), value);
            } else {
                String uri = name.substring(1, end);
                tree.set(element, uri, prefix(element, uri) + ":" + plain(local), value);
            }
        } catch (DOMException e) {
            throw invalid("attribute", name);
        }
    }

    private String prefix(Element element, String uri) {
        if (uri.equals(XMLConstants.XML_NS_URI)) {
            return XMLConstants.XML_NS_PREFIX;
        }
        String known = element.lookupPrefix(uri);
        return known == null ? tree.declare(element, uri) : known;
    }

    /** A new element; its name has its namespace before it in braces, if it has one. */
    Element element(String name) {
        int end = name.startsWith("{") ? name.lastIndexOf('}') : -1;
        String local = plain(name.substring(end + 1));
        if (end == 1) {
            throw invalid("tag", name);
        }
        try {
            if (end < 0) {
                return tree.document().createElementNS(null, local);
            }
            String uri = name.substring(1, end);
            Element element = tree.document().createElementNS(uri, "ns0:" + local);
            tree.set(element, XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:ns0", uri);
            return element;
        } catch (DOMException e) {
            throw invalid("tag", name);
        }
    }

    private static String plain(String local) {
        if (local.isEmpty() || local.indexOf(':') >= 0) {
            throw invalid("tag", local);
        }
        return local;
    }

    private static ModuleFailure invalid(String kind, String name) {
        return new ModuleFailure("Invalid " + kind + " name '" + name + "': XML allows letters, digits, dots, hyphens"
                + " and underscores, and no digit, dot or hyphen first");
    }

    void append(Node parent, List<Element> children) {
        children.forEach(child -> add(parent, child, null));
    }

    /** Puts an element where it is to stand, and lets it use the prefixes that mean its namespaces there. */
    void add(Node parent, Element child, @Nullable Node before) {
        parent.insertBefore(child, before);
        if (parent instanceof Element outer) {
            Prefixes.share(tree, outer, child);
        }
    }

    /** Has every match hold these children and no others; text before the first stays. */
    void replaceChildren(String xpath, List<Element> children) {
        List<String> wanted =
                children.stream().map(c -> XmlText.element(tree, c)).toList();
        for (Node match : path.nodes(tree.root(), xpath)) {
            List<Node> present =
                    Blanks.children(match).stream().filter(XmlPath::isNode).toList();
            if (!wanted.equals(present.stream().map(this::written).toList()) && match instanceof Element parent) {
                present.forEach(child -> detach(parent, child));
                append(parent, children);
            }
        }
    }

    private String written(Node node) {
        boolean alone = node instanceof Element && !(node.getNextSibling() instanceof Text);
        return alone ? XmlText.element(tree, (Element) node) : "";
    }

    /** Adds children to the first match's parent: before the first match or after the last. */
    void insert(String xpath, List<Element> children, boolean after) {
        List<Node> matches = path.nodes(tree.root(), xpath);
        Node next = after ? following(matches.getLast()) : matches.getFirst();
        if (!(matches.getFirst().getParentNode() instanceof Element parent)
                || (next != null && !parent.isSameNode(next.getParentNode()))) {
            throw new ModuleFailure("Xpath " + xpath + " must match elements that have one parent,"
                    + " and not the root: nothing can stand beside that");
        }
        children.forEach(child -> add(parent, child, next));
    }

    private static @Nullable Node following(Node node) {
        Node next = node.getNextSibling();
        while (next != null && !XmlPath.isNode(next)) {
            next = next.getNextSibling();
        }
        return next;
    }

    /** A name with a prefix of the task's, as its namespace in braces and the name there. */
    String fullName(String name) {
        int colon = name.indexOf(':');
        if (colon < 0 || name.startsWith("{")) {
            return name;
        }
        String uri = namespaces.get(name.substring(0, colon));
        if (uri == null) {
            throw new ModuleFailure(
                    "the prefix of '" + name + "' is not among namespaces: " + String.join(", ", namespaces.keySet()));
        }
        return "{" + uri + "}" + name.substring(colon + 1);
    }
}
