package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.CurlConfig;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.Keyring;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code rpm_key}: keys that rpm trusts. The node needs no {@code gpg}: keys are read on this side. */
final class RpmKeyModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("rpm_key", "Adds and removes keys that rpm trusts")
            .options(
                    Option.of("key", STRING, "Its address, its file on the node, or its id")
                            .mandatory(),
                    Option.of("fingerprint", STRING, "The fingerprint that it must have"),
                    Option.of("validate_certs", BOOL, "Whether the address's certificate must be in order")
                            .orElse(true),
                    Option.of("state", STRING, "Whether the key is to be trusted")
                            .oneOf("absent", "present")
                            .orElse("present"))
            .build();

    private static final String PROBE = """
            command -v rpm >/dev/null 2>&1 || { tell missing 1; exit 0; }
            ask trusted rpm -q gpg-pubkey --qf '%{description}\\n'
            case $_key in
              *://*)
                if ! command -v curl >/dev/null 2>&1; then tell fetch-failed 'there is no curl on the node'
                elif _said=$(printf '%s' "$_curl" | curl --config - 2>&1); then tell source "$_said"
                else tell fetch-failed "$_said"; fi ;;
              /*|./*) if [ -f "$_key" ]; then ask source cat "$_key"; fi ;;
            esac
            exit 0
            """;

    private static final String IMPORT = """
            _dir=$(mktemp -d) || return 1
            trap 'rm -rf -- "$_dir"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            printf '%s' "$_content" >"$_dir/key" && rpm --import "$_dir/key"
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String written = call.string("key");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE).set("_key", written).set("_curl", request(written, call.flag("validate_certs"))));
        if (found.has("missing")) {
            throw new ModuleFailure(
                    Problem.of("there is no rpm on the node").hint("the module rpm_key is for Red Hat's kin"));
        }
        if (found.has("fetch-failed")) {
            throw new ModuleFailure(Problem.of("failed to fetch key at " + written)
                    .because(found.text("fetch-failed").strip()));
        }
        Optional<Keyring> source = found.some("source").map(text -> parse(written, text));
        KeyId id = source.map(keys -> KeyId.of(keys.primaries().getFirst())).orElseGet(() -> id(written));
        boolean trusted = found.some("trusted")
                .filter(text -> text.contains("BEGIN PGP"))
                .map(text -> parse("rpm's keys", text).fingerprints().stream().anyMatch(id::names))
                .orElse(false);
        boolean present = call.string("state").equals("present");
        if (trusted == present) {
            return ModuleResult.unchanged();
        }
        if (present && source.isEmpty()) {
            throw new ModuleFailure("When importing a key, a valid file must be given");
        }
        if (present) {
            call.arguments().text("fingerprint").ifPresent(wanted -> compare(wanted, source.orElseThrow()));
        }
        if (!call.check()) {
            Steps steps = new Steps();
            if (present) {
                steps.script(Script.of(IMPORT).set("_content", found.text("source") + "\n"));
            } else {
                steps.run(
                        "rpm",
                        "--erase",
                        "--allmatches",
                        "gpg-pubkey-" + id.shortId().toLowerCase(Locale.ROOT));
            }
            steps.on(call.node(), "").orFail();
        }
        return ModuleResult.changed(true);
    }

    private static String request(String url, boolean validate) {
        CurlConfig config = new CurlConfig();
        for (String option : List.of("fail", "silent", "show-error", "location", "globoff")) {
            config.flag(option, true);
        }
        config.flag("insecure", !validate);
        config.value("url", url);
        return config.text();
    }

    private static KeyId id(String written) {
        if (!written.matches("(?i)\\s*(0x)?[0-9a-f]{8,}\\s*")) {
            throw new ModuleFailure(Problem.of("Not a valid key " + written)
                    .because("it is neither an address nor a file on the node nor a key's id"));
        }
        return KeyId.parse(written);
    }

    private static Keyring parse(String name, String text) {
        try {
            return Keyring.parse(name, text.getBytes(StandardCharsets.UTF_8));
        } catch (CryptoException e) {
            throw new ModuleFailure(
                    Problem.of("Not a public key: " + name).because(e.problem().toString()), e);
        }
    }

    private static void compare(String wanted, Keyring key) {
        String asked = wanted.replace(" ", "").toUpperCase(Locale.ROOT);
        String has = key.primaries().getFirst().hex();
        if (!asked.equals(has)) {
            throw new ModuleFailure(
                    "The specified fingerprint, '" + asked + "', does not match the key fingerprint '" + has + "'");
        }
    }
}
