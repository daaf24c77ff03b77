package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keyword;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a task sees in the variables of its connection that nobody set. Most of them have two names, one from before Ansible 2.0, and who
 * is given one sees it under both; failing that, keywords and the command line fill them.
 */
final class ConnectionNames {

    private final Map<String, Function<Variables, @Nullable Object>> values = new HashMap<>();

    private ConnectionNames() {}

    /** A keyword that is itself a template may use these variables, so it does not count; {@code port} never does in Ansible. */
    static Layer of(RunOptions options, Targets targets, Context context) {
        Object connection = context.nearest(Keyword.CONNECTION).isPresent()
                ? literal(context, Keyword.CONNECTION).orElse(Layer.ABSENT)
                : options.connection().map(Object.class::cast).orElse("ssh");
        Object user = literal(context, Keyword.REMOTE_USER)
                .or(() -> options.remoteUser().map(Object.class::cast))
                .orElse(Layer.ABSENT);
        Object port = options.unsaid().port().map(Object.class::cast).orElse(Layer.ABSENT);
        Object key = options.privateKey().map(path -> (Object) path.toString()).orElse(Layer.ABSENT);
        Object timeout = options.connectTimeout().toSeconds();
        ConnectionNames names = new ConnectionNames();
        names.values.put("ansible_connection", asking -> targets.implicitlyLocal(asking.host()) ? "local" : connection);
        names.pair("ansible_ssh_host", "ansible_host", Variables::host, UnaryOperator.identity());
        names.pair("ansible_ssh_user", "ansible_user", asking -> user, UnaryOperator.identity());
        names.pair("ansible_ssh_port", "ansible_port", asking -> port, ConnectionNames::number);
        names.pair("ansible_ssh_pass", "ansible_password", asking -> Layer.ABSENT, UnaryOperator.identity());
        names.pair("ansible_ssh_private_key_file", "ansible_private_key_file", asking -> key, UnaryOperator.identity());
        names.pair("ansible_ssh_timeout", "ansible_timeout", asking -> timeout, ConnectionNames::number);
        names.pair("ansible_ssh_pipelining", "ansible_pipelining", asking -> Layer.ABSENT, ConnectionNames::truth);
        return Layer.computed(names.values);
    }

    private void pair(
            String older,
            String newer,
            Function<Variables, @Nullable Object> otherwise,
            UnaryOperator<@Nullable Object> made) {
        values.put(newer, asking -> other(older, otherwise, made, asking));
        values.put(older, asking -> other(newer, otherwise, made, asking));
    }

    /** One that is just being worked out from this very variable has nothing to give. */
    private static @Nullable Object other(
            String name,
            Function<Variables, @Nullable Object> otherwise,
            UnaryOperator<@Nullable Object> made,
            Variables asking) {
        return asking.isGiven(name) && !asking.isInTheMaking(name)
                ? made.apply(asking.get(name))
                : otherwise.apply(asking);
    }

    /** Ansible makes a number of text in passing. */
    private static @Nullable Object number(@Nullable Object value) {
        return value instanceof String text && text.matches("\\d{1,9}") ? Long.valueOf(text) : value;
    }

    private static @Nullable Object truth(@Nullable Object value) {
        return switch (Python.str(value).toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> value;
        };
    }

    private static Optional<Object> literal(Context context, Keyword keyword) {
        return context.nearest(keyword)
                .filter(node -> !(node instanceof YamlNode.Scalar scalar && Templating.isTemplate(scalar)))
                .map(YamlNode::toValue);
    }

    /** The same variables as another host has them, for a task that is delegated to it. */
    static Layer as(Variables other, Layer fallbacks) {
        return new Layer() {
            @Override
            public @Nullable Object find(String name, Variables asking) {
                return names().contains(name) && other.has(name) ? other.get(name) : ABSENT;
            }

            @Override
            public Set<String> names() {
                return fallbacks.names();
            }
        };
    }
}
