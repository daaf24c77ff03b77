package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.transport.Reply;
import io.slipway.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a node's user keeps the login of a registry: in {@code config.json}, or with a credential helper that is named there. */
final class LoginStore {

    /** A login; its password is never shown. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }

    private final Map<String, @Nullable Object> config;
    private final String registry;
    private final String helper;
    private final Node node;
    private final String path;

    private LoginStore(Map<String, @Nullable Object> config, String registry, String helper, Node node, String path) {
        this.config = config;
        this.registry = registry;
        this.helper = helper;
        this.node = node;
        this.path = path;
    }

    static LoginStore in(Map<String, @Nullable Object> config, String registry, Node node, String path) {
        String host = registry.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        Map<String, @Nullable Object> helpers = Values.map(config.get("credHelpers"));
        String helper = Values.text(helpers, helpers.containsKey(registry) ? registry : host);
        return new LoginStore(
                config, registry, helper.isEmpty() ? Values.text(config, "credsStore") : helper, node, path);
    }

    @Nullable
    Login get() {
        if (!helper.isEmpty()) {
            Reply reply = node.run(ask("get").input(registry));
            if (!reply.ok()) {
                return null;
            }
            Map<String, @Nullable Object> said = Values.map(Json.read(helper, reply.out()));
            return new Login(Values.text(said, "Username"), Values.text(said, "Secret"));
        }
        String auth = Values.text(Values.map(Values.map(config.get("auths")).get(registry)), "auth");
        if (auth.isEmpty()) {
            return null;
        }
        String[] parts = decoded(auth).split(":", 2);
        return new Login(parts[0], parts.length > 1 ? parts[1] : "");
    }

    private static String decoded(String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    void put(Login login) {
        if (!helper.isEmpty()) {
            Map<String, String> said =
                    Map.of("ServerURL", registry, "Username", login.username(), "Secret", login.password());
            refuse(node.run(ask("store").input(Json.write(said))));
            return;
        }
        String pair = login.username() + ":" + login.password();
        auths().put(
                        registry,
                        Map.of("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
        write();
    }

    void erase() {
        if (!helper.isEmpty()) {
            refuse(node.run(ask("erase").input(registry)));
            return;
        }
        auths().remove(registry);
        write();
    }

    private Map<String, @Nullable Object> auths() {
        Map<String, @Nullable Object> auths = new LinkedHashMap<>(Values.map(config.get("auths")));
        config.put("auths", auths);
        return auths;
    }

    private Script ask(String verb) {
        return Script.of("\"docker-credential-$_helper\" \"$_verb\"\n")
                .set("_helper", helper)
                .set("_verb", verb);
    }

    private void write() {
        Script replace = ReplaceFile.with(path, Json.pretty(config), "0600");
        refuse(node.run(Script.of("_keep() {\n" + replace.text() + "}\nmkdir -p -- \"$_folder\" && _keep\n")
                .set("_folder", NodePath.parent(path).isEmpty() ? "." : NodePath.parent(path))));
    }

    private static void refuse(Reply reply) {
        if (!reply.ok()) {
            throw new ModuleFailure("cannot keep the login: " + (reply.err() + reply.out()).strip());
        }
    }
}
