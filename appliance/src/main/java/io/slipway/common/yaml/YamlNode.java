package io.slipway.common.yaml;

import io.slipway.common.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A YAML document as it was written, every node with its position.
 *
 * <p>In Slipway a {@code YamlNode} is also what "not yet templated" looks like: strings in it may hold Jinja, and are templated
 * where they are used. A plain Java value is final and is never templated again, so that text which came from a node can't smuggle
 * in an expression.
 */
public sealed interface YamlNode {

    Position at();

    /** Plain Java: {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@code null}, {@link List}, {@link LinkedHashMap}. Jinja in strings stays as it is. */
    @Nullable
    Object toValue();

    /** {@code a string}, {@code a list} …, for messages. */
    String kind();

    /**
     * A string, number, boolean or null.
     *
     * @param value {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double} or {@code null}
     * @param text the characters as written, without quotes (for a block scalar: its content)
     * @param style how it was written
     * @param tag an explicit tag such as {@code !vault} or {@code !unsafe}; empty for none
     */
    record Scalar(@Nullable Object value, String text, Style style, String tag, Position at) implements YamlNode {

        public enum Style {
            PLAIN,
            QUOTED,
            BLOCK
        }

        /** A string that the program itself supplies, at the place that made it necessary. */
        public static Scalar of(String text, Position at) {
            return new Scalar(text, text, Style.QUOTED, "", at);
        }

        /** Whether the string is final although it may look like a template ({@code !unsafe}). */
        public boolean unsafe() {
            return tag.equals("!unsafe");
        }

        /** Whether the text is encrypted ({@code !vault}) and means nothing before it is opened. */
        public boolean vaulted() {
            return tag.equals("!vault") || tag.equals("!vault-encrypted");
        }

        @Override
        public @Nullable Object toValue() {
            return value;
        }

        @Override
        public String kind() {
            return switch (value) {
                case null -> "nothing";
                case String s -> "a string";
                case Boolean b -> "a boolean";
                default -> "a number";
            };
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, Position at) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> toValue() {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(item.toValue()));
            return values;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping, in the order of the document. Keys are unique: the reader refuses duplicates. */
    record Mapping(List<Entry> entries, Position at) implements YamlNode {

        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value under a string key. */
        public Optional<YamlNode> get(String key) {
            return entry(key).map(Entry::value);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.name().equals(key)).findFirst();
        }

        @Override
        public Map<@Nullable Object, @Nullable Object> toValue() {
            Map<@Nullable Object, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(entries.size());
            entries.forEach(e -> values.put(e.key().value(), e.value().toValue()));
            return values;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Entry(Scalar key, YamlNode value) {
        /** The key as text, whatever its type. */
        public String name() {
            return key.text();
        }
    }
}
