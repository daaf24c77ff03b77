package io.slipway.netboot.ignition;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what was written into what has the shape of a config: rules then find no key that the version lacks and no value of another type. */
final class Conform {

    private static final Pattern CAPITAL = Pattern.compile("MiB|[A-Z]");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,20}");

    private final Findings findings;
    private final int minor;
    private final boolean butane;

    /** @param butane whether keys are written with underscores and every plain value will do for text */
    Conform(Findings findings, int minor, boolean butane) {
        this.findings = findings;
        this.minor = minor;
        this.butane = butane;
    }

    /** With the names of Ignition. */
    YamlNode.Mapping root(YamlNode node, Shape.Fields shape) {
        return value(node, shape, "a config", node.at()).orElse(node) instanceof YamlNode.Mapping mapping
                ? mapping
                : new YamlNode.Mapping(List.of(), node.at());
    }

    private Optional<YamlNode> value(YamlNode node, Shape shape, String name, Position around) {
        @Nullable
        YamlNode fitting = switch (shape) {
            case Shape.Fields fields -> node instanceof YamlNode.Mapping mapping ? mapping(mapping, fields) : null;
            case Shape.Many many -> node instanceof YamlNode.Sequence list ? list(list, many, name) : null;
            case Shape.Text text -> node instanceof YamlNode.Scalar scalar ? text(scalar) : null;
            case Shape.Whole whole -> node instanceof YamlNode.Scalar scalar ? whole(scalar) : null;
            case Shape.Flag flag ->
                node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean ? scalar : null;
        };
        if (fitting == null) {
            findings.misshapen(
                    Problem.of(name + " must be " + shape.kind() + ", not " + node.kind())
                            .at(node.at())
                            .hint(hint(node, shape)),
                    around);
        }
        return Optional.ofNullable(fitting);
    }

    private String hint(YamlNode node, Shape shape) {
        boolean digits = node instanceof YamlNode.Scalar scalar && scalar.text().matches("0[0-7]{3,4}");
        return shape instanceof Shape.Whole && digits && !butane ? "JSON has no octal numbers: 0644 is 420" : "";
    }

    private YamlNode.Mapping mapping(YamlNode.Mapping mapping, Shape.Fields shape) {
        Map<String, String> names = new LinkedHashMap<>();
        shape.fields().forEach((name, field) -> {
            if (field.since() <= minor) {
                names.put(written(name), name);
            }
        });
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            @Nullable String name = names.get(entry.name());
            if (name == null) {
                unused(entry, shape, names);
            } else if (!isNull(entry.value())) {
                value(entry.value(), shape.shape(name), "'" + entry.name() + "'", mapping.at())
                        .ifPresent(value -> entries.add(new YamlNode.Entry(
                                YamlNode.Scalar.of(name, entry.key().at()), value)));
            }
        }
        return new YamlNode.Mapping(entries, mapping.at());
    }

    private void unused(YamlNode.Entry entry, Shape.Fields shape, Map<String, String> names) {
        int since = shape.fields().entrySet().stream()
                .filter(field -> written(field.getKey()).equals(entry.name()))
                .mapToInt(field -> field.getValue().since())
                .findFirst()
                .orElse(0);
        findings.warn(
                entry.key().at(),
                "unused key '" + entry.name() + "'",
                since > minor
                        ? "it came with Ignition 3." + since + ".0"
                        : NearMiss.hint(entry.name(), names.keySet()));
    }

    private YamlNode list(YamlNode.Sequence list, Shape.Many shape, String name) {
        List<YamlNode> items = new ArrayList<>();
        for (YamlNode item : list.items()) {
            if (isNull(item)) {
                items.add(
                        shape.item() instanceof Shape.Fields
                                ? new YamlNode.Mapping(List.of(), item.at())
                                : YamlNode.Scalar.of("", item.at()));
            } else {
                value(item, shape.item(), "each item of " + name, list.at()).ifPresent(items::add);
            }
        }
        return new YamlNode.Sequence(items, list.at());
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
    }

    private YamlNode.@Nullable Scalar text(YamlNode.Scalar scalar) {
        return scalar.value() instanceof String || (butane && scalar.value() != null)
                ? YamlNode.Scalar.of(scalar.text(), scalar.at())
                : null;
    }

    private YamlNode.@Nullable Scalar whole(YamlNode.Scalar scalar) {
        if (butane && OCTAL.matcher(scalar.text()).matches()) {
            return whole(Long.parseLong(scalar.text().substring(2), 8), scalar);
        }
        return scalar.value() instanceof Long number ? whole(number, scalar) : null;
    }

    private static YamlNode.Scalar whole(long number, YamlNode.Scalar at) {
        return new YamlNode.Scalar(number, Long.toString(number), YamlNode.Scalar.Style.PLAIN, "", at.at());
    }

    private String written(String name) {
        return butane
                ? CAPITAL.matcher(name).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT))
                : name;
    }
}
