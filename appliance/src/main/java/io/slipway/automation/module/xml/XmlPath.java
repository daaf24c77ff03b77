package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Node;

/** Asks a tree by XPath 1.0, with the prefixes that a task gives. */
final class XmlPath {

    private final XPath xpath = XPathFactory.newDefaultInstance().newXPath();
    private final Map<String, String> namespaces;

    XmlPath(Map<String, String> namespaces) {
        this.namespaces = namespaces;
        xpath.setNamespaceContext(new Prefixes());
    }

    /** @throws ModuleFailure when this is no XPath */
    void check(String expression) {
        try {
            xpath.compile(expression);
        } catch (XPathExpressionException e) {
            throw failure("Syntax error in xpath expression: " + expression, e);
        }
    }

    /** The nodes that match, in the order of the document; what is no set of nodes is refused. */
    List<Node> nodes(Node from, String expression) {
        if (!(value(from, expression) instanceof XPathNodes found)) {
            throw new ModuleFailure("Xpath " + expression + " yields a value, but a path to nodes is needed here");
        }
        List<Node> nodes = new ArrayList<>();
        found.forEach(nodes::add);
        return nodes;
    }

    /** Whether it is there: the first match is an element, a comment or the like, or what is stated is true. */
    boolean holds(Node from, String expression) {
        return switch (value(from, expression)) {
            case XPathNodes found ->
                found.iterator().hasNext() && isNode(found.iterator().next());
            case Boolean truth -> truth;
            default -> false;
        };
    }

    private Object value(Node from, String expression) {
        try {
            return xpath.evaluateExpression(expression, from).value();
        } catch (XPathExpressionException e) {
            throw failure("Xpath " + expression + " causes a failure", e);
        }
    }

    static boolean isNode(Node node) {
        return switch (node.getNodeType()) {
            case Node.ELEMENT_NODE, Node.COMMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE -> true;
            default -> false;
        };
    }

    /** The number of matches, from the root even where the path does not begin there, as Ansible counts. */
    int count(Node from, String expression) {
        String rooted = expression.startsWith("//") ? expression : "/" + expression;
        try {
            return ((Double) xpath.evaluate("count(" + rooted + ")", from, XPathConstants.NUMBER)).intValue();
        } catch (XPathExpressionException e) {
            throw failure("Xpath " + expression + " causes a failure", e);
        }
    }

    private static ModuleFailure failure(String what, XPathExpressionException e) {
        Problem problem = Problem.of(what).because(why(e));
        return new ModuleFailure(
                problem.why().contains("refix") ? problem.hint("say what it means with namespaces:") : problem, e);
    }

    private static String why(XPathExpressionException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        return text.startsWith("javax.xml")
                ? text.substring(text.indexOf(':') + 1).strip()
                : text;
    }

    /** The prefixes of the task alone: those of the document mean nothing to a path. */
    private final class Prefixes implements NamespaceContext {

        @Override
        public String getNamespaceURI(String prefix) {
            return prefix.equals(XMLConstants.XML_NS_PREFIX)
                    ? XMLConstants.XML_NS_URI
                    : namespaces.getOrDefault(prefix, XMLConstants.NULL_NS_URI);
        }

        @Override
        public @Nullable String getPrefix(String uri) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String uri) {
            return Collections.emptyIterator();
        }
    }

    /** Where a node stands, as a path that matches it alone: {@code /a/b[2]}. */
    static String placeOf(Node node) {
        Node parent = node instanceof Attr attribute ? attribute.getOwnerElement() : node.getParentNode();
        return (parent == null || parent.getNodeType() == Node.DOCUMENT_NODE ? "" : placeOf(parent)) + "/" + step(node);
    }

    private static String step(Node node) {
        return switch (node.getNodeType()) {
            case Node.ATTRIBUTE_NODE -> "@" + node.getNodeName();
            case Node.COMMENT_NODE -> "comment()" + position(node);
            case Node.PROCESSING_INSTRUCTION_NODE ->
                "processing-instruction('" + node.getNodeName() + "')" + position(node);
            case Node.ELEMENT_NODE -> (anyName(node) ? "*" : node.getNodeName()) + position(node);
            default -> "text()" + position(node);
        };
    }

    /** An element in a default namespace has no name that a path could use without a prefix. */
    private static boolean anyName(Node node) {
        return node.getNamespaceURI() != null && node.getPrefix() == null;
    }

    private static String position(Node node) {
        int before = 0;
        for (Node other = node.getPreviousSibling(); other != null; other = other.getPreviousSibling()) {
            before += alike(node, other) ? 1 : 0;
        }
        boolean more = before > 0;
        for (Node other = node.getNextSibling(); other != null && !more; other = other.getNextSibling()) {
            more = alike(node, other);
        }
        return more ? "[" + (before + 1) + "]" : "";
    }

    private static boolean alike(Node node, Node other) {
        return node.getNodeType() == other.getNodeType()
                && ((node.getNodeType() == Node.ELEMENT_NODE && anyName(node))
                        || node.getNodeName().equals(other.getNodeName()));
    }
}
