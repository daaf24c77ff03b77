package io.slipway.automation.module.mysql;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.mysql.MysqlClient.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code mysql_user}: accounts, their passwords and what they may do. */
final class MysqlUserModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "mysql_user", "Makes, changes and removes accounts of MySQL and MariaDB")
            .options(
                    Option.of("user", STRING, "The account's name; empty for the anonymous one")
                            .alias("name")
                            .mandatory(),
                    Option.of("host", STRING, "From where the account may come").orElse("localhost"),
                    Option.of("host_all", BOOL, "All accounts of that name, wherever they come from")
                            .orElse(false),
                    Option.of("state", STRING, "Whether the account is to exist")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("password", STRING, "The account's password").secret(),
                    Option.of("encrypted", BOOL, "Whether 'password' is the hash of mysql_native_password")
                            .orElse(false),
                    Option.of("update_password", STRING, "When a password is set")
                            .oneOf("always", "on_create", "on_new_username")
                            .orElse("always"),
                    Option.of("plugin", STRING, "What authenticates the account"),
                    Option.of("plugin_hash_string", STRING, "The plugin's hash").secret(),
                    Option.of("plugin_auth_string", STRING, "What the plugin makes its hash of")
                            .secret(),
                    Option.of("priv", RAW, "Privileges as db.table:SELECT,INSERT/other.*:ALL, or a mapping of them"),
                    Option.of("append_privs", BOOL, "Take no privilege away").orElse(false),
                    Option.of("subtract_privs", BOOL, "Take these privileges away")
                            .orElse(false),
                    Option.of(
                            "tls_requires",
                            MAP,
                            "Of what kind the connection must be: ssl, x509, or subject, issuer and cipher"),
                    Option.of("resource_limits", MAP, "What the account may use, such as MAX_QUERIES_PER_HOUR"),
                    Option.of("sql_log_bin", BOOL, "Whether the change goes to the binary log")
                            .orElse(true),
                    Option.of("force_context", BOOL, "Work in the database mysql, for filters of replication")
                            .orElse(false),
                    Option.of("session_vars", MAP, "Variables of the session"))
            .options(MysqlClient.OPTIONS)
            .exclusive("append_privs", "subtract_privs")
            .differs("Servers before MariaDB 10.2 and MySQL 5.7 are refused.")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        Arguments a = call.arguments();
        MysqlClient server = MysqlClient.of(call, a.flag("force_context") ? "mysql" : "", session(a));
        try {
            Accounts accounts = Accounts.of(server, a.string("user"));
            String host = a.string("host").toLowerCase(Locale.ROOT);
            boolean all = a.flag("host_all");
            boolean exists =
                    all ? !accounts.hosts().isEmpty() : accounts.hosts().contains(host);
            List<String> hosts = all ? accounts.hosts() : List.of(host);
            ModuleResult result = a.string("state").equals("absent")
                    ? remove(call, server, exists ? hosts : List.of())
                    : exists
                            ? new ChangeAccount(call, server, accounts).change(hosts)
                            : new MakeAccount(call, server, accounts).make(host);
            return result.with("user", a.string("user"));
        } catch (Refused e) {
            throw new ModuleFailure(e.said());
        }
    }

    private static List<String> session(Arguments a) {
        List<String> session = new ArrayList<>();
        if (!a.flag("sql_log_bin")) {
            session.add("SET SQL_LOG_BIN=0");
        }
        a.map("session_vars")
                .forEach((name, value) -> session.add("SET SESSION " + Sql.plain("the name of a variable", name) + "="
                        + (value instanceof Number || value instanceof Boolean
                                ? value.toString()
                                : Sql.text(Optional.ofNullable(value)
                                        .map(Object::toString)
                                        .orElse("")))));
        return session;
    }

    private static ModuleResult remove(ModuleCall call, MysqlClient server, List<String> hosts) throws Refused {
        if (hosts.isEmpty()) {
            return ModuleResult.unchanged().with("msg", "User doesn't exist").with("password_changed", false);
        }
        if (!call.check()) {
            server.ask(hosts.stream()
                    .map(host -> "DROP USER IF EXISTS " + Sql.account(call.string("user"), host))
                    .toList());
        }
        return ModuleResult.changed(true).with("msg", "User deleted").with("password_changed", false);
    }
}
