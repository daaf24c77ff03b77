package io.slipway.automation.module.config;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps jobs and variables in a user's cron table, or in a file of {@code /etc/cron.d}. */
final class CronModule implements Module {

    private static final List<String> FIELDS = List.of("minute", "hour", "day", "month", "weekday");

    private static final ModuleSpec SPEC = ModuleSpec.of("cron", "Keeps jobs that cron runs")
            .options(
                    Option.of("name", STRING, "What the job is known by; of a variable its name")
                            .mandatory(),
                    Option.of("user", STRING, "Whose table; in a file, who runs the job"),
                    Option.of("job", STRING, "The command, or the variable's value")
                            .alias("value"),
                    Option.of("cron_file", PATH, "A file instead of a table, by its name in /etc/cron.d or its path"),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("backup", BOOL, "Keep the old table").orElse(false),
                    Option.of("minute", STRING, "0 to 59, * or */N").orElse("*"),
                    Option.of("hour", STRING, "0 to 23, * or */N").orElse("*"),
                    Option.of("day", STRING, "1 to 31, * or */N").alias("dom").orElse("*"),
                    Option.of("month", STRING, "1 to 12, * or */N").orElse("*"),
                    Option.of("weekday", STRING, "0 to 6 from Sunday on, or *")
                            .alias("dow")
                            .orElse("*"),
                    Option.of("special_time", STRING, "A word instead of the five fields")
                            .oneOf("reboot", "yearly", "annually", "monthly", "weekly", "daily", "hourly"),
                    Option.of("disabled", BOOL, "Whether the job is commented out")
                            .orElse(false),
                    Option.of("env", BOOL, "Whether it is a variable and no job")
                            .orElse(false),
                    Option.of("insertafter", STRING, "The variable that a new one follows"),
                    Option.of("insertbefore", STRING, "The variable that a new one stands before"))
            .exclusive("insertafter", "insertbefore")
            .build();

