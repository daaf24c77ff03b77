package io.slipway.common.template;

import io.slipway.common.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as YAML, character for character as PyYAML with libyaml does: where lines are folded, what is quoted, and an anchor
 * for a list or mapping that occurs more than once.
 */
final class YamlWriter {

    private static final int LONGEST_KEY = 128;

    private final YamlLayout layout;
    private final Options options;
    private final IdentityHashMap<Object, String> anchors = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Boolean> written = new IdentityHashMap<>();
    private int flowLevel;
    private int depth;

    /**
     * @param indent blanks per level
     * @param width where lines are folded
     * @param flow whether to write {@code []} and {@code {}}; none for only where they hold nothing but scalars
     * @param lines how text of several lines is written
     */
    record Options(
            int indent, int width, @Nullable Boolean flow, boolean sortKeys, boolean start, boolean end, Lines lines) {}

    /** How text of several lines is written. */
    enum Lines {
        QUOTED,
        /** Line by line after {@code |}, where YAML allows that. */
        LITERAL,
        /** The same, and what would not be allowed is left out. */
        LOSSY
    }

    private YamlWriter(Options options) {
        this.options = options;
        this.layout = new YamlLayout(options.indent, options.width);
    }

    static String write(@Nullable Object value, Options options) {
        YamlWriter writer = new YamlWriter(options);
        writer.findRepeated(value);
        if (options.start) {
            writer.layout.indicator("---", true, false, false);
        }
        writer.node(value, Place.ROOT);
        writer.layout.newLine();
        if (options.end) {
            writer.layout.indicator("...", true, false, false);
            writer.layout.newLine();
        }
        return writer.layout.text();
    }

    private enum Place {
        ROOT,
        SEQUENCE,
        MAPPING,
        KEY
    }

    private static boolean isCollection(@Nullable Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?>;
    }

    private void enter() {
        if (++depth > Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("this value is nested too deeply to be written as YAML");
        }
    }

    private void findRepeated(@Nullable Object value) {
        if (value == null || !isCollection(value) || (value instanceof PyTuple tuple && tuple.isEmpty())) {
            return;
        }
        if (seen.put(value, true) != null) {
            anchors.computeIfAbsent(value, v -> String.format("id%03d", anchors.size() + 1));
            return;
        }
        enter();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : entries(map)) {
                findRepeated(entry.getKey());
                findRepeated(entry.getValue());
            }
        } else {
            Python.iterate(value).forEach(this::findRepeated);
        }
        depth--;
    }

    private List<Map.Entry<?, ?>> entries(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (options.sortKeys) {
            try {
                List<Map.Entry<?, ?>> sorted = new ArrayList<>(entries);
                sorted.sort((a, b) -> Python.compare(a.getKey(), b.getKey(), "<"));
                return sorted;
            } catch (TemplateException e) {
                return entries; // keys of several types keep their order
            }
        }
        return entries;
    }

    private void node(@Nullable Object value, Place place) {
        String anchor = value == null ? null : anchors.get(value);
        if (anchor != null && value != null && written.put(value, true) != null) {
            layout.indicator("*" + anchor, true, false, false);
            return;
        }
        if (anchor != null) {
            layout.indicator("&" + anchor, true, false, false);
        }
        enter();
        if (value instanceof Map<?, ?> map) {
            boolean flow = flowLevel > 0 || map.isEmpty() || isFlow(entries(map));
            mapping(entries(map), flow);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> items = Python.iterate(list);
            if (flowLevel > 0 || items.isEmpty() || isFlow(items)) {
                flowSequence(items);
            } else {
                blockSequence(items, place);
            }
        } else if (value instanceof YamlNode.Scalar encrypted && encrypted.vaulted()) {
            layout.indicator(encrypted.tag(), true, false, false);
            layout.literal(encrypted.text());
        } else if (value instanceof String text && options.lines != Lines.QUOTED && isOfLines(text)) {
            lines(text, place);
        } else {
            layout.scalar(YamlScalar.of(value), flowLevel > 0, place == Place.KEY);
        }
        depth--;
    }

    private static boolean isOfLines(String text) {
        return text.codePoints().anyMatch(c -> c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029);
    }

    private void lines(String text, Place place) {
        String kept = options.lines == Lines.LOSSY ? YamlScalar.readable(text) : text;
        YamlScalar scalar = YamlScalar.of(kept);
        if (scalar.literal() && flowLevel == 0 && place != Place.KEY) {
            layout.literal(kept);
        } else {
            layout.scalar(scalar.quoted(), flowLevel > 0, place == Place.KEY);
        }
    }

    private boolean isFlow(List<?> children) {
        if (options.flow != null) {
            return options.flow;
        }
        for (Object child : children) {
            boolean scalar = child instanceof Map.Entry<?, ?> entry
                    ? !isCollection(entry.getKey()) && !isCollection(entry.getValue())
                    : !isCollection(child);
            if (!scalar) {
                return false;
            }
        }
        return true;
    }

    private void flowSequence(List<@Nullable Object> items) {
        layout.indicator("[", true, true, false);
        int outer = layout.deeper(true, false);
        flowLevel++;
        String separator = "";
        for (Object item : items) {
            flowSeparator(separator);
            node(item, Place.SEQUENCE);
            separator = ",";
        }
        flowLevel--;
        layout.back(outer);
        layout.indicator("]", false, false, false);
    }

    private void flowSeparator(String separator) {
        if (!separator.isEmpty()) {
            layout.indicator(separator, false, false, false);
        }
        if (layout.full()) {
            layout.newLine();
        }
    }

    private void blockSequence(List<@Nullable Object> items, Place place) {
        int outer = layout.deeper(false, place == Place.MAPPING && !layout.atIndentation());
        for (Object item : items) {
            layout.newLine();
            layout.indicator("-", true, false, true);
            node(item, Place.SEQUENCE);
        }
        layout.back(outer);
    }

    private void mapping(List<Map.Entry<?, ?>> entries, boolean flow) {
        if (flow) {
            layout.indicator("{", true, true, false);
            flowLevel++;
        }
        int outer = layout.deeper(flow, false);
        String separator = "";
        for (Map.Entry<?, ?> entry : entries) {
            if (flow) {
                flowSeparator(separator);
            } else {
                layout.newLine();
            }
            pair(entry.getKey(), entry.getValue(), flow);
            separator = ",";
        }
        layout.back(outer);
        if (flow) {
            flowLevel--;
            layout.indicator("}", false, false, false);
        }
    }

    private void pair(@Nullable Object key, @Nullable Object value, boolean flow) {
        if (isSimple(key)) {
            node(key, Place.KEY);
            layout.indicator(":", false, false, false);
        } else {
            layout.indicator("?", true, false, !flow);
            node(key, Place.MAPPING);
            if (!flow || layout.full()) {
                layout.newLine();
            }
            layout.indicator(":", true, false, !flow);
        }
        node(value, Place.MAPPING);
    }

    /** Whether a key can stand on one line with its value. */
    private boolean isSimple(@Nullable Object key) {
        if (isCollection(key)) {
            return key instanceof List<?> list && list.isEmpty();
        }
        YamlScalar scalar = YamlScalar.of(key);
        return !scalar.multiline() && scalar.text().getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    }
}
