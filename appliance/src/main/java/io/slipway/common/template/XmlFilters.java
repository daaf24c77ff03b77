package io.slipway.common.template;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The filters {@code from_xml} and {@code to_xml} of the collection ansible.utils: elements are keys, attributes keys with {@code @} before
 * them, text beside either is {@code #text}. Document types are refused.
 */
final class XmlFilters {

    private static final String ATTRIBUTE = "@";
    private static final String TEXT = "#text";

    private XmlFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("ansible.utils.from_xml", "engine?", (v, a, c) -> {
                    supported(a, "from_xml");
                    return JsonWriter.write(parsed(Python.str(v)), JsonWriter.Options.DEFAULT);
                })
                .filter("ansible.utils.to_xml", "engine? indent? indent_width? full_document?", (v, a, c) -> {
                    supported(a, "to_xml");
                    return written(v, a);
                });
    }

    private static void supported(Arguments args, String filter) {
        String engine = args.text("engine", "xmltodict");
        if (!engine.equals("xmltodict")) {
            throw refused(filter, "engine: " + engine + " is not supported ");
        }
    }

    private static TemplateException refused(String filter, String why) {
        return TemplateException.of("Error when using plugin '" + filter + "': " + why);
    }

    private static Map<String, @Nullable Object> parsed(String text) {
        XmlElements elements = new XmlElements(ATTRIBUTE, TEXT);
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new InputSource(new StringReader(text)), elements);
            return elements.document();
        } catch (SAXException e) {
            throw refused("from_xml", "Input Xml is not valid: " + e.getMessage());
        } catch (ParserConfigurationException | IOException e) {
            throw new AssertionError("every Java platform can parse XML in memory", e);
        }
    }

    private static String written(@Nullable Object value, Arguments args) {
        boolean whole = args.flag("full_document", true);
        if (!(value instanceof Map<?, ?> document) || (whole && !hasOneRoot(document))) {
            throw refused("to_xml", "Input json is not valid");
        }
        String indent =
                args.text("indent", "tabs").equals("spaces") ? " ".repeat((int) args.integer("indent_width", 4)) : "\t";
        StringBuilder xml = new StringBuilder(whole ? "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" : "");
        document.forEach((name, part) -> elements(Python.str(name), part, indent, 0, xml));
        return xml.toString();
    }

    private static boolean hasOneRoot(Map<?, ?> document) {
        return document.size() == 1
                && !(document.values().iterator().next() instanceof List<?> several && several.size() > 1);
    }

    private static void elements(String name, @Nullable Object value, String indent, int depth, StringBuilder xml) {
        List<@Nullable Object> all = new ArrayList<>();
        if (value instanceof List<?> list) {
            all.addAll(list);
        } else {
            all.add(value);
        }
        for (Object one : all) {
            element(name, one, indent, depth, xml);
        }
    }

    private static void element(String name, @Nullable Object value, String indent, int depth, StringBuilder xml) {
        if (depth > Bounds.MAX_DATA_DEPTH) {
            throw refused("to_xml", "Input json is nested too deeply");
        }
        Map<String, @Nullable Object> children = new LinkedHashMap<>();
        StringBuilder attributes = new StringBuilder();
        String text = value instanceof Map<?, ?> || value == null ? "" : printed(value);
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String key = Python.str(entry.getKey());
                if (key.equals(TEXT)) {
                    text = printed(entry.getValue());
                } else if (key.startsWith(ATTRIBUTE)) {
                    attributes
                            .append(' ')
                            .append(key.substring(ATTRIBUTE.length()))
                            .append('=')
                            .append(quoted(Python.str(entry.getValue())));
                } else {
                    children.put(key, entry.getValue());
                }
            }
        }
        xml.append(indent.repeat(depth))
                .append('<')
                .append(name)
                .append(attributes)
                .append('>');
        xml.append(children.isEmpty() ? "" : "\n");
        children.forEach((child, part) -> elements(child, part, indent, depth + 1, xml));
        xml.append(escaped(text)).append(children.isEmpty() ? "" : indent.repeat(depth));
        xml.append("</").append(name).append('>').append(depth > 0 ? "\n" : "");
        Bounds.text(xml.length());
    }

    private static String printed(@Nullable Object value) {
        return value instanceof Boolean flag ? flag.toString() : Python.str(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String quoted(String value) {
        String escaped =
                escaped(value).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;");
        return escaped.contains("\"") && !escaped.contains("'")
                ? "'" + escaped + "'"
                : "\"" + escaped.replace("\"", "&quot;") + "\"";
    }
}
