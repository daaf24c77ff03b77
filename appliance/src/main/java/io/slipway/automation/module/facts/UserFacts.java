package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who runs the modules. */
final class UserFacts implements Collector {

    @Override
    public String name() {
        return "user";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "user_id",
                "user_uid",
                "user_gid",
                "user_gecos",
                "user_dir",
                "user_shell",
                "real_user_id",
                "effective_user_id",
                "effective_group_ids");
    }

    @Override
    public boolean minimal() {
        return true;
    }

    @Override
    public String script() {
        return """
                tell user "$(id -un; id -u; id -ru; id -g; id -rg)"
                ask userEntry getent -- passwd "$(id -un)"
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        List<String> ids = found.lines("user");
        String[] entry = found.text("userEntry").split(":", -1);
        if (ids.size() < 5) {
            return Map.of();
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("user_id", ids.get(0));
        facts.put("user_uid", Long.valueOf(ids.get(1)));
        facts.put("user_gid", Long.valueOf(ids.get(3)));
        if (entry.length == 7) {
            facts.put("user_gid", Long.valueOf(entry[3]));
            facts.put("user_gecos", entry[4]);
            facts.put("user_dir", entry[5]);
            facts.put("user_shell", entry[6]);
        }
        facts.put("real_user_id", Long.valueOf(ids.get(2)));
        facts.put("effective_user_id", Long.valueOf(ids.get(1)));
        facts.put("real_group_id", Long.valueOf(ids.get(4)));
        facts.put("effective_group_id", Long.valueOf(ids.get(3)));
        return facts;
    }
}
