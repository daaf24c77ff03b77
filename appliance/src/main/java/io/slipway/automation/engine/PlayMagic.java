package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a play says about itself.
 *
 * @param name {@code ansible_play_name}
 * @param all hosts of the play, also those that failed
 * @param batch the hosts at work now
 * @param left hosts of the play that have not failed
 */
record PlayMagic(Play play, String name, List<String> all, Supplier<List<String>> batch, Supplier<List<String>> left) {

    Map<String, Function<Variables, @Nullable Object>> variables() {
        List<String> direct = play.roles().stream().map(Role::name).toList();
        List<String> dependent = play.roles().stream()
                .flatMap(role -> role.dependencies().stream())
                .distinct()
                .toList();
        List<String> roles =
                Stream.concat(dependent.stream(), direct.stream()).distinct().toList();
        Map<String, Function<Variables, @Nullable Object>> said = new LinkedHashMap<>();
        said.put("ansible_play_name", asking -> name);
        said.put("ansible_play_hosts_all", asking -> all);
        said.put("ansible_play_hosts", asking -> left.get());
        said.put("ansible_play_batch", asking -> batch.get());
        said.put("play_hosts", asking -> batch.get());
        said.put("ansible_role_names", asking -> roles);
        said.put("ansible_play_role_names", asking -> direct);
        said.put("ansible_dependent_role_names", asking -> dependent);
        said.put("role_names", asking -> direct);
        return said;
    }
}
