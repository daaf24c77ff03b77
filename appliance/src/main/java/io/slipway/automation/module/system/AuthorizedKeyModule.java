package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code authorized_key}: the SSH keys that may log in as a user. */
final class AuthorizedKeyModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("authorized_key", "Adds and removes SSH keys of a user")
            .options(
                    Option.of("user", STRING, "The user").mandatory(),
                    Option.of("key", STRING, "Public keys, one a line").mandatory(),
                    Option.of("state", STRING, "Whether they may log in")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("path", PATH, "The file, instead of ~/.ssh/authorized_keys"),
                    Option.of("manage_dir", BOOL, "Whether to make the file's directory, and set its owner and mode")
                            .orElse(true),
                    Option.of("key_options", STRING, "Options for the keys, instead of those they have"),
                    Option.of("comment", STRING, "A comment for the keys, instead of those they have"),
                    Option.of("exclusive", BOOL, "Whether to remove all other keys")
                            .orElse(false),
                    Option.of("follow", BOOL, "Links are always followed").orElse(false),
                    Option.of("validate_certs", BOOL, "For keys from an address, which are not supported")
                            .orElse(true))
            .build();

    private static final String PROBE = """
            _entry=$(getent -- passwd "$_user" 2>/dev/null)
            tell entry "$_entry"
            [ -n "$_path" ] || _path=$(printf '%s' "$_entry" | cut -d: -f6)/.ssh/authorized_keys
            tell path "$_path"
            [ ! -e "$_path" ] || ask keys cat "$_path"
            exit 0
            """;

    private static final String FOLDER = """
            _folder=$(dirname -- "$_path")
            [ -d "$_folder" ] || mkdir -- "$_folder" || return 1
            chown -- "$_owner" "$_folder" && chmod 700 -- "$_folder"
            """;

    private static final String OWNER = """
            chown -- "$_owner" "$_path" && chmod 600 -- "$_path"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<AuthorizedKey> wanted = wanted(call);
        Found found = Found.ask(
                call.node(),
                Found.script(NodePath.assign(
                                        "_path", call.arguments().text("path").orElse(""))
                                + PROBE)
                        .set("_user", call.string("user")));
        String entry = found.text("entry");
        if (entry.isEmpty() && !(call.check() && call.arguments().has("path"))) {
            throw new ModuleFailure(
                    call.check()
                            ? "Either user must exist or you must provide full path to key file in check mode"
                            : "Failed to lookup user " + call.string("user") + ": there is no such user");
        }
        String path = found.texts().getOrDefault("path", "");
        String before = found.texts().getOrDefault("keys", "");
        Optional<String> after = edit(before, wanted, call.string("state").equals("present"), call.flag("exclusive"));
        ModuleResult result = ModuleResult.changed(after.isPresent()).withAll(echo(call, path));
        if (after.isEmpty()) {
            return result;
        }
        if (!call.check()) {
            write(call, entry, path, after.get());
        }
        return call.diff() ? result.with(new ModuleResult.Diff(path, path, before, after.get())) : result;
    }

    private static List<AuthorizedKey> wanted(ModuleCall call) {
        String text = call.string("key");
        if (text.startsWith("http://") || text.startsWith("https://")) {
            throw new ModuleFailure(Problem.of("keys from an address are not supported: " + text)
                    .hint("keep the keys beside the playbook: key: \"{{ lookup('file', 'keys.pub') }}\""));
        }
        List<AuthorizedKey> keys = new ArrayList<>();
        for (String line :
                text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            AuthorizedKey key =
                    AuthorizedKey.parse(line).orElseThrow(() -> new ModuleFailure("invalid key specified: " + line));
            AuthorizedKey withOptions =
                    call.arguments().text("key_options").map(key::withOptions).orElse(key);
            keys.add(call.arguments()
                    .text("comment")
                    .map(withOptions::withComment)
                    .orElse(withOptions));
        }
        for (AuthorizedKey key : keys) {
            if (key.line().contains("\n")) {
                throw new ModuleFailure("a key's options and comment must stand on one line");
            }
        }
        return keys;
    }

    /** The new text, or empty when the old one will do. */
    private static Optional<String> edit(String text, List<AuthorizedKey> wanted, boolean present, boolean exclusive) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            lines.putIfAbsent(identity(line, lines.size()), line);
        }
        boolean changed = false;
        for (AuthorizedKey key : wanted) {
            Optional<AuthorizedKey> there =
                    Optional.ofNullable(lines.get(key.key())).flatMap(AuthorizedKey::parse);
            if (!present) {
                changed |= lines.remove(key.key()) != null;
            } else if (there.filter(key::sameLine).isEmpty()) {
                lines.remove(key.key());
                lines.put(key.key(), key.line());
                changed = true;
            }
        }
        if (present && exclusive) {
            List<String> keys = wanted.stream().map(AuthorizedKey::key).toList();
            changed |= lines.keySet().retainAll(keys);
        }
        return changed
                ? Optional.of(lines.isEmpty() ? "" : String.join("\n", lines.values()) + "\n")
                : Optional.empty();
    }

    /** A key is itself; other lines are where they stand. */
    private static String identity(String line, int number) {
        return AuthorizedKey.parse(line).map(AuthorizedKey::key).orElse("line " + number);
    }

    private static void write(ModuleCall call, String entry, String path, String text) {
        String owner = Accounts.number(entry, 2) + ":" + Accounts.number(entry, 3);
        Steps steps = new Steps();
        if (call.flag("manage_dir")) {
            steps.script(Script.of(FOLDER).set("_path", path).set("_owner", owner));
        } else {
            steps.script(Script.of("mkdir -p -- \"$(dirname -- \"$_path\")\"").set("_path", path));
        }
        steps.script(ReplaceFile.with(path, text, "600", owner));
        steps.script(Script.of(OWNER).set("_path", path).set("_owner", owner));
        steps.on(call.node(), "").orFail();
    }

    private static Map<String, @Nullable Object> echo(ModuleCall call, String path) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        SPEC.options().forEach(option -> values.put(option.name(), call.raw(option.name())));
        values.put("keyfile", path);
        return values;
    }
}
