package io.slipway.automation.module.xml;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Text between elements that is there for readers alone. A heuristic without a document type, and libxml2's: blank text goes, unless
 * it is all that an element holds, stands beside other text, or {@code xml:space} keeps it.
 */
final class Blanks {

    private Blanks() {}

    static void dropIn(Element element) {
        if (element.getAttribute("xml:space").equals("preserve")) {
            return;
        }
        List<Node> kept = new ArrayList<>();
        for (Node child : children(element)) {
            if (child instanceof Text text && text.getData().isBlank() && droppable(text, kept)) {
                element.removeChild(text);
            } else {
                kept.add(child);
            }
        }
        for (Node child : kept) {
            if (child instanceof Element inner) {
                dropIn(inner);
            }
        }
    }

    private static boolean droppable(Text text, List<Node> before) {
        if (text.getNodeType() == Node.CDATA_SECTION_NODE) {
            return false;
        }
        if (before.isEmpty()) {
            return text.getNextSibling() != null;
        }
        return !(before.getFirst() instanceof Text) && !(before.getLast() instanceof Text);
    }

    static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            children.add(child);
        }
        return children;
    }
}
