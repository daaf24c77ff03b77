package io.slipway.automation.module.xml;

import java.util.function.Function;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/** Hangs what a parser reads under a node of an {@link XmlTree}. */
final class XmlReader extends DefaultHandler2 {

    private final XmlTree tree;
    private final boolean plain;
    private final StringBuilder text = new StringBuilder();
    private Node at;
    private boolean cdata;
    private @Nullable Locator locator;

    XmlReader(XmlTree tree, Node parent, boolean plain) {
        this.tree = tree;
        this.at = parent;
        this.plain = plain;
    }

    @Override
    public void setDocumentLocator(Locator where) {
        locator = where;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        endText();
        Element element = tree.document().createElementNS(orNone(uri), name);
        for (int i = 0; i < attributes.getLength(); i++) {
            String attribute = attributes.getQName(i);
            boolean declares = attribute.equals("xmlns") || attribute.startsWith("xmlns:");
            String of = declares ? XMLConstants.XMLNS_ATTRIBUTE_NS_URI : attributes.getURI(i);
            tree.set(element, orNone(of), attribute, attributes.getValue(i));
        }
        at = at.appendChild(element);
    }

    private static @Nullable String orNone(String uri) {
        return uri.isEmpty() ? null : uri;
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        endText();
        Node parent = at.getParentNode();
        if (parent != null) {
            at = parent;
        }
    }

    @Override
    public void characters(char[] ch, int start, int length) {
        text.append(ch, start, length);
    }

    @Override
    public void startCDATA() {
        if (!plain) {
            endText();
            cdata = true;
        }
    }

    @Override
    public void endCDATA() {
        if (!plain) {
            add(tree.document()::createCDATASection);
            cdata = false;
        }
    }

    @Override
    public void comment(char[] ch, int start, int length) {
        endText();
        at.appendChild(tree.document().createComment(new String(ch, start, length)));
    }

    @Override
    public void processingInstruction(String target, String data) {
        endText();
        at.appendChild(tree.document().createProcessingInstruction(target, data));
    }

    private void endText() {
        if (!cdata && !text.isEmpty()) {
            add(tree.document()::createTextNode);
        }
    }

    private void add(Function<String, Node> kind) {
        at.appendChild(kind.apply(text.toString()));
        text.setLength(0);
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        String place = locator == null ? "" : ", line " + e.getLineNumber() + ", column " + e.getColumnNumber();
        String advice = String.valueOf(e.getMessage()).contains("DOCTYPE")
                ? "it has a document type (<!DOCTYPE>), which is not taken: remove it"
                : e.getMessage();
        throw new SAXException(advice + place, e);
    }
}
