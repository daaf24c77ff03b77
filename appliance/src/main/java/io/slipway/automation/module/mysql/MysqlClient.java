package io.slipway.automation.module.mysql;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of MySQL or MariaDB, asked through the client program on the node. Who logs in, and the password, reach the client through a
 * pipe that it reads as its option file: neither an argument, nor a variable of its environment, nor a file holds them.
 */
final class MysqlClient {

    static final List<Option> OPTIONS = List.of(
            Option.of("login_user", STRING, "Who logs in"),
            Option.of("login_password", STRING, "The password of who logs in").secret(),
            Option.of("login_host", STRING, "Where the server is").orElse("localhost"),
            Option.of("login_port", INT, "Its port").orElse(3306),
            Option.of("login_unix_socket", STRING, "The socket of a server on the node itself"),
            Option.of("config_file", PATH, "An option file with who logs in").orElse("~/.my.cnf"),
            Option.of("connect_timeout", INT, "How long a connection may take, in seconds")
                    .orElse(30),
            Option.of("client_cert", PATH, "A certificate to show").alias("ssl_cert"),
            Option.of("client_key", PATH, "Its key").alias("ssl_key"),
            Option.of("ca_cert", PATH, "The authority that certifies the server")
                    .alias("ssl_ca"),
            Option.of("check_hostname", BOOL, "Whether the server's certificate must have its name"),
            Option.of("check_implicit_admin", BOOL, "Try to log in as root without a password before")
                    .orElse(false));

    /** Options of the client come on the third file descriptor, after those of the file that the task names. */
    private static final String CONNECT = """
            client() {
                _program=$(command -v "$1" || command -v "$2") || {
                    echo "the program '$1' is missing on this node" >&2
                    return 127
                }
                shift 2
                _file=
                [ ! -e "$config" ] || _file="!include $config"
                "$_program" --defaults-file=/dev/fd/3 "$@" 3<<END
            [client]
            $defaults
            $_file
            [client]
            $options
            END
            }
            """;

    /** Stands in a row of its own before the rows of each statement. */
    private static final String MARK = "-- slipway --";

    private static final Pattern ERROR = Pattern.compile("(?ms)^ERROR (\\d+)(?: \\([^)]*\\))?(?: at line \\d+)?: (.*)");

    private static final Pattern ESCAPED = Pattern.compile("\\\\([tn0\\\\])");

    /** Access denied; not without a password; not from this host. Errors of the client itself are from 2000 on. */
    private static final Set<Integer> LOGIN = Set.of(1045, 1698, 1130);

    private final Node node;
    private final Arguments a;
    private final boolean rootWithoutPassword;
    private final String database;
    private final List<String> session;

    private MysqlClient(Node node, Arguments a, boolean rootWithoutPassword, String database, List<String> session) {
        this.node = node;
        this.a = a;
        this.rootWithoutPassword = rootWithoutPassword;
        this.database = database;
        this.session = session;
    }

    /**
     * @param database which one statements are about; may be empty
     * @param session statements that come before all others
     */
    static MysqlClient of(ModuleCall call, String database, List<String> session) {
        Arguments a = call.arguments();
        long port = a.integer("login_port").orElse(3306L);
        if (port < 0 || port > 65535) {
            throw new ModuleFailure("login_port must be a valid unix port number (0-65535)");
        }
        MysqlClient client = new MysqlClient(call.node(), a, false, database, session);
        MysqlClient root = new MysqlClient(call.node(), a, true, database, session);
        return a.flag("check_implicit_admin") && root.run(List.of()).ok() ? root : client;
    }

    /** What a statement said, row by row. A missing value is {@code NULL}. */
    record Rows(List<List<String>> rows) {

        Optional<List<String>> first() {
            return rows.stream().findFirst();
        }

        List<String> column() {
            return rows.stream().map(List::getFirst).toList();
        }
    }

