package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs {@code apt-get} on a node, and reads from what it prints what it did. */
final class AptGet {

    private static final String POLICY = """
            if [ -n "$_policy" ]; then
              _rc=/usr/sbin/policy-rc.d
              _kept=
              if [ -e "$_rc" ]; then
                _kept=$(mktemp /usr/sbin/.policy-rc.d.XXXXXX) && cp -p "$_rc" "$_kept" || exit 1
              fi
              _restore() { if [ -n "$_kept" ]; then mv -f "$_kept" "$_rc"; else rm -f "$_rc"; fi; }
              trap _restore EXIT
              trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
              printf '#!/bin/sh\\nexit %s\\n' "$_policy" >"$_rc" && chmod 755 "$_rc" || exit 1
            fi
            """;

    private static final String FILE = AptDownload.FUNCTION + """
            _dir=
            _clean() { [ -z "$_dir" ] || rm -rf -- "$_dir"; }
            trap '_clean; [ -z "$_policy" ] || _restore' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            case $_url in
              *://*)
                _dir=$(mktemp -d) && chmod 755 "$_dir" || exit 1
                _file=$_dir/package.deb
                (_work=$_dir; _download "$_file") >&2 || { printf 'Failure downloading %s\\n' "$_url" >&2; exit 1; } ;;
              "~/"*) _file=$HOME/${_url#??} ;;
              /*) _file=$_url ;;
              *) _file=./$_url ;;
            esac
            _package=$(dpkg-deb -f "$_file" Package) || exit 1
            _version=$(dpkg-deb -f "$_file" Version); _arch=$(dpkg-deb -f "$_file" Architecture)
            _have=$(dpkg-query -W -f='${Architecture} ${db:Status-Status} ${Version}\\n' -- "$_package" 2>/dev/null)
            case "
            $_have
            " in *"
            $_arch installed $_version
            "*) exit 0 ;; esac
            echo "installing $_package $_version"
            """;

    private static final String REPAIRED =
            "dpkg had been interrupted on this node: its work was finished first, by 'dpkg --configure -a'";
    private static final Pattern SIMULATED = Pattern.compile("^(?:Inst|Conf|Remv|Purg) ", Pattern.MULTILINE);
    private static final String NOTHING_DONE = "0 upgraded, 0 newly installed, 0 to remove";
    private static final Pattern NO_PACKAGE =
            Pattern.compile("E: (?:Unable to locate package (\\S+)|Package '([^']+)' has no installation candidate)");
    private static final Pattern NO_VERSION = Pattern.compile("E: Version '([^']+)' for '([^']+)' was not found");
    private static final Pattern VIRTUAL =
            Pattern.compile("Package (\\S+) is a virtual package provided by:\\R((?: +\\S.*\\R?)+)");
    private static final Pattern DOWNLOAD = Pattern.compile("(?m)^Failure downloading .*");
    private static final Pattern FETCH = Pattern.compile("(?m)^E: Failed to fetch \\S+ +(.*)");
    private static final Pattern PLAN_ENDS = Pattern.compile("\\d+ upgraded.*");

    private final ModuleCall call;

    AptGet(ModuleCall call) {
        this.call = call;
    }

    private List<String> command() {
        return AptOptions.command(call.arguments(), call.check());
    }

    ModuleResult install(List<String> packages) {
        List<String> command = command();
        AptOptions.add(command, call.arguments(), "autoremove", "--auto-remove");
        AptOptions.add(command, call.arguments(), "only_upgrade", "--only-upgrade");
        if (call.string("state").equals("fixed")) {
            command.add("--fix-broken");
        }
        command.addAll(List.of("install", "--"));
        command.addAll(packages);
        return run(command, "");
    }

    ModuleResult buildDependencies(List<String> packages) {
        List<String> command = command();
        command.addAll(List.of("build-dep", "--"));
        command.addAll(packages);
        return run(command, "");
    }

    ModuleResult remove(List<String> packages) {
        List<String> command = command();
        AptOptions.add(command, call.arguments(), "purge", "--purge");
        AptOptions.add(command, call.arguments(), "autoremove", "--auto-remove");
        command.addAll(List.of("remove", "--"));
        command.addAll(packages);
        return run(command, "");
    }

    ModuleResult upgrade(String how) {
        List<String> command = command();
        AptOptions.add(command, call.arguments(), "autoremove", "--auto-remove");
        boolean mayRemove = how.equals("dist") || how.equals("full");
        command.addAll(mayRemove ? List.of("dist-upgrade") : List.of("upgrade", "--with-new-pkgs"));
        ModuleResult result = run(command, "");
        return result.with("msg", String.valueOf(result.values().get("stdout")));
    }

    ModuleResult cleanUp(String operation) {
        List<String> command = command();
        AptOptions.add(command, call.arguments(), "purge", "--purge");
        command.add(operation);
        ModuleResult result = run(command, "");
        String out = String.valueOf(result.values().get("stdout"));
        boolean changed = operation.equals("autoclean")
                ? out.lines().anyMatch(line -> line.startsWith("Del "))
                : out.contains("The following packages will be REMOVED");
        return new ModuleResult(changed, false, false, result.values(), result.diffs());
    }

