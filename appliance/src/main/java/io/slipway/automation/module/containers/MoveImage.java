package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds an image on a node, loads it from an archive there, and saves it to one. */
final class MoveImage {

    private static final Set<String> BUILD = Set.of(
            "cache_from",
            "container_limits",
            "dockerfile",
            "http_timeout",
            "network",
            "nocache",
            "path",
            "pull",
            "rm",
            "args",
            "use_config_proxy",
            "target",
            "etc_hosts",
            "platform");

    private final ModuleCall call;
    private final Arguments a;
    private final ImageName name;

    MoveImage(ModuleCall call, ImageName name) {
        this.call = call;
        this.a = call.arguments();
        this.name = name;
    }

    /** @return what the build printed */
    @Nullable
    String build() {
        Map<String, @Nullable Object> build = Values.record("build", a.map("build"), BUILD, Set.of("path"));
        String path = Values.text(build, "path");
        boolean remote = path.matches("(?:https?|git)://.*|github\\.com/.*|git@.*");
        String check = NodePath.assign("_path", path)
                + (remote ? "" : "[ -d \"$_path\" ] || { echo nofolder >&2; exit 3; }\n");
        Reply reply = new DockerCommand(call)
                .script(
                        check
                                + (call.check()
                                        ? ""
                                        : BuildArguments.environment(arguments(build)) + "docker \"$@\" "
                                                + Script.words(words(build)) + " -- \"$_path\" 2>&1"),
                        "");
        if (reply.exitCode() == 3 && reply.err().startsWith("nofolder")) {
            throw new ModuleFailure("Requested build path " + path + " could not be found or you do not have access.");
        }
        if (!reply.ok()) {
            String[] lines = reply.out().strip().split("\n");
            throw new ModuleFailure("Error building " + name.repository() + " - message: " + lines[lines.length - 1]
                    + ", logs: " + List.of(lines));
        }
        return call.check() ? null : reply.out();
    }

    private static Map<String, String> arguments(Map<String, @Nullable Object> build) {
        return Values.texts(Values.map(build.get("args")));
    }

    private List<String> words(Map<String, @Nullable Object> build) {
        List<String> words = new ArrayList<>(List.of("build", "--tag", name.toString()));
        flag(words, "--no-cache", build.get("nocache"));
        flag(words, "--pull", build.get("pull"));
        words.add("--rm=" + Values.truth(build.getOrDefault("rm", true)));
        words.add("--force-rm=" + Values.truth(build.getOrDefault("rm", true)));
        value(words, "--file", file(build));
        value(words, "--target", build.get("target"));
        value(words, "--network", build.get("network"));
        value(words, "--platform", build.get("platform"));
        words.addAll(BuildArguments.words(arguments(build)));
        Values.texts(Values.map(build.get("etc_hosts")))
                .forEach((key, text) -> value(words, "--add-host", key + ":" + text));
        Values.strings(build.get("cache_from")).forEach(text -> value(words, "--cache-from", text));
        Map<String, @Nullable Object> limits = Values.record(
                "container_limits",
                Values.map(build.get("container_limits")),
                Set.of("memory", "memswap", "cpushares", "cpusetcpus"),
                Set.of());
        value(words, "--memory", limits.get("memory"));
        value(words, "--memory-swap", limits.get("memswap"));
        value(words, "--cpu-shares", limits.get("cpushares"));
        value(words, "--cpuset-cpus", limits.get("cpusetcpus"));
        return words;
    }

    /** Lies in the folder that is built, unless its path is a whole one. */
    private static @Nullable Object file(Map<String, @Nullable Object> build) {
        String file = Values.text(build, "dockerfile");
        return file.isEmpty() || file.startsWith("/")
                ? build.get("dockerfile")
                : NodePath.join(Values.text(build, "path"), file);
    }

    private static void flag(List<String> words, String flag, @Nullable Object given) {
        if (Values.truth(given)) {
            words.add(flag);
        }
    }

    private static void value(List<String> words, String option, @Nullable Object given) {
        if (given != null) {
            words.add(option + "=" + given);
        }
    }

    void load() {
        String path = a.string("load_path");
        String check = NodePath.assign("_path", path) + "[ -f \"$_path\" ] || { echo nofile >&2; exit 3; }\n";
        Reply reply = new DockerCommand(call)
                .script(check + (call.check() ? "" : "docker \"$@\" load --input \"$_path\""), "");
        if (reply.exitCode() == 3 && reply.err().startsWith("nofile")) {
            throw new ModuleFailure("Error loading image " + name + ". Specified path " + path + " does not exist.");
        }
        if (!reply.ok()) {
            throw new ModuleFailure(
                            "Error loading image " + name + " - " + reply.err().strip())
                    .with("stdout", reply.out().strip())
                    .with("stdout_lines", Words.lines(reply.out().strip()));
        }
        if (call.check()) {
            return;
        }
        Set<String> loaded = new TreeSet<>();
        reply.out().lines().forEach(line -> {
            if (line.startsWith("Loaded image")) {
                loaded.add(line.replaceFirst("^Loaded image(?: ID)?:\\s*", "").strip());
            }
        });
        if (loaded.isEmpty()) {
            throw new ModuleFailure("Detected no loaded images. Archive potentially corrupt?")
                    .with("stdout", reply.out().strip())
                    .with("stdout_lines", Words.lines(reply.out().strip()));
        }
        if (!loaded.contains(name.toString())) {
            throw new ModuleFailure("The archive did not contain image '" + name + "'. Instead, found "
                            + String.join(
                                    ", ",
                                    loaded.stream().map(one -> "'" + one + "'").toList()) + ".")
                    .with("stdout", reply.out().strip())
                    .with("stdout_lines", Words.lines(reply.out().strip()));
        }
    }

    /** Compares the archive that is there with the image. @return empty when it holds just that */
    String whyToArchive(String id) {
        Found found = Found.ask(
                call.node(),
                Found.script(
                        NodePath.assign("_path", a.string("archive_path"))
                                + "[ ! -e \"$_path\" ] || { tell there 1; ask manifest tar -xOf \"$_path\" manifest.json; }\n"));
        if (!found.has("there")) {
            return "since none present";
        }
        try {
            if (Json.read("manifest.json", found.text("manifest")) instanceof List<?> list && list.size() == 1) {
                Map<String, @Nullable Object> one = Values.map(list.getFirst());
                String saved =
                        Values.text(one, "Config").replaceFirst(".*/", "").replace(".json", "");
                List<String> tags = Values.strings(one.get("RepoTags"));
                return id.equals("sha256:" + saved) && tags.equals(List.of(name.toString()))
                        ? ""
                        : "overwriting archive with image " + saved + " named " + String.join(", ", tags);
            }
        } catch (JsonException notAnArchive) {
            return "overwriting an unreadable archive file";
        }
        return "overwriting an unreadable archive file";
    }

    void archive() {
        Reply reply = new DockerCommand(call)
                .script(
                        NodePath.assign("_path", a.string("archive_path"))
                                + """
                                _new=$(mktemp "$(dirname -- "$_path")/.slipway.XXXXXX") || exit 1
                                trap 'rm -f -- "$_new"' EXIT
                                trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
                                docker "$@" save --output "$_new" "$_image" && chmod 0644 -- "$_new" && sync -- "$_new" &&
                                  mv -f -- "$_new" "$_path"
                                """.replace("\"$_image\"", Script.quote(name.toString())),
                        "");
        if (!reply.ok()) {
            throw new ModuleFailure(
                    "Error getting image " + name + " - " + reply.err().strip());
        }
    }
}
