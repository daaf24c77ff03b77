package io.slipway.automation.module.mysql;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.mysql.MysqlClient.Refused;
import io.slipway.automation.module.mysql.MysqlClient.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The accounts of a server. */
final class Accounts {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private final MysqlClient server;
    private final String user;
    private final List<String> hosts;
    private final boolean mariadb;

    private Accounts(MysqlClient server, String user, List<String> hosts, boolean mariadb) {
        this.server = server;
        this.user = user;
        this.hosts = hosts;
        this.mariadb = mariadb;
    }

    static Accounts of(MysqlClient server, String user) throws Refused {
        List<Rows> answers =
                server.ask("SELECT VERSION()", "SELECT Host FROM mysql.user WHERE User = " + Sql.text(user));
        String version = answers.getFirst().column().getFirst();
        boolean mariadb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        Matcher number = VERSION.matcher(version);
        int most = number.lookingAt() ? Integer.parseInt(number.group(1)) * 100 + Integer.parseInt(number.group(2)) : 0;
        if (most < (mariadb ? 1002 : 507)) {
            throw new ModuleFailure("the server is of version " + version
                    + ", whose accounts this module cannot change: it needs MariaDB 10.2 or MySQL 5.7");
        }
        return new Accounts(server, user, answers.get(1).column(), mariadb);
    }

    /** From where the user may come. */
    List<String> hosts() {
        return hosts;
    }

    boolean isMariadb() {
        return mariadb;
    }

    /**
     * What is known of one account.
     *
     * @param limits by their names in statements
     */
    record Account(String plugin, String hash, Grants grants, Requirements requirements, Map<String, Double> limits) {}

    Account account(String host) throws Refused {
        String account = Sql.account(user, host);
        String where = " FROM mysql.user WHERE User = " + Sql.text(user) + " AND Host = " + Sql.text(host);
        List<Rows> answers = server.ask(
                "SELECT plugin, " + hash() + where,
                "SHOW GRANTS FOR " + account,
                // an anonymous one cannot be shown so
                user.isEmpty() ? "SELECT ''" : "SHOW CREATE USER " + account,
                "SELECT max_questions, max_updates, max_connections, max_user_connections"
                        + (mariadb ? ", max_statement_time" : "") + where);
        List<String> login = answers.getFirst().first().orElse(List.of("", ""));
        return new Account(
                login.getFirst(),
                login.get(1),
                Grants.shown(answers.get(1).column()),
                Requirements.shown(answers.get(2).column().getFirst()),
                limits(answers.get(3).first().orElse(List.of())));
    }

    private static Map<String, Double> limits(List<String> row) {
        List<String> names = List.of(
                "MAX_QUERIES_PER_HOUR",
                "MAX_UPDATES_PER_HOUR",
                "MAX_CONNECTIONS_PER_HOUR",
                "MAX_USER_CONNECTIONS",
                "MAX_STATEMENT_TIME");
        Map<String, Double> limits = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            limits.put(names.get(i), Double.parseDouble(row.get(i)));
        }
        return limits;
    }

    /** MariaDB has two columns for it, and before 10.4 either could be the one. */
    private String hash() {
        return mariadb
                ? "COALESCE(NULLIF(Password, ''), NULLIF(authentication_string, ''), '')"
                : "COALESCE(authentication_string, '')";
    }

    /** What the user's accounts authenticate with, if that is the same for all of them. */
    List<List<String>> authentications() throws Refused {
        return server.ask("SELECT DISTINCT plugin, " + hash() + " FROM mysql.user WHERE User = " + Sql.text(user))
                .getFirst()
                .rows();
    }
}
