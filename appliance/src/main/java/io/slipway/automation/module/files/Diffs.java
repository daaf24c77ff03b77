package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.NodeText;
import io.slipway.common.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Differences as Ansible shows them. */
public final class Diffs {

    /** Larger files are not shown. */
    static final long LIMIT = 104_448;

    private Diffs() {}

    /** Of a file's content; {@code before} is empty when there was no file. */
    public static Diff content(String beforeHeader, String afterHeader, Optional<byte[]> before, byte[] after) {
        return new Diff(beforeHeader, afterHeader, before.map(Diffs::shown).orElse(""), shown(after));
    }

    /** Of properties, as two JSON documents. Headers that name nothing are empty: {@code --- before}. */
    public static Diff properties(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return properties("", before, after);
    }

    static Diff properties(String header, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return new Diff(header, header, json(before), json(after));
    }

    private static String json(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> sorted = new TreeMap<>(values);
        sorted.replaceAll((name, value) -> value instanceof Double seconds ? plain(seconds) : value);
        return values.isEmpty() ? "" : Json.pretty(sorted) + "\n";
    }

    /** As Python writes a time: without an exponent, and with a fraction. */
    private static BigDecimal plain(double seconds) {
        BigDecimal decimal = new BigDecimal(Double.toString(seconds));
        return decimal.scale() < 1 ? decimal.setScale(1) : decimal;
    }

    /** Stands for content that was not read. */
    static byte[] tooLarge(long size) {
        return NodeText.encode("(" + size + " bytes, too many to show)\n");
    }

    private static String shown(byte[] content) {
        if (content.length > LIMIT) {
            return NodeText.decode(tooLarge(content.length));
        }
        for (byte one : content) {
            if (one == 0) {
                return "(a binary file of " + content.length + " bytes)\n";
            }
        }
        return NodeText.decode(content);
    }
}
