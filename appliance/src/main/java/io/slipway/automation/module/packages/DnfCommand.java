package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs {@code dnf} on a node. What it did is read from {@code rpm}'s database, not from what it prints. */
final class DnfCommand {

    /**
     * A lock that another dnf holds is waited for; dnf ends with 200 then, see {@code dnf(8)}. A repository to use as well that is not
     * known is left out, which dnf refuses and Ansible doesn't mind.
     */
    private static final String LOCKED = """
            export LC_ALL=C.UTF-8
            _deadline=$(($(date +%s) + _timeout))
            _dnf() {
              while :; do
                "$@" </dev/null >"$_work/one" 2>&1
                _status=$?
                _no=$(sed -n "s/^Error: Unknown repo: '\\(.*\\)'$/\\1/p" "$_work/one" | head -n 1)
                if [ -n "$_no" ]; then
                  _words=$#
                  _left=$#
                  while [ "$_left" -gt 0 ]; do
                    [ "$1" = "--enablerepo=$_no" ] || set -- "$@" "$1"
                    shift
                    _left=$((_left - 1))
                  done
                  [ $# -eq "$_words" ] || continue
                fi
                [ "$_status" -eq 200 ] && [ "$(date +%s)" -lt "$_deadline" ] || break
                sleep 1
              done
              cat "$_work/one"
              return "$_status"
            }
            """;

    private static final String PACKAGES =
            "rpm --root \"$_root\" -qa --qf '%{NAME}-%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}.%{ARCH}\\n' 2>/dev/null | grep -v '^gpg-pubkey-' | sort";

    private static final Pattern UNKNOWN = Pattern.compile(
            "(?:No match for argument|Unable to find a match|No package|Error: No packages matched):? *(\\S+)");
    private static final Pattern PID = Pattern.compile("process with pid (\\d+)");
    private static final Pattern INSTALLS = Pattern.compile("(?:Installing|Upgrading|Downgrading|Reinstalling)[^:]*:");
    private static final Pattern REMOVES = Pattern.compile("Removing[^:]*:");
    private static final int COLUMNS = 5;
    private static final int LOCK_STATUS = 200;
    private static final String FIELDS = "%{name}|%{epoch}|%{version}|%{release}|%{arch}|%{repoid}\n";

    private final ModuleCall call;
    private final String tool;

    DnfCommand(ModuleCall call, String tool) {
        this.call = call;
        this.tool = tool;
    }

    ModuleResult run(List<List<String>> commands) {
        StringBuilder act = new StringBuilder(LOCKED);
        for (List<String> command : commands) {
            List<String> words = new ArrayList<>(command);
            if (call.check()) {
                words.set(1, "--assumeno");
            }
            act.append("_dnf ").append(Script.words(words)).append(call.check() ? "\n" : " || exit $?\n");
        }
        Found done = Unbroken.run(
                call.node(),
                "dnf",
                PACKAGES.replace("\"$_root\"", Script.quote(call.string("installroot"))),
                Script.of(act.toString())
                        .set("_timeout", Long.toString(call.arguments().number("lock_timeout"))));
        String out = done.texts().getOrDefault("stdout", "");
        if (call.check()) {
            return predicted(out, done);
        }
        if (!done.reply().ok()) {
            throw failure(commands, done, out);
        }
        List<String> results = Stream.concat(
                        done.lines("came").stream().map(name -> "Installed: " + name),
                        done.lines("went").stream().map(name -> "Removed: " + name))
                .toList();
        boolean fetched = call.flag("download_only") && !out.contains("Nothing to do");
        return results.isEmpty() && !fetched
                ? DnfModule.nothingToDo()
                : ModuleResult.changed(true)
                        .with("msg", "")
                        .with("results", results)
                        .with("rc", 0);
    }

    /** From the table that {@code --assumeno} prints: sections with a line of name, architecture, version, repository and size each. */
    private ModuleResult predicted(String out, Found done) {
        List<String> results = new ArrayList<>();
        String section = "";
        List<String> words = new ArrayList<>();
        for (String line : out.lines().toList()) {
            if (INSTALLS.matcher(line).matches()) {
                section = "Installed: ";
            } else if (REMOVES.matcher(line).matches()) {
                section = "Removed: ";
            } else if (!line.startsWith(" ")) {
                section = "";
            } else if (!section.isEmpty() && !line.strip().startsWith("replacing ")) {
                words.addAll(List.of(line.strip().split("\\s+")));
                if (words.size() >= COLUMNS) {
                    results.add(section + words.get(0) + "-" + words.get(2) + "." + words.get(1));
                    words.clear();
                }
            }
        }
        if (results.isEmpty()
                && UNKNOWN.matcher(out).find()
                && !DnfPlan.state(call.arguments()).equals("absent")) {
            throw failure(List.of(), done, out);
        }
        return results.isEmpty()
                ? DnfModule.nothingToDo()
                : ModuleResult.changed(true)
                        .with("msg", "Check mode: No changes made, but would have if not in check mode")
                        .with("results", results)
                        .with("rc", 0);
    }

