package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import java.nio.charset.StandardCharsets;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** Writes a tree as libxml2 does, so that a file keeps the look that Ansible gave it. */
final class XmlText {

    private static final String DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n";

    private final XmlTree tree;
    private final StringBuilder text = new StringBuilder();

    private XmlText(XmlTree tree) {
        this.tree = tree;
    }

    /**
     * The whole document.
     *
     * @param pretty indent what holds elements only
     */
    static byte[] document(XmlTree tree, boolean pretty) {
        XmlText writer = new XmlText(tree);
        writer.text.append(DECLARATION);
        for (Node child : Blanks.children(tree.document())) {
            writer.node(child, pretty, 0);
            writer.text.append(pretty ? "\n" : "");
        }
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String element(XmlTree tree, Element element) {
        XmlText writer = new XmlText(tree);
        writer.node(element, false, 0);
        return writer.text.toString();
    }

    private void node(Node node, boolean pretty, int depth) {
        switch (node.getNodeType()) {
            case Node.ELEMENT_NODE -> element((Element) node, pretty, depth);
            case Node.CDATA_SECTION_NODE ->
                text.append("<![CDATA[").append(data(node)).append("]]>");
            case Node.COMMENT_NODE -> text.append("<!--").append(data(node)).append("-->");
            case Node.PROCESSING_INSTRUCTION_NODE -> {
                String data = data(node);
                text.append("<?").append(node.getNodeName());
                text.append(data.isEmpty() ? "" : " ").append(data).append("?>");
            }
            default -> text.append(escaped(data(node)));
        }
    }

    private void element(Element element, boolean pretty, int depth) {
        text.append('<').append(element.getNodeName());
        for (Attr attribute : tree.attributes(element)) {
            text.append(' ').append(attribute.getName());
            text.append("=\"").append(quoted(attribute.getValue())).append('"');
        }
        if (element.getFirstChild() == null) {
            text.append("/>");
            return;
        }
        text.append('>');
        boolean apart = pretty && Blanks.children(element).stream().noneMatch(Text.class::isInstance);
        for (Node child : Blanks.children(element)) {
            text.append(apart ? "\n" + "  ".repeat(depth + 1) : "");
            node(child, apart, depth + 1);
        }
        text.append(apart ? "\n" + "  ".repeat(depth) : "");
        text.append("</").append(element.getNodeName()).append('>');
    }

    private static String data(Node node) {
        String value = node.getNodeValue();
        return value == null ? "" : value;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }

    private static String quoted(String value) {
        return escaped(value).replace("\"", "&quot;").replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /** Refuses text that no XML can hold, not even escaped. */
    static String check(String text) {
        text.codePoints()
                .filter(c -> !(c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || c > 0xDFFF)
                        || c == 0xFFFE
                        || c == 0xFFFF)
                .findFirst()
                .ifPresent(c -> {
                    throw new ModuleFailure(
                            "a text holds the character U+%04X, which XML cannot hold: remove it".formatted(c));
                });
        return text;
    }
}