    /** The server refused a statement, in its own words. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;
        private final String said;
        private final int at;

        Refused(String said, int at) {
            super(said);
            this.said = said;
            this.at = at;
        }

        String said() {
            return said;
        }

        /** Which statement it was, from 0. */
        int at() {
            return at;
        }
    }

    /**
     * Has the server run statements, one after the other until it refuses one.
     *
     * @return an answer for each
     */
    List<Rows> ask(List<String> statements) throws Refused {
        Reply reply = run(statements);
        if (!reply.ok()) {
            throw refused(reply);
        }
        List<Rows> answers = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String line : NodeText.decode(reply.stdout()).lines().toList()) {
            if (line.equals(MARK)) {
                rows = new ArrayList<>();
                answers.add(new Rows(rows));
            } else {
                rows.add(fields(line));
            }
        }
        return answers;
    }

    List<Rows> ask(String... statements) throws Refused {
        return ask(List.of(statements));
    }

    /** The client writes what would end a field or a row as two characters. */
    private static List<String> fields(String line) {
        return Arrays.stream(line.split("\t", -1))
                .map(field -> ESCAPED.matcher(field).replaceAll(escaped -> switch (escaped.group(1)) {
                    case "t" -> "\t";
                    case "n" -> "\n";
                    case "0" -> "\0";
                    default -> Matcher.quoteReplacement("\\");
                }))
                .toList();
    }

    private Reply run(List<String> statements) {
        StringBuilder text = new StringBuilder("SET SESSION sql_mode='';\n");
        session.forEach(statement -> text.append(statement).append(";\n"));
        statements.forEach(statement -> text.append("SELECT '")
                .append(MARK)
                .append("';\n")
                .append(statement)
                .append(";\n"));
        return node.run(script("client mysql mariadb --batch --skip-column-names"
                        + (database.isEmpty() ? "" : " " + Script.quote(database)))
                .input(NodeText.encode(text.toString())));
    }

    /**
     * A script that calls {@code client PROGRAM OTHER-NAME ARGUMENT…}.
     *
     * @param text may hold {@code $options}, which is none of its business
     */
    Script script(String text) {
        return Found.script(text)
                .using(CONNECT)
                .set("options", options())
                .set("defaults", fileSaysWhere() ? where() : "")
                .set("config", a.string("config_file"));
    }

    /** As an option file has them (MariaDB "Configuring MariaDB with Option Files"). */
    private String options() {
        List<String> lines = new ArrayList<>();
        if (rootWithoutPassword) {
            lines.add("user=root");
            lines.add("password=");
        } else {
            a.text("login_user").ifPresent(user -> lines.add("user=" + value(user)));
            a.text("login_password").ifPresent(password -> lines.add("password=" + value(password)));
        }
        if (!fileSaysWhere()) {
            lines.add(where());
        }
        a.text("client_cert").ifPresent(file -> lines.add("ssl-cert=" + value(file)));
        a.text("client_key").ifPresent(file -> lines.add("ssl-key=" + value(file)));
        a.text("ca_cert").ifPresent(file -> lines.add("ssl-ca=" + value(file)));
        if (a.has("check_hostname") && a.flag("check_hostname")) {
            lines.add("ssl-verify-server-cert");
        }
        lines.add("[mysql]");
        lines.add("connect-timeout=" + a.integer("connect_timeout").orElse(30L));
        return String.join("\n", lines);
    }

    private boolean fileSaysWhere() {
        return a.flag("config_overrides_defaults");
    }

    private String where() {
        return a.text("login_unix_socket")
                .map(socket -> "socket=" + value(socket))
                .orElseGet(() -> "host=" + value(a.string("login_host")) + "\nport="
                        + a.integer("login_port").orElse(3306L));
    }

    private static String value(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }

    private Refused refused(Reply reply) {
        Matcher error = ERROR.matcher(reply.err().strip());
        if (!error.find()) {
            throw new ModuleFailure(
                    reply.err().isBlank()
                            ? "the mysql client ended with status " + reply.exitCode()
                            : reply.err().strip());
        }
        String said = "(" + error.group(1) + ", \"" + error.group(2).strip() + "\")";
        int code = Integer.parseInt(error.group(1));
        if (LOGIN.contains(code) || (code >= 2000 && code < 3000)) {
            throw new ModuleFailure(
                    Problem.of("unable to connect to database, check login_user and login_password are correct or "
                                    + a.string("config_file") + " has the credentials. Exception message: " + said)
                            .hint("login_unix_socket with become: true is how root logs in where no password is set"));
        }
        int before = (int)
                NodeText.decode(reply.stdout()).lines().filter(MARK::equals).count();
        return new Refused(said, Math.max(before - 1, 0));
    }
}