    ModuleResult updateCache() {
        if (!call.check()) {
            List<String> command = DnfOptions.command(tool, call.arguments());
            command.add("makecache");
            Found done = Found.tryAsk(call.node(), Found.script("{ " + Script.words(command) + "; } 2>&1"));
            if (!done.reply().ok()) {
                throw failure(List.of(command), done, done.reply().out());
            }
        }
        return ModuleResult.unchanged()
                .with("msg", "Cache updated")
                .with("results", List.of())
                .with("rc", 0);
    }

    ModuleResult list(String what) {
        List<Map<String, Object>> results = new ArrayList<>();
        if (what.equals("repos") || what.equals("repositories")) {
            for (String line : query(List.of("-q", "repolist", "--enabled"))
                    .lines()
                    .skip(1)
                    .toList()) {
                results.add(Map.of("repoid", line.split("\\s+", 2)[0], "state", "enabled"));
            }
        } else {
            boolean installed = what.equals("installed");
            boolean offered = what.equals("available") || what.equals("updates") || what.equals("upgrades");
            if (!offered) {
                packages(results, "installed", installed ? List.of("--installed") : List.of("--installed", what));
            }
            if (!installed) {
                packages(
                        results,
                        "available",
                        switch (what) {
                            case "available" -> List.of("--available");
                            case "updates", "upgrades" -> List.of("--upgrades");
                            default -> List.of("--available", what);
                        });
            }
        }
        return ModuleResult.unchanged().with("msg", "").with("results", results);
    }

    private void packages(List<Map<String, Object>> results, String state, List<String> words) {
        List<String> query = new ArrayList<>(List.of("-q", "repoquery", "--qf", FIELDS));
        query.addAll(words);
        for (String line : query(query).lines().toList()) {
            String[] field = line.split("\\|", -1);
            if (field.length == 6) {
                String full = field[1] + ":" + field[0] + "-" + field[2] + "-" + field[3] + "." + field[4];
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("name", field[0]);
                entry.put("epoch", field[1]);
                entry.put("version", field[2]);
                entry.put("release", field[3]);
                entry.put("arch", field[4]);
                entry.put("repo", field[5]);
                entry.put("nevra", full);
                entry.put("envra", full);
                entry.put("yumstate", state);
                results.add(entry);
            }
        }
    }

    private String query(List<String> words) {
        List<String> command = DnfOptions.command(tool, call.arguments());
        command.addAll(words);
        Found done = Found.tryAsk(call.node(), Found.script("tell said \"$(" + Script.words(command) + ")\"; exit 0"));
        return done.text("said");
    }

    private ModuleFailure failure(List<List<String>> commands, Found done, String out) {
        List<String> unknown = new ArrayList<>();
        Matcher names = UNKNOWN.matcher(out);
        while (names.find()) {
            String text = "No package " + names.group(1) + " available.";
            if (!unknown.contains(text)) {
                unknown.add(text);
            }
        }
        Matcher pid = PID.matcher(out);
        Problem problem;
        if (!unknown.isEmpty()) {
            problem = Problem.of("Failed to install some of the specified packages")
                    .because(String.join(" ", unknown))
                    .hint("are the names right, and the repositories that have them enabled (enablerepo)?");
        } else if (done.reply().exitCode() == LOCK_STATUS) {
            problem = Problem.of(
                            "dnf lockfile is held by " + (pid.find() ? "process " + pid.group(1) : "another process"))
                    .hint("wait for it with a longer lock_timeout");
        } else {
            String said = (done.reply().err() + out).strip();
            problem = DnfTrouble.of(
                    commands.isEmpty() ? said : "'" + Words.shown(commands.getFirst()) + "' failed: " + said, said);
        }
        return new ModuleFailure(problem)
                .with("rc", unknown.isEmpty() ? done.reply().exitCode() : 1)
                .with("failures", unknown)
                .with("results", List.of());
    }
}
