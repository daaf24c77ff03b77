package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MODE;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Mode;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code deb822_repository}: a source of apt as a file of fields, {@code sources.list.d/NAME.sources}, with its key beside it. */
final class Deb822RepositoryModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "deb822_repository", "Adds and removes sources of apt, as fields")
            .options(
                    Option.of("name", STRING, "The source's name, which names its files, too")
                            .mandatory(),
                    Option.of("types", LIST, "Binary packages, source packages or both")
                            .oneOf("deb", "deb-src")
                            .orElse(List.of("deb")),
                    Option.of("uris", LIST, "Where the archive is"),
                    Option.of("suites", LIST, "Which of its releases; or a path that ends in a slash"),
                    Option.of("components", LIST, "Which of their parts"),
                    Option.of("architectures", LIST, "For which machines"),
                    Option.of(
                            "signed_by",
                            STRING,
                            "The key: its address, its file on the node, its fingerprint or itself"),
                    Option.of("enabled", BOOL, "Whether apt uses the source"),
                    Option.of("trusted", BOOL, "Whether apt takes it without a signature"),
                    Option.of("allow_downgrade_to_insecure", BOOL, "Whether it may lose its signature"),
                    Option.of("allow_insecure", BOOL, "Whether it may be unsigned"),
                    Option.of("allow_weak", BOOL, "Whether its signature may be weak"),
                    Option.of("by_hash", BOOL, "Whether lists are fetched by their checksums"),
                    Option.of("check_date", BOOL, "Whether the node's clock counts"),
                    Option.of("check_valid_until", BOOL, "Whether lists grow too old"),
                    Option.of("date_max_future", INT, "How many seconds from the future lists may be"),
                    Option.of("inrelease_path", STRING, "Where the InRelease file is"),
                    Option.of("languages", LIST, "Which translations to fetch"),
                    Option.of("pdiffs", BOOL, "Whether to fetch differences of lists"),
                    Option.of("targets", LIST, "What else to fetch"),
                    Option.of("exclude", LIST, "Packages that it is not used for"),
                    Option.of("include", LIST, "The only packages that it is used for"),
                    Option.of("install_python_debian", BOOL, "Taken without effect: no Python is needed")
                            .orElse(true),
                    Option.of("mode", MODE, "Permissions of the source's file").orElse("0644"),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"))
            .exclusive("exclude", "include")
            .build();

    private static final List<String> NOT_FIELDS = List.of("install_python_debian", "mode", "state");

    private static final String PROBE = AptFolders.FIND + KeyFile.READ + """
            _source=$_parts$_slug.sources
            if [ -f "$_source" ]; then ask source cat "$_source"; tell mode "$(stat -c %a "$_source")"; fi
            for _kind in asc gpg; do
              [ ! -f "$_etc/keyrings/$_slug.$_kind" ] || _dump "key $_kind" "$_etc/keyrings/$_slug.$_kind"
            done
            case $_signed in
              '') ;;
              *://*) _fetch key ;;
              *) [ ! -f "$_signed" ] || tell is-file 1 ;;
            esac
            exit 0
            """;

    private static final int NEW_FILE = 0644;
    private static final int UMASK = 022;
    private static final String ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String slug = call.string("name")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[_\\s]+", "-")
                .replaceAll("[^a-z0-9-]+", "");
        if (slug.isEmpty()) {
            throw new ModuleFailure("'" + call.string("name") + "' cannot name a file: it has no letter and no digit");
        }
        boolean absent = call.string("state").equals("absent");
        String signed = absent ? "" : call.arguments().text("signed_by").orElse("");
        AptDownload key = AptDownload.of(signed.contains("\n") ? "" : signed);
        Found found = AptFolders.checked(
                Found.ask(
                        call.node(),
                        key.set(Found.constant(PROBE).set("_slug", slug).set("_signed", key.url()), "")),
                "deb822_repository");
        String source = found.text("parts") + slug + ".sources";
        String keys = found.text("etc").replaceFirst("/+$", "") + "/keyrings/" + slug;
        return absent ? remove(call, found, source, keys) : put(call, found, source, keys);
    }

    private static ModuleResult remove(ModuleCall call, Found found, String source, String keys) {
        List<String> files = new ArrayList<>();
        if (found.has("source")) {
            files.add(source);
        }
        for (String kind : List.of("asc", "gpg")) {
            if (found.has("key " + kind)) {
                files.add(keys + "." + kind);
            }
        }
        if (!files.isEmpty() && !call.check()) {
            List<String> command = new ArrayList<>(List.of("rm", "-f", "--"));
            command.addAll(files);
            new Steps().run(command).on(call.node(), "").orFail();
        }
        ModuleResult result = result(!files.isEmpty(), null, source, keys + ".gpg");
        return found.has("source") && call.diff()
                ? result.with(
                        new ModuleResult.Diff(source, "/dev/null", found.texts().getOrDefault("source", ""), ""))
                : result;
    }

    private static ModuleResult put(ModuleCall call, Found found, String source, String keys) {
        if (found.has("fetch-failed")) {
            String said = found.text("fetch-failed").strip();
            throw new ModuleFailure(AptTrouble.of("Could not fetch signed_by key: " + said, said));
        }
        Steps steps = new Steps();
        @Nullable String keyFile = found.has("is-file") ? call.string("signed_by") : null;
        if (found.has("key")) {
            byte[] key = KeyFile.bytes(found.text("key"));
            String kind = new String(key, StandardCharsets.ISO_8859_1).contains(ARMOUR) ? "asc" : "gpg";
            keyFile = keys + "." + kind;
            if (!found.has("key " + kind) || !Arrays.equals(key, KeyFile.bytes(found.text("key " + kind)))) {
                steps.script(KeyFile.put(keyFile, key));
            }
        }
        String text = text(call, keyFile);
        String before = found.texts().getOrDefault("source", "");
        int previous = found.has("source") ? Integer.parseInt(found.text("mode"), 8) : NEW_FILE;
        String mode = Mode.text(Mode.of(call.string("mode")).over(previous, false, UMASK));
        if (!found.has("source") || !before.equals(text)) {
            steps.script(ReplaceFile.with(source, text, mode));
        }
        if (found.has("source") && !mode.equals(Mode.text(previous))) {
            steps.run("chmod", "--", mode, source);
        }
        boolean changed = !steps.isEmpty();
        if (changed && !call.check()) {
            steps.on(call.node(), "").orFail();
        }
        ModuleResult result = result(changed, text, source, keyFile);
        return call.diff() && !before.equals(text)
                ? result.with(new ModuleResult.Diff(found.has("source") ? source : "/dev/null", source, before, text))
                : result;
    }

    private static ModuleResult result(
            boolean changed, @Nullable String text, String source, @Nullable String keyFile) {
        return ModuleResult.changed(changed)
                .with("repo", text)
                .with("dest", source)
                .with("key_filename", keyFile);
    }

    /** See {@code sources.list(5)}, DEB822-STYLE FORMAT; the fields in the order of the arguments' names, as upstream writes them. */
    private static String text(ModuleCall call, @Nullable String keyFile) {
        StringBuilder text = new StringBuilder();
        SPEC.options().stream()
                .map(Option::name)
                .filter(name -> !NOT_FIELDS.contains(name))
                .sorted()
                .forEach(name -> {
                    Object value = call.raw(name);
                    if (value != null) {
                        String written = name.equals("signed_by") && keyFile != null ? keyFile : written(value);
                        text.append(fieldName(name))
                                .append(written.startsWith("\n") ? ":" : ": ")
                                .append(written)
                                .append('\n');
                    }
                });
        return text.toString();
    }

    private static String fieldName(String option) {
        return switch (option) {
            case "name" -> "X-Repolib-Name";
            case "uris" -> "URIs";
            default -> {
                StringBuilder name = new StringBuilder();
                for (String word : option.split("_")) {
                    name.append(name.isEmpty() ? "" : "-")
                            .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                            .append(word.substring(1));
                }
                yield name.toString();
            }
        };
    }

    /** A line break begins a continuation line, in which an empty line is a dot. */
    private static String written(Object value) {
        String text = switch (value) {
            case Boolean yes -> yes ? "yes" : "no";
            case List<?> list ->
                String.join(" ", list.stream().map(String::valueOf).toList());
            default -> String.valueOf(value);
        };
        if (text.lines().count() < 2) {
            return text.strip();
        }
        StringBuilder lines = new StringBuilder();
        text.strip().lines().forEach(line -> lines.append("\n    ").append(line.isBlank() ? "." : line.strip()));
        return lines.toString();
    }
}
