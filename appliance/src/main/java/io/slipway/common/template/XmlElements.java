package io.slipway.common.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Makes mappings of the elements of a document: those of one name become a list; what holds nothing but text is that text. */
final class XmlElements extends DefaultHandler {

    private final String attribute;
    private final String text;
    private final Deque<Element> open = new ArrayDeque<>();
    private final Map<String, @Nullable Object> document = new LinkedHashMap<>();

    /** An element whose end is not reached yet. */
    private record Element(Map<String, @Nullable Object> parts, StringBuilder text) {}

    XmlElements(String attribute, String text) {
        this.attribute = attribute;
        this.text = text;
    }

    Map<String, @Nullable Object> document() {
        return document;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        if (open.size() > Bounds.MAX_DATA_DEPTH) {
            throw new SAXException("elements are nested too deeply");
        }
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            parts.put(attribute + attributes.getQName(i), attributes.getValue(i));
        }
        open.push(new Element(parts, new StringBuilder()));
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        open.element().text.append(characters, start, length);
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        Element ended = open.pop();
        String said = ended.text.toString().strip();
        Object value = ended.parts;
        if (ended.parts.isEmpty()) {
            value = said.isEmpty() ? null : said;
        } else if (!said.isEmpty()) {
            ended.parts.put(text, said);
        }
        add(open.isEmpty() ? document : open.element().parts, name, value);
    }

    private static void add(Map<String, @Nullable Object> parts, String name, @Nullable Object value) {
        if (!parts.containsKey(name)) {
            parts.put(name, value);
            return;
        }
        List<@Nullable Object> all = new ArrayList<>();
        if (parts.get(name) instanceof List<?> several) {
            all.addAll(several);
        } else {
            all.add(parts.get(name));
        }
        all.add(value);
        parts.put(name, all);
    }
}
