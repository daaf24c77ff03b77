package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code locale_gen}: languages that programs can speak, in Debian's way ({@code /etc/locale.gen}) and in older Ubuntu's. */
final class LocaleGenModule implements Module {

    private static final String UBUNTU = "/var/lib/locales/supported.d/local";

    private static final ModuleSpec SPEC = ModuleSpec.of("locale_gen", "Makes or removes a locale")
            .options(
                    Option.of("name", STRING, "The locale with its encoding, such as de_CH.UTF-8")
                            .mandatory(),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"))
            .build();

    private static final String PROBE = """
            if [ -d "$_root/var/lib/locales/supported.d" ]; then
              tell ubuntu 1; ask available cat "$_root/usr/share/i18n/SUPPORTED"; ask local cat "$_root/var/lib/locales/supported.d/local"
            elif [ -e "$_root/etc/locale.gen" ]; then ask available cat "$_root/etc/locale.gen"
            else tell missing 1; fi
            ask present locale -a
            exit 0
            """;

    private final String root;

    LocaleGenModule() {
        this("");
    }

    /** @param root where the node's file system lies, for tests */
    LocaleGenModule(String root) {
        this.root = root;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        boolean wanted = call.string("state").equals("present");
        Found found = Found.ask(call.node(), Found.constant(PROBE).set("_root", root));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of(
                            "/etc/locale.gen and /var/lib/locales/supported.d/local are missing. Is the package \"locales\" installed?")
                    .hint("install it with apt first"));
        }
        Pattern entry = Pattern.compile("#?\\s*" + Pattern.quote(name) + " +(\\S+)\\s*");
        boolean known = name.contains("_")
                && found.lines("available").stream()
                        .anyMatch(line -> entry.matcher(line).matches());
        if (!known) {
            throw new ModuleFailure("The locale you've entered is not available on your system.");
        }
        boolean present = found.lines("present").stream().anyMatch(line -> same(line, name));
        if (present != wanted && !call.check()) {
            steps(found, name, wanted, entry).on(call.node(), "").orFail();
        }
        return ModuleResult.changed(present != wanted).with("name", name).with("msg", "OK");
    }

    private Steps steps(Found found, String name, boolean wanted, Pattern entry) {
        if (!found.has("ubuntu")) {
            String text = found.lines("available").stream()
                            .map(line -> entry.matcher(line).matches()
                                    ? entry.matcher(line).replaceFirst((wanted ? "" : "# ") + name + " $1")
                                    : line)
                            .collect(Collectors.joining("\n"))
                    + "\n";
            return new Steps()
                    .script(ReplaceFile.with(root + "/etc/locale.gen", text, "644"))
                    .run("locale-gen");
        }
        if (wanted) {
            return new Steps().run("locale-gen", name);
        }
        List<String> kept = found.lines("local").stream()
                .filter(line -> !line.startsWith(name + " "))
                .toList();
        String text = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
        return new Steps().script(ReplaceFile.with(root + UBUNTU, text, "644")).run("locale-gen", "--purge");
    }

    /** {@code locale -a} writes {@code de_CH.utf8} for what is asked for as {@code de_CH.UTF-8}. */
    private static boolean same(String listed, String name) {
        return plain(listed).equals(plain(name));
    }

    private static String plain(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? name
                : name.substring(0, dot) + name.substring(dot).replace("-", "").toLowerCase(Locale.ROOT);
    }
}
