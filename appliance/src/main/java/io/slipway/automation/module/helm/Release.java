package io.slipway.automation.module.helm;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A release as helm lists it. */
final class Release {

    private Release() {}

    /**
     * Script text that tells {@code list} and, for a release that is there, {@code values}; {@code $_there} is set then.
     *
     * @param states flags of {@code helm list}, such as {@code --failed}
     */
    static String look(String name, List<String> states, boolean allValues) {
        HelmCommand list = HelmCommand.of("list", "--output=json").add(states.toArray(String[]::new));
        list.add("--filter=^" + name.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0") + "$");
        HelmCommand values = HelmCommand.of("get", "values", "--output=json");
        values.addIf(allValues, "--all").add("--", name);
        return "_there=\nh list " + list.script() + "\n"
                + "case $(cat \"$_place/out\") in ''|'[]'|null) ;; *) _there=1; h values " + values.script()
                + " ;; esac\n";
    }

    /** What {@link #look} told. */
    static Optional<Map<String, @Nullable Object>> told(Found found, String name) {
        if (!(Helm.json(found, "list") instanceof List<?> all)) {
            return Optional.empty();
        }
        return all.stream()
                .map(Helm::map)
                .filter(one -> name.equals(one.get("name")))
                .findFirst()
                .map(one -> {
                    Map<String, @Nullable Object> release = new LinkedHashMap<>(one);
                    release.put("values", Helm.map(Helm.json(found, "values")));
                    return release;
                });
    }
}
