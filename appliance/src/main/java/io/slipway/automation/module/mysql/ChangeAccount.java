package io.slipway.automation.module.mysql;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.mysql.Accounts.Account;
import io.slipway.automation.module.mysql.MysqlClient.Refused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings accounts that are there to what they should be. */
final class ChangeAccount {

    private static final String UNCHANGED = "User unchanged";

    private final ModuleCall call;
    private final Arguments a;
    private final MysqlClient server;
    private final Accounts accounts;
    private final String user;
    private boolean changed;
    private boolean passwordChanged;
    private String message = UNCHANGED;

    ChangeAccount(ModuleCall call, MysqlClient server, Accounts accounts) {
        this.call = call;
        this.a = call.arguments();
        this.server = server;
        this.accounts = accounts;
        this.user = a.string("user");
    }

    ModuleResult change(List<String> hosts) throws Refused {
        Optional<Authentication> authentication =
                a.string("update_password").equals("always") ? Authentication.of(a) : Optional.empty();
        Optional<Grants> wanted = a.raw("priv").map(priv -> Grants.wanted(priv, !a.flag("subtract_privs")));
        for (String host : hosts) {
            Account now = accounts.account(host);
            if (authentication.isPresent()) {
                authenticate(host, now, authentication.get());
            }
            if (wanted.isPresent()) {
                permit(host, now.grants(), wanted.get());
            }
            require(host, now.requirements());
            limit(host, now);
        }
        return ModuleResult.changed(changed).with("msg", message).with("password_changed", passwordChanged);
    }

    /** The last change is what is said, but the first one of those that are only predicted, as Ansible has it. */
    private void say(String what) {
        if (!call.check() || message.equals(UNCHANGED)) {
            message = what;
        }
    }

    private void authenticate(String host, Account now, Authentication wanted) throws Refused {
        if (wanted.isAlready(now.plugin(), now.hash())) {
            return;
        }
        passwordChanged = true;
        if (wanted.plugin().equals(Authentication.NATIVE)) {
            say(call.check() ? "Password updated" : "Password updated (new style)");
        }
        alter(host, wanted.clause());
    }

    private void require(String host, Requirements now) throws Refused {
        Requirements wanted = Requirements.of(a.map("tls_requires"));
        if (!wanted.equals(now) && !user.isEmpty()) {
            say("TLS requires updated");
            alter(host, wanted.clause());
        }
    }

    private void limit(String host, Account now) throws Refused {
        String limits = Grant.limits(a.map("resource_limits"), now.limits());
        if (!limits.isEmpty()) {
            alter(host, limits);
        }
    }

    private void alter(String host, String clause) throws Refused {
        changed = true;
        if (!call.check()) {
            server.ask("ALTER USER " + Sql.account(user, host) + clause);
        }
    }

    private void permit(String host, Grants now, Grants wanted) throws Refused {
        Grant grant = new Grant(user, host);
        if (!a.flag("append_privs") && !a.flag("subtract_privs")) {
            takeWhatNobodyNamed(now, wanted, grant);
        }
        wanted.privileges().forEach((target, privileges) -> {
            if (now.privileges().containsKey(target)) {
                adjust(target, privileges, now.on(target), grant);
            } else if (!a.flag("subtract_privs")) {
                say("New privileges granted");
                grant.give(target, privileges);
            }
        });
        if (grant.isEmpty()) {
            return;
        }
        if (call.check()) {
            changed = true;
            return;
        }
        grant.on(server);
        // what was asked for may be what the account had, in other words
        changed |= !accounts.account(host).grants().equals(now);
    }

    private void takeWhatNobodyNamed(Grants now, Grants wanted, Grant grant) {
        now.privileges().forEach((target, privileges) -> {
            if (!wanted.privileges().containsKey(target) && !user.equals("root") && !privileges.contains("PROXY")) {
                say("Privileges updated");
                grant.take(target, privileges, privileges.contains("GRANT"));
            }
        });
    }

    private void adjust(String target, Set<String> wanted, Set<String> now, Grant grant) {
        Set<String> give = a.flag("subtract_privs") ? Set.of() : Grants.without(wanted, now);
        Set<String> take = new LinkedHashSet<>();
        if (a.flag("subtract_privs")) {
            take.addAll(wanted);
            take.retainAll(now);
        } else if (!a.flag("append_privs")) {
            take.addAll(Grants.without(now, wanted));
            if (give.contains("ALL")) {
                take.retainAll(Set.of("GRANT", "PROXY"));
            }
        }
        if (give.isEmpty() && take.isEmpty()) {
            return;
        }
        say("Privileges updated: granted " + Grants.python(give) + ", revoked " + Grants.python(take));
        grant.take(target, take, take.contains("GRANT"));
        if (!give.isEmpty()) {
            grant.give(target, give);
        }
    }
}