    ModuleResult clean() {
        if (call.check()) {
            return ModuleResult.changed(true);
        }
        ModuleResult result = run(List.of("apt-get", "clean"), "");
        return new ModuleResult(true, false, false, result.values(), result.diffs())
                .with("msg", String.valueOf(result.values().get("stdout")));
    }

    void markManual(List<String> packages) {
        List<String> command = new ArrayList<>(List.of("apt-mark", "manual", "--"));
        command.addAll(packages);
        run(command, "");
    }

    /** Package files, with commas between; what they depend on comes from the package lists. */
    ModuleResult installFiles(String files) {
        ModuleResult all = ModuleResult.unchanged().with("stdout", "").with("stderr", "");
        for (String file : files.split(",")) {
            List<String> command = command();
            command.add("install");
            ModuleResult one = run(
                    command,
                    AptDownload.of(file.strip()).set(Script.of(FILE), "").text());
            String out =
                    String.valueOf(all.values().get("stdout")) + one.values().get("stdout");
            String err =
                    String.valueOf(all.values().get("stderr")) + one.values().get("stderr");
            ModuleResult both =
                    one.values().get("warnings") instanceof List<?> warnings ? all.with("warnings", warnings) : all;
            all = Output.in(
                    new ModuleResult(all.changed() || one.changed(), false, false, both.values(), one.diffs()),
                    out,
                    err);
        }
        return all;
    }

    private ModuleResult run(List<String> command, String first) {
        String words = Script.words(command) + (first.isEmpty() ? "" : " \"$_file\"");
        Script act = Script.of(POLICY + first + "_apt " + words + " 3>&1\n")
                .set(
                        "_policy",
                        call.check()
                                ? ""
                                : call.arguments()
                                        .integer("policy_rc_d")
                                        .map(String::valueOf)
                                        .orElse(""));
        PackageTransaction.Done done = new PackageTransaction(call).run(act);
        if (!done.ok()) {
            throw failure(command, done);
        }
        boolean said = !done.out().isEmpty() && !done.out().contains(NOTHING_DONE);
        boolean simulated = call.check() && SIMULATED.matcher(done.out()).find();
        boolean changed = said || simulated || done.changed();
        ModuleResult result = Output.in(ModuleResult.changed(changed), done.out(), done.err());
        if (done.repaired()) {
            result = result.with("warnings", List.of(REPAIRED));
        }
        return changed && call.diff()
                ? result.with(new ModuleResult.Diff("packages", "packages", "", plan(done.out())))
                : result;
    }

    /** The part of the output that says what is done. */
    private static String plan(String out) {
        List<String> lines = Arrays.asList(out.split("\n"));
        int start = lines.indexOf("Reading state information...") + 1;
        return lines.stream()
                        .skip(start)
                        .takeWhile(line -> !PLAN_ENDS.matcher(line).matches())
                        .collect(Collectors.joining("\n"))
                + lines.stream()
                        .filter(line -> PLAN_ENDS.matcher(line).matches())
                        .findFirst()
                        .map(line -> "\n" + line + "\n")
                        .orElse("\n");
    }

    private ModuleFailure failure(List<String> command, PackageTransaction.Done done) {
        String err = done.err().strip();
        Matcher noPackage = NO_PACKAGE.matcher(err);
        Matcher noVersion = NO_VERSION.matcher(err);
        Matcher virtual = VIRTUAL.matcher(done.out());
        Matcher download = DOWNLOAD.matcher(err);
        Problem problem;
        if (download.find()) {
            Matcher why = FETCH.matcher(err);
            problem = AptTrouble.of(
                    download.group() + (why.find() ? ": " + why.group(1).strip() : ""), err);
        } else if (virtual.find() && noPackage.find()) {
            problem = Problem.of("Package '" + virtual.group(1) + "' has no installation candidate")
                    .because("it is a virtual package, which "
                            + String.join(
                                    " and ",
                                    virtual.group(2)
                                            .lines()
                                            .map(line -> line.strip().split(" ")[0])
                                            .sorted()
                                            .toList())
                            + " provide")
                    .hint("name the one to have");
        } else if (noPackage.find(0)) {
            problem = new UnknownPackage(call.node())
                    .problem(noPackage.group(1) == null ? noPackage.group(2) : noPackage.group(1));
        } else if (noVersion.find()) {
            problem = Problem.of(
                    "no available installation candidate for " + noVersion.group(2) + "=" + noVersion.group(1));
        } else if (err.startsWith("dpkg-deb")) {
            problem = AptTrouble.of("Unable to install package: " + err, err);
        } else {
            problem = AptTrouble.of(
                    "'" + Words.shown(command) + "' failed: "
                            + (err.isEmpty() ? done.out().strip() : err),
                    err + "\n" + done.out());
        }
        return Output.in(new ModuleFailure(problem).with("rc", done.rc()), done.out(), done.err());
    }
}
