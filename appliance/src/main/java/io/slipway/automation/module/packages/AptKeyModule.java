package io.slipway.automation.module.packages;

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
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.Keyring;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * {@code apt_key}: keys that apt trusts for every source. The node needs neither {@code gpg} nor {@code apt-key}: keys are read on this
 * side, and a new one becomes a file of its own in {@code trusted.gpg.d}.
 */
final class AptKeyModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("apt_key", "Adds and removes keys that apt trusts")
            .options(
                    Option.of("id", STRING, "The key: its fingerprint, or the last 16 or 8 digits of that"),
                    Option.of("data", STRING, "The key itself"),
                    Option.of("file", PATH, "A file on the node with the key"),
                    Option.of("url", STRING, "Where the node can fetch the key"),
                    Option.of("keyserver", STRING, "A key server that the node can reach"),
                    Option.of("keyring", PATH, "The file of keys; else /etc/apt/trusted.gpg and trusted.gpg.d"),
                    Option.of("validate_certs", BOOL, "Whether the url's certificate must be in order")
                            .orElse(true),
                    Option.of("state", STRING, "Whether the key is to be trusted")
                            .oneOf("absent", "present")
                            .orElse("present"))
            .exclusive("data", "file", "keyserver", "url")
            .build();

    private static final String PROBE = AptFolders.FIND + KeyFile.READ + """
            if [ -n "$_keyring" ]; then set -- "$_keyring"; else set -- "$_trusted" "$_rings"*.gpg "$_rings"*.asc; fi
            for _ring; do
              [ ! -s "$_ring" ] || _dump "ring $_ring" "$_ring"
            done
            if [ -n "$_file" ]; then
              if [ -r "$_file" ]; then _dump source "$_file"; else tell no-file 1; fi
            fi
            [ -z "$_url" ] || _fetch source
            exit 0
            """;

    private static final String NOT_FOUND = "apt-key did not return an error, but failed to add the key (check that the"
            + " id is correct and *not* a subkey)";

    private final Clock clock;

    AptKeyModule(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        Optional<KeyId> given = call.arguments().text("id").map(KeyId::parse);
        boolean absent = call.string("state").equals("absent");
        if (call.arguments().has("keyserver") && given.isEmpty()) {
            throw new ModuleFailure("Missing key_id, required with keyserver.");
        }
        Found found = look(call, given.isEmpty() ? url(call, given) : "");
        Optional<Keyring> source = source(call, found);
        KeyId id = given.or(() -> source.map(keys -> KeyId.of(keys.primaries().getFirst())))
                .orElseThrow(() -> new ModuleFailure("key is required to " + (absent ? "remove" : "add") + " a key"));
        TrustedKeys keys = new TrustedKeys(found, clock.instant());
        ModuleResult result = ModuleResult.unchanged()
                .with("id", call.arguments().text("id").orElse(id.hex()))
                .with("short_id", id.shortId())
                .with("fp", id.fingerprint())
                .with("key_id", id.hex())
                .with("before", keys.shown(id));
        if (keys.holds(id) != absent) {
            return result;
        }
        Steps steps = absent ? keys.remove(id) : add(call, id, source, keys, found);
        if (call.check()) {
            return new ModuleResult(true, false, false, result.values(), List.of());
        }
        steps.on(call.node(), "").orFail();
        return new ModuleResult(true, false, false, result.values(), List.of())
                .with("after", new TrustedKeys(look(call, ""), clock.instant()).shown(id));
    }

    private static Steps add(ModuleCall call, KeyId id, Optional<Keyring> source, TrustedKeys keys, Found found) {
        if (call.check()) {
            return new Steps();
        }
        Keyring key = source.or(() -> source(call, look(call, url(call, Optional.of(id)))))
                .orElseThrow(() -> new ModuleFailure("No key to add: give data, file, url or keyserver"));
        if (key.fingerprints().stream().noneMatch(id::names)) {
            throw new ModuleFailure(Problem.of(NOT_FOUND)
                    .because("the key that was given is "
                            + key.primaries().getFirst().hex()));
        }
        return keys.add(
                call.arguments()
                        .text("keyring")
                        .orElseGet(() -> found.text("rings")
                                + key.primaries().getFirst().hex().substring(24) + ".gpg"),
                key);
    }

    private static Found look(ModuleCall call, String url) {
        Script script = AptDownload.of(url)
                .set(Found.constant(PROBE), call.flag("validate_certs") ? "" : KeyFile.ANY_CERTIFICATE)
                .set("_keyring", call.arguments().text("keyring").orElse(""))
                .set("_file", call.arguments().text("file").orElse(""));
        return AptFolders.checked(Found.ask(call.node(), script), "apt_key");
    }

    private static String url(ModuleCall call, Optional<KeyId> id) {
        return call.arguments()
                .text("url")
                .or(() -> id.flatMap(key -> call.arguments().text("keyserver").map(server -> lookup(server, key))))
                .orElse("");
    }

    /** As {@code draft-shaw-openpgp-hkp} has a key asked for; the protocol's own port is 11371. */
    private static String lookup(String server, KeyId id) {
        String host = server.replaceFirst("^\\w+://", "").replaceFirst("/+$", "");
        boolean secure = server.startsWith("hkps://") || server.startsWith("https://");
        boolean plainHttp = server.startsWith("http://") || host.matches(".*:\\d+");
        return (secure ? "https://" : "http://") + host + (secure || plainHttp ? "" : ":11371")
                + "/pks/lookup?op=get&options=mr&search=0x" + id.hex();
    }

    private static Optional<Keyring> source(ModuleCall call, Found found) {
        if (found.has("fetch-failed")) {
            String where = call.arguments().text("url").orElseGet(() -> call.string("keyserver"));
            throw new ModuleFailure(AptTrouble.of(
                    "Failed to download key at " + where + ": "
                            + found.text("fetch-failed").strip(),
                    found.text("fetch-failed")));
        }
        if (found.has("no-file")) {
            throw new ModuleFailure(
                    "Unable to extract key from '" + call.string("file") + "': there is no such file on the node");
        }
        String name = call.arguments()
                .text("file")
                .or(() -> call.arguments().text("url"))
                .orElse("inline data");
        Optional<byte[]> bytes = found.some("source")
                .map(KeyFile::bytes)
                .or(() -> call.arguments().text("data").map(text -> text.getBytes(StandardCharsets.UTF_8)));
        try {
            return bytes.map(content -> Keyring.parse(name, content));
        } catch (CryptoException e) {
            throw new ModuleFailure(
                    Problem.of("Unable to extract key from '" + name + "'")
                            .because(e.problem().toString()),
                    e);
        }
    }
}
