package io.slipway.netboot.ignition;

import java.util.LinkedHashMap;
import java.util.Map;

/** What form a value of a config has. */
sealed interface Shape {

    /** For messages: {@code a whole number}. */
    String kind();

    record Text() implements Shape {
        @Override
        public String kind() {
            return "text";
        }
    }

    record Whole() implements Shape {
        @Override
        public String kind() {
            return "a whole number";
        }
    }

    record Flag() implements Shape {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    /**
     * A list.
     *
     * @param key what makes two items the same: the name of a field; empty for the item itself
     * @param repeats whether the same item may stand in it twice
     */
    record Many(Shape item, String key, boolean repeats) implements Shape {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** @param fields by their names in Ignition */
    record Fields(Map<String, Field> fields) implements Shape {

        /** The same with one more field. */
        Fields and(String name, Shape shape) {
            Map<String, Field> more = new LinkedHashMap<>(fields);
            more.put(name, new Field(shape, 0));
            return new Fields(more);
        }

        Shape shape(String name) {
            Field field = fields.get(name);
            return field == null ? new Text() : field.shape();
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** @param since the minor version of spec 3 that brought it */
    record Field(Shape shape, int since) {}
}
