package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Diffs;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.module.shell.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code kernel_blacklist}: kernel modules that are not to load by themselves. */
final class KernelBlacklistModule implements Module {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "kernel_blacklist", "Keeps kernel modules from loading by themselves")
            .options(
                    Option.of("name", STRING, "The kernel module").mandatory(),
                    Option.of("state", STRING, "Whether it is kept from loading")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("blacklist_file", STRING, "The file that says so")
                            .orElse("/etc/modprobe.d/blacklist-ansible.conf"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String name = call.string("name");
        if (!NAME.matcher(name).matches()) {
            throw new ModuleFailure("'" + name + "' cannot be the name of a kernel module");
        }
        String file = call.string("blacklist_file");
        Found found = Found.ask(
                call.node(),
                Found.script("[ ! -e \"$_file\" ] || ask lines cat -- \"$_file\"\nexit 0\n")
                        .set("_file", file));
        Pattern line = Pattern.compile("blacklist\\s+" + Pattern.quote(name));
        List<String> lines = new ArrayList<>(
                found.lines("lines").stream().map(String::stripTrailing).toList());
        List<String> before = List.copyOf(lines);
        boolean there =
                lines.stream().anyMatch(text -> line.matcher(text.strip()).matches());
        boolean wanted = call.string("state").equals("present");
        if (there != wanted) {
            if (wanted) {
                lines.add("blacklist " + name);
            } else {
                lines.removeIf(text -> line.matcher(text.strip()).matches());
            }
        }
        boolean changes = there != wanted || !found.has("lines");
        if (changes && !call.check()) {
            StringBuilder text = new StringBuilder();
            lines.forEach(one -> text.append(one).append('\n'));
            new Steps()
                    .script(ReplaceFile.with(file, text.toString(), "644"))
                    .on(call.node(), "")
                    .orFail();
        }
        ModuleResult result = ModuleResult.changed(changes)
                .with("name", name)
                .with("state", call.string("state"))
                .with("filename", file)
                .with("is_blacklisted", wanted)
                .with("lines", List.copyOf(lines));
        return there != wanted && call.diff()
                ? result.with(Diffs.properties(Map.of("lines", before), Map.of("lines", lines)))
                : result;
    }
}
