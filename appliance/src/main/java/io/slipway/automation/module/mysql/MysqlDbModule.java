package io.slipway.automation.module.mysql;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.NodePath;
import java.util.ArrayList;
import java.util.List;

/** {@code mysql_db}: databases made, removed, dumped and read in. */
final class MysqlDbModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "mysql_db", "Makes, removes, dumps and imports databases of MySQL and MariaDB")
            .options(
                    Option.of("name", LIST, "The databases; 'all' for a dump or an import of every one")
                            .alias("db")
                            .mandatory(),
                    Option.of("state", STRING, "What is to be done")
                            .oneOf("absent", "dump", "import", "present")
                            .orElse("present"),
                    Option.of("collation", STRING, "How a new database sorts").orElse(""),
                    Option.of("encoding", STRING, "The characters of a new database, a dump or an import")
                            .orElse(""),
                    Option.of("target", PATH, "The file of a dump; .gz, .bz2 and .xz are compressed"),
                    Option.of("single_transaction", BOOL, "Dump in one transaction")
                            .orElse(false),
                    Option.of("quick", BOOL, "Dump row by row").orElse(true),
                    Option.of("ignore_tables", LIST, "Tables that are not dumped, as DATABASE.TABLE")
                            .orElse(List.of()),
                    Option.of("hex_blob", BOOL, "Dump binary columns in hexadecimal digits")
                            .orElse(false),
                    Option.of("force", BOOL, "Go on with a dump or an import after an error")
                            .orElse(false),
                    Option.of(
                                    "master_data",
                                    INT,
                                    "Whether a dump says where replication stands, as a statement or a comment")
                            .orElse(0),
                    Option.of("skip_lock_tables", BOOL, "Dump without locks").orElse(false),
                    Option.of("dump_extra_args", STRING, "More arguments of mysqldump"),
                    Option.of("use_shell", BOOL, "Accepted; an import always goes through one shell")
                            .orElse(false),
                    Option.of("unsafe_login_password", BOOL, "Accepted; the password stands in no command line")
                            .orElse(false),
                    Option.of("restrict_config_file", BOOL, "Accepted; no other option file is read")
                            .orElse(false),
                    Option.of("config_overrides_defaults", BOOL, "Let config_file say where the server is")
                            .orElse(false),
                    Option.of("chdir", PATH, "The folder to be in"),
                    Option.of("pipefail", BOOL, "Accepted; a dump that broke off is always noticed")
                            .orElse(false))
            .options(MysqlClient.OPTIONS)
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        Arguments a = call.arguments();
        List<String> names = a.strings("name").stream().map(String::strip).toList();
        if (names.isEmpty()) {
            return ModuleResult.unchanged().with("db", names).with("db_list", names);
        }
        String state = a.string("state");
        boolean all = names.equals(List.of("all"));
        refuse(a, state, names, all);
        MysqlClient server = MysqlClient.of(call, "", List.of());
        List<String> missing = all ? List.of() : missing(server, names);
        List<String> executed = new ArrayList<>();
        ModuleResult result = ModuleResult.unchanged();
        switch (state) {
            case "absent" -> {
                List<String> there = new ArrayList<>(names);
                there.removeAll(missing);
                for (String name : there) {
                    executed.add("DROP DATABASE " + Sql.name(name));
                }
                result = change(call, server, executed, "deleting");
            }
            case "present" -> {
                create(a, missing, executed);
                result = change(call, server, executed, "creating");
            }
            case "dump" -> {
                if (!missing.isEmpty()) {
                    throw new ModuleFailure("Cannot dump database(s) '" + String.join(", ", missing) + "' - not found");
                }
                result = DumpFile.of(call, server, names, all).dump(executed);
            }
            default -> {
                DumpFile file = DumpFile.of(call, server, names, all);
                if (!call.check()) {
                    create(a, missing, executed);
                    change(call, server, executed, "creating");
                }
                result = file.bring(executed);
            }
        }
        result = result.with("db", String.join(" ", names)).with("db_list", names);
        return call.check() ? result : result.with("executed_commands", List.copyOf(executed));
    }

    private static void refuse(Arguments a, String state, List<String> names, boolean all) {
        boolean file = state.equals("dump") || state.equals("import");
        if (a.strings("ignore_tables").contains("")) {
            throw new ModuleFailure("Name of ignored table cannot be empty");
        }
        if (names.size() > 1 && state.equals("import")) {
            throw new ModuleFailure("Multiple databases are not supported with state=import");
        }
        if (file && a.text("target").isEmpty()) {
            throw new ModuleFailure("with state=" + state + " target is required");
        }
        if (!file && all) {
            throw new ModuleFailure("name is not allowed to equal 'all' unless state equals import, or dump.");
        }
    }

    private static List<String> missing(MysqlClient server, List<String> names) {
        try {
            List<String> there = server.ask("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ("
                            + Sql.texts(names) + ")")
                    .getFirst()
                    .column();
            return names.stream().filter(name -> !there.contains(name)).toList();
        } catch (MysqlClient.Refused e) {
            throw new ModuleFailure("cannot look at the databases: " + e.said());
        }
    }

    private static void create(Arguments a, List<String> names, List<String> statements) {
        for (String name : names) {
            statements.add("CREATE DATABASE " + Sql.name(name)
                    + a.filled("encoding")
                            .map(it -> " CHARACTER SET " + Sql.text(it))
                            .orElse("")
                    + a.filled("collation")
                            .map(it -> " COLLATE " + Sql.text(it))
                            .orElse(""));
        }
    }

    private static ModuleResult change(ModuleCall call, MysqlClient server, List<String> statements, String doing) {
        if (statements.isEmpty()) {
            return ModuleResult.unchanged();
        }
        if (!call.check()) {
            try {
                server.ask(statements);
            } catch (MysqlClient.Refused e) {
                throw new ModuleFailure("error " + doing + " database: " + e.said());
            }
        }
        return ModuleResult.changed(true);
    }
}
