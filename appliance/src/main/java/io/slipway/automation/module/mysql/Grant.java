package io.slipway.automation.module.mysql;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.mysql.MysqlClient.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements that give privileges to an account and take them away, in order. */
final class Grant {

    /** @param told how a refusal is told; empty for one that speaks for itself */
    private record Step(String statement, String told) {}

    private final String user;
    private final String host;
    private final List<Step> steps = new ArrayList<>();

    Grant(String user, String host) {
        this.user = user;
        this.host = host;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    void give(Grants grants) {
        grants.privileges().forEach(this::give);
    }

    void give(String target, Set<String> privileges) {
        // the right to give on cannot stand alone
        String listed = Grants.listed(privileges).isEmpty() ? "USAGE" : Grants.listed(privileges);
        String option = privileges.contains("GRANT") ? " WITH GRANT OPTION" : "";
        String statement = "GRANT " + listed + " ON " + target + " TO ";
        steps.add(new Step(
                statement + account() + option,
                "Error granting privileges, invalid priv string: " + listed + " , params: ('" + user + "', '" + host
                        + "'), query: " + statement + "%s@%s" + option + " , exception: "));
    }

    void take(String target, Set<String> privileges, boolean option) {
        if (option) {
            steps.add(new Step("REVOKE GRANT OPTION ON " + target + " FROM " + account(), ""));
        }
        if (!Grants.listed(privileges).isEmpty()) {
            steps.add(new Step("REVOKE " + Grants.listed(privileges) + " ON " + target + " FROM " + account(), ""));
        }
    }

    private String account() {
        return Sql.account(user, host);
    }

    void on(MysqlClient server) throws Refused {
        if (steps.isEmpty()) {
            return;
        }
        try {
            server.ask(steps.stream().map(Step::statement).toList());
        } catch (Refused e) {
            String told = steps.get(e.at()).told();
            if (told.isEmpty()) {
                throw e;
            }
            throw new ModuleFailure(told + e.said() + ".");
        }
    }

    /** Limits that are not as they should be, as {@code ALTER USER} has them; empty for none. */
    static String limits(Map<String, ?> wanted, Map<String, Double> present) {
        StringBuilder clause = new StringBuilder();
        wanted.forEach((name, value) -> {
            if (!present.containsKey(name)) {
                throw new ModuleFailure("resource_limits: key '" + name + "' is unsupported.");
            }
            long number;
            try {
                number = Long.parseLong(String.valueOf(value).strip());
            } catch (NumberFormatException e) {
                throw new ModuleFailure("Can't convert value '" + value + "' to integer.");
            }
            if (present.getOrDefault(name, -1.0) != number) {
                clause.append(clause.isEmpty() ? " WITH " : " ")
                        .append(name)
                        .append(' ')
                        .append(number);
            }
        });
        return clause.toString();
    }
}
