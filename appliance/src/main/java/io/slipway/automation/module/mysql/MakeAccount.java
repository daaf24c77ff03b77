package io.slipway.automation.module.mysql;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.mysql.MysqlClient.Refused;
import java.util.List;
import java.util.Optional;

/** Makes an account that is not there. */
final class MakeAccount {

    private final ModuleCall call;
    private final Arguments a;
    private final MysqlClient server;
    private final Accounts accounts;

    MakeAccount(ModuleCall call, MysqlClient server, Accounts accounts) {
        this.call = call;
        this.a = call.arguments();
        this.server = server;
        this.accounts = accounts;
    }

    ModuleResult make(String host) throws Refused {
        if (a.flag("host_all")) {
            throw new ModuleFailure("host_all parameter cannot be used when adding a user");
        }
        Optional<Authentication> inherited =
                a.string("update_password").equals("on_new_username") ? inherited() : Optional.empty();
        Optional<Authentication> authentication = inherited.or(() -> Authentication.of(a));
        Optional<Grants> grants =
                a.flag("subtract_privs") ? Optional.empty() : a.raw("priv").map(priv -> Grants.wanted(priv, true));
        ModuleResult result = ModuleResult.changed(true).with("msg", "User added");
        if (call.check()) {
            return result.with("password_changed", null);
        }
        String account = Sql.account(a.string("user"), host);
        Requirements requirements = Requirements.of(a.map("tls_requires"));
        server.ask("CREATE USER " + account
                + authentication.map(Authentication::clause).orElse("")
                + (requirements.words().isEmpty() ? "" : requirements.clause()));
        if (grants.isPresent()) {
            Grant grant = new Grant(a.string("user"), host);
            grant.give(grants.get());
            grant.on(server);
        }
        if (!a.map("resource_limits").isEmpty()) {
            String limits = Grant.limits(
                    a.map("resource_limits"), accounts.account(host).limits());
            if (!limits.isEmpty()) {
                server.ask("ALTER USER " + account + limits);
            }
        }
        return result.with("password_changed", inherited.isEmpty());
    }

    /** What the user's other accounts have, if that is the same for all of them. */
    private Optional<Authentication> inherited() throws Refused {
        List<List<String>> known = accounts.authentications();
        return known.size() == 1
                ? Optional.of(new Authentication(
                        known.getFirst().getFirst(), known.getFirst().get(1), ""))
                : Optional.empty();
    }
}
