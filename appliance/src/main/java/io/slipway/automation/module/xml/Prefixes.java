package io.slipway.automation.module.xml;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Makes new elements use the prefixes of the place where they stand, so that namespaces are not declared twice. */
final class Prefixes {

    private Prefixes() {}

    static void share(XmlTree tree, Element outer, Element added) {
        for (Attr declaration : tree.attributes(added)) {
            if (XmlTree.declares(declaration)) {
                String uri = declaration.getValue();
                String prefix = outer.lookupPrefix(uri);
                boolean byDefault = uri.equals(outer.lookupNamespaceURI(null)) && !onAttributes(tree, added, uri);
                if (byDefault || prefix != null) {
                    added.removeAttributeNode(declaration);
                    rename(tree, added, uri, byDefault ? null : prefix);
                }
            }
        }
        elements(added).forEach(inner -> share(tree, added, inner));
    }

    /** An attribute needs a prefix even where elements need none. */
    private static boolean onAttributes(XmlTree tree, Element element, String uri) {
        return tree.attributes(element).stream().anyMatch(a -> uri.equals(a.getNamespaceURI()))
                || elements(element).anyMatch(inner -> onAttributes(tree, inner, uri));
    }

    private static void rename(XmlTree tree, Element element, String uri, @Nullable String prefix) {
        if (uri.equals(element.getNamespaceURI())) {
            element.setPrefix(prefix);
        }
        for (Attr attribute : tree.attributes(element)) {
            if (prefix != null && uri.equals(attribute.getNamespaceURI())) {
                tree.rename(element, attribute, prefix);
            }
        }
        elements(element).forEach(inner -> rename(tree, inner, uri, prefix));
    }

    private static Stream<Element> elements(Element parent) {
        return Blanks.children(parent).stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
