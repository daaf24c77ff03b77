package io.slipway.automation.engine.lookup;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code lookup('config', 'DEFAULT_FORKS', …, on_missing='error')}: settings, by Ansible's names. Those of its plugins are not there. */
final class ConfigLookup implements Lookup {

    private static final Set<String> ON_MISSING = Set.of("error", "skip", "warn");

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        String missing = Python.str(options.getOrDefault("on_missing", "error"));
        if (!ON_MISSING.contains(missing)) {
            throw TemplateException.of("on_missing must be one of error, skip and warn, not " + missing);
        }
        boolean ofPlugin = options.get("plugin_type") != null;
        if (ofPlugin != (options.get("plugin_name") != null)) {
            throw TemplateException.of("plugin_type and plugin_name are only of use together");
        }
        Map<String, @Nullable Object> settings = ofPlugin ? Map.of() : around.settings();
        List<@Nullable Object> found = new ArrayList<>();
        for (Object term : terms) {
            if (!(term instanceof String name)) {
                throw TemplateException.of("the name of a setting must be a text, not " + Python.str(term));
            }
            if (settings.containsKey(name)) {
                found.add(settings.get(name));
            } else if (missing.equals("error")) {
                throw new TemplateException(
                        Problem.of("Unable to find setting " + name).hint(NearMiss.hint(name, settings.keySet())));
            } else if (missing.equals("warn")) {
                around.warn("Skipping, did not find setting " + name);
            }
        }
        return found;
    }
}
