package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a task wants single settings compared: its {@code comparisons}, and what older options say of it. */
final class Comparisons {

    private Comparisons() {}

    /** Option → comparison, for those that are not to be compared as usual; {@code image} and {@code networks} always. */
    static Map<String, Comparison> of(Arguments a) {
        Map<String, Comparison> result = new HashMap<>();
        result.put("image", a.flag("ignore_image") ? Comparison.IGNORE : Comparison.STRICT);
        result.put("networks", a.flag("purge_networks") ? Comparison.STRICT : Comparison.ALLOW_MORE_PRESENT);
        Map<String, @Nullable Object> given = a.map("comparisons");
        if (given.containsKey("*")) {
            Comparison all = parse("*", given.get("*"));
            if (all == Comparison.ALLOW_MORE_PRESENT) {
                throw new ModuleFailure("The wildcard can only be used with comparison modes 'strict' and 'ignore'!");
            }
            Setting.ALL.forEach(setting -> result.put(setting.name(), all));
            result.put("image", all);
            if (a.has("networks")) {
                result.put("networks", all);
            }
        }
        Map<String, String> used = new HashMap<>();
        given.forEach((key, value) -> {
            if (!key.equals("*")) {
                String name = name(key);
                String other = used.put(name, key);
                if (other != null) {
                    throw new ModuleFailure("Both '" + key + "' and '" + other + "' (aliases of " + name
                            + ") are specified in comparisons dict!");
                }
                result.put(name, parse(name, value));
            }
        });
        if (result.containsKey("volumes")) {
            result.put("volume_binds", Objects.requireNonNull(result.get("volumes")));
        }
        return result;
    }

    private static String name(String key) {
        return ContainerSpec.SPEC
                .option(key)
                .map(option -> option.name())
                .filter(name -> name.equals("image") || name.equals("networks") || setting(name))
                .orElseThrow(() -> new ModuleFailure("Unknown module option '" + key + "' in comparisons dict!"));
    }

    private static boolean setting(String name) {
        return Setting.ALL.stream().anyMatch(setting -> setting.name().equals(name));
    }

    private static Comparison parse(String name, @Nullable Object value) {
        Comparison comparison = switch (String.valueOf(value)) {
            case "strict" -> Comparison.STRICT;
            case "ignore" -> Comparison.IGNORE;
            case "allow_more_present" -> Comparison.ALLOW_MORE_PRESENT;
            default -> throw new ModuleFailure("Unknown comparison mode '" + value + "'!");
        };
        boolean plain = name.equals("image")
                || Setting.ALL.stream()
                        .anyMatch(setting -> setting.name().equals(name) && setting.kind() == Comparison.Kind.VALUE);
        if (plain && comparison == Comparison.ALLOW_MORE_PRESENT) {
            throw new ModuleFailure(
                    "Option '" + name + "' is a value and not a set/list/dict, so its comparison cannot be " + value);
        }
        return comparison;
    }
}
