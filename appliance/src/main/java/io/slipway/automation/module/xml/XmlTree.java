package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;

/**
 * An XML document that remembers the order of attributes, which the platform's tree does not. Document types are refused, so that there
 * are no entities and nothing is ever fetched; size and depth are bounded.
 */
final class XmlTree {

    /** Bytes; the tree takes some twenty times as much. */
    private static final int LIMIT = 16 << 20;

    /** As deep as libxml2 goes. */
    private static final String DEPTH = "256";

    private final Document document;
    private final IdentityHashMap<Element, List<String>> attributes = new IdentityHashMap<>();

    private XmlTree(Document document) {
        this.document = document;
    }

    /**
     * @param bare drop text that only makes the document readable, as libxml2 tells it from text that matters
     * @param plain turn CDATA sections into text
     * @throws SAXException with the place, when this is no XML or one that is not taken
     */
    static XmlTree parse(byte[] content, boolean bare, boolean plain) throws SAXException {
        XmlTree tree = new XmlTree(newDocument());
        tree.read(content, tree.document, plain);
        if (bare) {
            Blanks.dropIn(tree.root());
        }
        return tree;
    }

    /** A piece of XML as an element that belongs here, but stands nowhere yet. */
    Element piece(byte[] content) throws SAXException {
        Node parent = document.createDocumentFragment();
        read(content, parent, true);
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                parent.removeChild(element);
                return element;
            }
        }
        throw new SAXException("no element in it");
    }

    private void read(byte[] content, Node parent, boolean plain) throws SAXException {
        if (content.length > LIMIT) {
            throw new SAXException("it is larger than " + LIMIT + " bytes");
        }
        XmlReader reader = new XmlReader(this, parent, plain);
        try {
            SAXParser parser = parser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", reader);
            parser.parse(new InputSource(new ByteArrayInputStream(content)), reader);
        } catch (IOException e) {
            throw new SAXException(e.getMessage(), e);
        }
    }

    private static SAXParser parser() throws SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/namespace-prefixes", true);
            SAXParser parser = factory.newSAXParser();
            parser.setProperty("jdk.xml.maxElementDepth", DEPTH);
            parser.setProperty("jdk.xml.elementAttributeLimit", "10000");
            return parser;
        } catch (ParserConfigurationException | SAXNotRecognizedException | SAXNotSupportedException e) {
            throw new AssertionError("every Java platform can parse XML in memory", e);
        }
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform can hold XML in memory", e);
        }
    }

    Document document() {
        return document;
    }

    Element root() {
        return document.getDocumentElement();
    }

    /** Sets an attribute; a new one comes last. */
    void set(Element element, @Nullable String uri, String name, String value) {
        XmlText.check(value);
        element.setAttributeNS(uri, name, value);
        List<String> order = attributes.computeIfAbsent(element, e -> new ArrayList<>());
        if (!order.contains(name)) {
            order.add(name);
        }
    }

    /** Gives an attribute another prefix for its namespace, in its place. */
    void rename(Element element, Attr attribute, String prefix) {
        String name = prefix + ":" + attribute.getLocalName();
        List<String> order = attributes.getOrDefault(element, new ArrayList<>());
        order.replaceAll(known -> known.equals(attribute.getName()) ? name : known);
        element.removeAttributeNode(attribute);
        set(element, attribute.getNamespaceURI(), name, attribute.getValue());
    }

    /** Declares a namespace on an element under the first free prefix ({@code ns0}), and returns that. */
    String declare(Element element, String uri) {
        int number = 0;
        while (element.lookupNamespaceURI("ns" + number) != null) {
            number++;
        }
        set(element, XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:ns" + number, uri);
        return "ns" + number;
    }

    /** An element's attributes as they are written: what declares namespaces, then the others, each in its order. */
    List<Attr> attributes(Element element) {
        List<Attr> found = new ArrayList<>();
        List<Attr> others = new ArrayList<>();
        for (String name : attributes.getOrDefault(element, List.of())) {
            Attr attribute = element.getAttributeNode(name);
            if (attribute != null) {
                (declares(attribute) ? found : others).add(attribute);
            }
        }
        found.addAll(others);
        NamedNodeMap all = element.getAttributes();
        if (all.getLength() != found.size()) {
            throw new IllegalStateException("an attribute of " + element.getNodeName() + " was set past this tree");
        }
        return found;
    }

    static boolean declares(Attr attribute) {
        return XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
    }

    /** A node's name with its namespace: <code>{uri}name</code>. */
    static String fullName(Node node) {
        String uri = node.getNamespaceURI();
        return uri == null ? node.getNodeName() : "{" + uri + "}" + node.getLocalName();
    }

    static ModuleFailure refused(String what, SAXException why) {
        return new ModuleFailure(Problem.of(what + " (" + why.getMessage() + ")"), why);
    }
}
