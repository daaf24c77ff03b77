package io.slipway.automation.module.source;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.List;

/** Keeps a clone of a Git repository on a node at a version. */
final class GitModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("git", "Keeps a clone of a Git repository on a node")
            .options(
                    Option.of("repo", STRING, "Where it is cloned from")
                            .alias("name")
                            .mandatory(),
                    Option.of("dest", PATH, "Where the clone lies; needed unless clone is false"),
                    Option.of("version", STRING, "Branch, tag, commit, or HEAD for the repository's own branch")
                            .orElse("HEAD"),
                    Option.of("remote", STRING, "What the clone calls the repository")
                            .orElse("origin"),
                    Option.of("force", BOOL, "Whether local changes are thrown away")
                            .orElse(false),
                    Option.of("update", BOOL, "Whether a clone that is there is brought up to date")
                            .orElse(true),
                    Option.of("clone", BOOL, "Whether a missing clone is made").orElse(true),
                    Option.of("bare", BOOL, "Whether it has no working tree").orElse(false),
                    Option.of("depth", INT, "How many commits of history to fetch"),
                    Option.of("refspec", STRING, "More to fetch"),
                    Option.of("recursive", BOOL, "Whether submodules are fetched")
                            .orElse(true),
                    Option.of("track_submodules", BOOL, "Whether submodules follow their branches")
                            .orElse(false),
                    Option.of("single_branch", BOOL, "Whether other branches are left out")
                            .orElse(false),
                    Option.of("reference", STRING, "A repository of the node to borrow objects from"),
                    Option.of("separate_git_dir", PATH, "Where the repository lies, apart from its working tree"),
                    Option.of("key_file", PATH, "Private key of the node for ssh"),
                    Option.of("ssh_opts", STRING, "Options for ssh"),
                    Option.of("accept_hostkey", BOOL, "Whether any host key will do")
                            .orElse(false),
                    Option.of("accept_newhostkey", BOOL, "Whether a host key that is not known yet will do")
                            .orElse(false),
                    Option.of("executable", PATH, "The git to use"),
                    Option.of("umask", RAW, "Mask for what is made"),
                    Option.of("archive", PATH, "A .zip, .tar, .tar.gz or .tgz to make of the version"),
                    Option.of("archive_prefix", STRING, "A folder that all in the archive lies in"),
                    Option.of("verify_commit", BOOL, "Whether the version must be signed")
                            .orElse(false),
                    Option.of("gpg_whitelist", LIST, "Fingerprints of the keys that may have signed")
                            .alias("gpg_allowlist"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        if (!a.has("dest") && a.flag("clone")) {
            throw new ModuleFailure("the destination directory must be specified unless clone=no");
        }
        if (a.has("archive_prefix") && !a.has("archive")) {
            throw new ModuleFailure("missing parameter(s) required by 'archive_prefix': archive");
        }
        if (a.flag("accept_hostkey") && a.flag("accept_newhostkey")) {
            throw new ModuleFailure("parameters are mutually exclusive: accept_hostkey|accept_newhostkey");
        }
        for (String name : List.of("version", "remote", "refspec")) {
            if (a.text(name).orElse("").startsWith("-")) {
                throw new ModuleFailure(
                        name + " begins with a dash, which no name in a repository does: " + a.string(name));
            }
        }
        Found found = Found.tryAsk(call.node(), script(call));
        if (found.has("error") || !found.reply().ok()) {
            throw failure(found);
        }
        String before = found.text("before");
        String after = found.text("after");
        boolean remoteChanged = found.some("remote_url_changed").isPresent();
        ModuleResult result = ModuleResult.changed(!before.equals(after)
                        || remoteChanged
                        || found.some("local_mods").isPresent()
                        || found.some("submodules_changed").isPresent()
                        || found.some("archive_changed").isPresent())
                .with("before", before.isEmpty() ? null : before)
                .with("after", after.isEmpty() ? null : after);
        if (found.has("pulled")) {
            result = result.with("remote_url_changed", remoteChanged);
        }
        if (found.some("submodules_changed").isPresent()) {
            result = result.with("submodules_changed", true);
        }
        if (found.some("local_mods").isPresent()) {
            result = result.with("msg", "Local modifications exist in the destination: " + a.string("dest"));
        }
        if (found.some("warning").isPresent()) {
            result = result.with("warnings", found.lines("warning"));
        }
        return call.diff() && !before.equals(after)
                ? result.with(new Diff("", "", before.isEmpty() ? "" : before + "\n", after + "\n"))
                : result;
    }

    private static ModuleFailure failure(Found found) {
        String said =
                found.has("error") ? found.text("error") : found.reply().err().strip();
        long status = found.has("rc") ? found.number("rc") : found.reply().exitCode();
        ModuleFailure failure = new ModuleFailure(said.isEmpty() ? "git failed with status " + status : said);
        return found.has("error") && !found.has("rc")
                ? failure
                : failure.with("rc", status)
                        .with("stdout", "")
                        .with(
                                "stderr",
                                found.has("rc")
                                        ? found.text("stderr")
                                        : found.reply().err());
    }

    private static Script script(ModuleCall call) {
        Arguments a = call.arguments();
        StringBuilder values = new StringBuilder();
        for (String path : List.of("dest", "separate_git_dir", "key_file", "archive", "executable")) {
            values.append(NodePath.assign(path, a.text(path).orElse("")));
        }
        Script script = Found.script(values + GitScript.TEXT).set("check", call.check() ? "1" : "");
        for (String name : List.of("repo", "version", "remote", "refspec", "reference", "archive_prefix", "depth")) {
            script = script.set(name, a.text(name).orElse(""));
        }
        for (String name : List.of(
                "force",
                "update",
                "clone",
                "bare",
                "recursive",
                "track_submodules",
                "single_branch",
                "verify_commit")) {
            script = script.set(name, a.flag(name) ? "1" : "");
        }
        return script.set("ssh_options", sshOptions(a))
                .set("allowed", String.join(" ", a.strings("gpg_whitelist")))
                .set("mask", a.raw("umask").map(GitModule::octal).orElse(""));
    }

    /** For {@code GIT_SSH_COMMAND}, which git gives to a shell; the key's path is added there. */
    private static String sshOptions(Arguments a) {
        List<String> options = new ArrayList<>(List.of("-o", "BatchMode=yes"));
        String given = a.text("ssh_opts").orElse("");
        if (!given.contains("StrictHostKeyChecking")) {
            if (a.flag("accept_hostkey")) {
                options.addAll(List.of("-o", "StrictHostKeyChecking=no"));
            } else if (a.flag("accept_newhostkey")) {
                options.addAll(List.of("-o", "StrictHostKeyChecking=accept-new"));
            }
        }
        return String.join(" ", options) + (given.isEmpty() ? "" : " " + given);
    }

    private static String octal(Object mask) {
        String text = mask instanceof Number number ? Long.toOctalString(number.longValue()) : mask.toString();
        if (!text.matches("[0-7]{1,4}")) {
            throw new ModuleFailure("umask must be an octal integer");
        }
        return text;
    }
}
