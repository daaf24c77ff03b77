package io.slipway.netboot.ignition;

import io.slipway.netboot.ignition.Shape.Field;
import io.slipway.netboot.ignition.Shape.Fields;
import io.slipway.netboot.ignition.Shape.Many;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a Butane config: Ignition's, and those that Butane adds. Names are written as Ignition would write them. */
final class ButaneSchema {

    private static final Shape TEXT = new Shape.Text();
    private static final Shape TEXTS = new Many(TEXT, "", false);

    private ButaneSchema() {}

    static Fields of(boolean fcos) {
        Fields root = extended("", Schema.ROOT).and("variant", TEXT).and("version", TEXT);
        return fcos ? root.and("bootDevice", bootDevice()).and("grub", none()) : root;
    }

    private static Fields bootDevice() {
        Fields luks = none().and("discard", new Shape.Flag())
                .and("tang", new Many(Schema.TANG, "url", false))
                .and("threshold", new Shape.Whole())
                .and("tpm2", new Shape.Flag())
                .and("cex", Schema.CEX)
                .and("device", TEXT);
        return none().and("layout", TEXT).and("luks", luks).and("mirror", none().and("devices", TEXTS));
    }

    private static Fields none() {
        return new Fields(Map.of());
    }

    private static Fields extended(String name, Fields fields) {
        Map<String, Field> extended = new LinkedHashMap<>();
        fields.fields().forEach((key, field) -> extended.put(key, new Field(inner(key, field.shape()), field.since())));
        Fields same = new Fields(extended);
        if (fields.equals(Schema.RESOURCE)) {
            return same.and("inline", TEXT).and("local", TEXT);
        }
        return switch (name) {
            case "ignition" -> {
                extended.remove("version");
                yield new Fields(extended);
            }
            case "storage" ->
                same.and("trees", new Many(none().and("local", TEXT).and("path", TEXT), "local", true));
            case "filesystems" -> same.and("withMountUnit", new Shape.Flag());
            case "units", "dropins" -> same.and("contentsLocal", TEXT);
            case "users" -> same.and("sshAuthorizedKeysLocal", TEXTS);
            default -> same;
        };
    }

    private static Shape inner(String name, Shape shape) {
        return switch (shape) {
            case Fields fields -> extended(name, fields);
            case Many many -> new Many(inner(name, many.item()), many.key(), many.repeats());
            default -> shape;
        };
    }
}