    private static final String READ = """
            if [ -n "$file" ]; then
              tell path "$file"
              if [ -e "$file" ]; then tell exists 1; cat -- "$file" >/dev/null || exit 1; printf 'table\\000'; cat -- "$file"; printf '\\000'; fi
            else
              command -v crontab >/dev/null || { tell error "the node has no program 'crontab': install the package cron (Debian, Ubuntu) or cronie"; exit 0; }
              if [ -n "$user" ] && [ "$(id -un)" != "$user" ]; then tell other 1; set -- -u "$user"; fi
              printf 'table\\000'; crontab "$@" -l 2>/dev/null; n=$?; printf '\\000'
              if [ "$n" -gt 1 ]; then tell error "Unable to read crontab: $(crontab "$@" -l 2>&1)"; fi
            fi
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        boolean present = a.string("state").equals("present");
        Optional<String> file = a.filled("cron_file")
                .map(path -> path.startsWith("/") || path.startsWith("~") ? path : "/etc/cron.d/" + path);
        requireSense(a, present, file);
        Found found = Found.ask(
                call.node(),
                Found.script(NodePath.assign("file", file.orElse("")) + READ)
                        .set("user", a.text("user").orElse("")));
        if (found.has("error")) {
            throw new ModuleFailure(found.text("error"));
        }
        String before = found.texts().getOrDefault("table", "");
        CronTable table = CronTable.of(before, file.isEmpty());
        boolean changed = change(a, present, table);
        boolean unended = !table.existing().isEmpty()
                && !table.existing().endsWith("\n")
                && !table.existing().endsWith("\r");
        boolean empty = file.isPresent() && !present && !a.flag("env") && changed && table.isEmpty();
        boolean act = changed || unended;
        ModuleResult result = ModuleResult.changed(act);
        if (!empty) {
            result = result.with("jobs", table.jobs()).with("envs", table.variables());
        } else {
            result = result.with("state", "absent");
        }
        if (file.isPresent()) {
            result = result.with("cron_file", a.string("cron_file"));
        }
        List<String> warnings = warnings(a, present);
        if (!warnings.isEmpty()) {
            result = result.with("warnings", warnings);
        }
        if (act && !call.check()) {
            Optional<String> backup =
                    write(call, file, empty ? Optional.empty() : Optional.of(table.text()), found, table);
            if (backup.isPresent()) {
                result = result.with("backup_file", backup.get());
            }
        }
        String header = file.orElse(
                a.text("user").map(user -> "crontab for user \"" + user + "\"").orElse("crontab"));
        return call.diff() && act
                ? result.with(
                        new Diff(header, empty ? "/dev/null" : header, table.existing(), empty ? "" : table.text()))
                : result;
    }

    private static void requireSense(Arguments a, boolean present, Optional<String> file) {
        if (file.filter("/etc/crontab"::equals).isPresent()) {
            throw new ModuleFailure("Will not manage /etc/crontab via cron_file, see documentation.");
        }
        if (a.has("special_time")
                && FIELDS.stream().anyMatch(field -> !a.string(field).equals("*"))) {
            throw new ModuleFailure("You must specify time and date fields or special time.");
        }
        if (a.string("name").matches("(?s).*[\r\n].*")) {
            throw new ModuleFailure("the name of a job is one line");
        }
        if (present && file.isPresent() && a.text("user").isEmpty()) {
            throw new ModuleFailure("To use cron_file=... parameter you must specify user=... as well");
        }
        if (present && a.text("job").isEmpty()) {
            throw new ModuleFailure("You must specify 'job' to install a new cron job or variable");
        }
        if (present && (a.has("insertafter") || a.has("insertbefore")) && !a.flag("env")) {
            throw new ModuleFailure("Insertafter and insertbefore parameters are valid only with env=yes");
        }
        if (a.flag("env") && a.string("name").contains(" ")) {
            throw new ModuleFailure("Invalid name for environment variable");
        }
    }

    private static boolean change(Arguments a, boolean present, CronTable table) {
        String name = a.string("name");
        if (a.flag("env")) {
            return present
                    ? table.setVariable(
                            name, name + "=\"" + a.string("job") + "\"", a.text("insertafter"), a.text("insertbefore"))
                    : table.removeVariable(name);
        }
        return present ? table.setJob(name, line(a)) : table.removeJob(name);
    }

    private static String line(Arguments a) {
        String times = a.text("special_time")
                .map(word -> "@" + word)
                .orElseGet(() -> String.join(" ", FIELDS.stream().map(a::string).toList()));
        Stream<String> words = a.filled("cron_file").isPresent()
                ? Stream.of(times, a.string("user"), bare(a.string("job")))
                : Stream.of(times, bare(a.string("job")));
        return (a.flag("disabled") ? "#" : "") + String.join(" ", words.toList());
    }

    private static String bare(String job) {
        return job.replaceAll("^[\r\n]+|[\r\n]+$", "");
    }

    private static List<String> warnings(Arguments a, boolean present) {
        List<String> warnings = new ArrayList<>();
        String base = NodePath.base(a.filled("cron_file").orElse(""));
        if (!base.isEmpty() && !base.matches("[A-Za-z0-9_-]+")) {
            warnings.add("Filename portion of cron_file (\"" + base
                    + "\") should consist solely of upper- and lower-case letters, digits, underscores, and hyphens");
        }
        if (present && !a.flag("env") && bare(a.text("job").orElse("")).matches("(?s).*[\r\n].*")) {
            warnings.add("Job should not contain line breaks");
        }
        return warnings;
    }

    /** @return where the old table was kept */
    private static Optional<String> write(
            ModuleCall call, Optional<String> file, Optional<String> text, Found found, CronTable table) {
        Arguments a = call.arguments();
        Steps steps = new Steps();
        if (a.flag("backup")) {
            steps.script(Script.of(
                            "b=$(mktemp \"${TMPDIR:-/tmp}/crontabXXXXXXXX\") && printf '%s' \"$old\" >\"$b\" && printf '%s' \"$b\"")
                    .set("old", table.existing()));
        }
        if (file.isPresent()) {
            String path = found.text("path");
            if (text.isPresent()) {
                steps.script(ReplaceFile.with(path, text.get(), "0644"));
            } else {
                steps.run("rm", "-f", "--", path);
            }
        } else {
            List<String> command = new ArrayList<>(List.of("crontab"));
            if (found.has("other")) {
                command.addAll(List.of("-u", a.string("user")));
            }
            command.add("-");
            steps.feed(NodeText.decode(NodeText.encode(text.orElse("\n"))), command.toArray(String[]::new));
        }
        Steps.Done done = steps.on(call.node(), "").orFail();
        return Optional.of(done.out().strip()).filter(path -> a.flag("backup") && !path.isEmpty());
    }
}
