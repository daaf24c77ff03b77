package io.slipway.automation.module.mysql;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.List;

/** A file of statements, perhaps compressed, that databases are written to and read from. */
final class DumpFile {

    /** The status of what writes into the pipe decides; a dump takes the file's place when it is whole. */
    private static final String DUMP = """
            cd "${folder:-.}" || exit
            [ -z "$pack" ] || command -v "$pack" >/dev/null || { echo "the program '$pack' is missing on this node" >&2; exit 127; }
            part=$target.slipway.$$
            trap 'rm -f -- "$part"' EXIT
            status=$( { { write 5>&-; echo $? >&5; } | "${pack:-cat}" >"$part" || echo 1 >&5; } 5>&1 )
            [ "$status" = 0 ] || exit "${status%%[!0-9]*}"
            [ ! -e "$target" ] || chmod --reference="$target" -- "$part" || exit
            mv -f -- "$part" "$target"
            """;

    private static final String IMPORT = """
            cd "${folder:-.}" || exit
            [ -e "$target" ] || { echo "target $target does not exist on the host" >&2; exit 66; }
            if [ -z "$pack" ]; then
                read_in <"$target"
                exit
            fi
            command -v "$pack" >/dev/null || { echo "the program '$pack' is missing on this node" >&2; exit 127; }
            exec 6>&1
            packed=$( { { "$pack" -dc -- "$target" 5>&-; echo $? >&5; } | { read_in >&6 5>&-; echo $? >&5; }; } 5>&1 )
            for status in $packed; do
                [ "$status" = 0 ] || exit "$status"
            done
            """;

    private final ModuleCall call;
    private final MysqlClient server;
    private final List<String> names;
    private final boolean all;
    private final String target;

    private DumpFile(ModuleCall call, MysqlClient server, List<String> names, boolean all) {
        this.call = call;
        this.server = server;
        this.names = names;
        this.all = all;
        this.target = call.string("target");
    }

    static DumpFile of(ModuleCall call, MysqlClient server, List<String> names, boolean all) {
        return new DumpFile(call, server, names, all);
    }

    private String packer() {
        int dot = target.lastIndexOf('.');
        return switch (dot < 0 ? "" : target.substring(dot)) {
            case ".gz" -> "gzip";
            case ".bz2" -> "bzip2";
            case ".xz" -> "xz";
            default -> "";
        };
    }

    ModuleResult dump(List<String> executed) {
        Arguments a = call.arguments();
        List<String> words = new ArrayList<>();
        when(a.flag("force"), words, "--force");
        if (all) {
            words.add("--all-databases");
        } else {
            when(names.size() > 1, words, "--databases");
        }
        when(a.flag("skip_lock_tables"), words, "--skip-lock-tables");
        a.filled("encoding").ifPresent(characters -> words.add("--default-character-set=" + characters));
        when(a.flag("single_transaction"), words, "--single-transaction=true");
        when(a.flag("quick"), words, "--quick");
        a.strings("ignore_tables").forEach(table -> words.add("--ignore-table=" + table));
        when(a.flag("hex_blob"), words, "--hex-blob");
        a.integer("master_data").filter(kind -> kind > 0).ifPresent(kind -> words.add("--master-data=" + kind));
        a.text("dump_extra_args").ifPresent(more -> words.addAll(Words.split(more)));
        if (!all) {
            words.add("--");
            words.addAll(names);
        }
        String command = Script.words(words);
        return run(
                "write() {\nclient mysqldump mariadb-dump " + command + "\n}\n" + DUMP,
                "mysqldump " + command + (packer().isEmpty() ? "" : " | " + packer()) + " > " + Script.quote(target),
                executed);
    }

    ModuleResult bring(List<String> executed) {
        Arguments a = call.arguments();
        List<String> words = new ArrayList<>();
        when(a.flag("force"), words, "-f");
        a.filled("encoding").ifPresent(characters -> words.add("--default-character-set=" + characters));
        if (!all) {
            words.add("--one-database");
            words.add("--");
            words.add(names.getFirst());
        }
        String command = Script.words(words);
        String file = Script.quote(target);
        return run(
                "read_in() {\nclient mysql mariadb " + command + "\n}\n" + IMPORT,
                packer().isEmpty()
                        ? "mysql " + command + " < " + file
                        : packer() + " -dc " + file + " | mysql " + command,
                executed);
    }

    private static void when(boolean wanted, List<String> words, String word) {
        if (wanted) {
            words.add(word);
        }
    }

    private ModuleResult run(String text, String shown, List<String> executed) {
        if (call.check()) {
            return ModuleResult.changed(true);
        }
        Reply reply = call.node()
                .run(server.script(text)
                        .set("target", target)
                        .set("pack", packer())
                        .set("folder", call.arguments().text("chdir").orElse("")));
        executed.add(shown);
        if (!reply.ok()) {
            throw new ModuleFailure(
                    reply.err().isBlank() ? reply.out().strip() : reply.err().strip());
        }
        return ModuleResult.changed(true).with("msg", reply.out());
    }
}
