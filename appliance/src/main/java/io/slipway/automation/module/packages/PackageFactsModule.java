package io.slipway.automation.module.packages;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code package_facts}: all packages that are installed, from {@code dpkg} or {@code rpm}. */
final class PackageFactsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("package_facts", "Finds out which packages are installed")
            .options(
                    Option.of("manager", Option.Type.LIST, "Which databases to read: auto, apt or rpm")
                            .orElse(List.of("auto")),
                    Option.of("strategy", Option.Type.STRING, "Whether the first database is enough")
                            .oneOf("first", "all")
                            .orElse("first"))
            .build();

    private static final String PROBE = """
            case $_managers in *' auto '*|*' apt '*)
              if command -v dpkg-query >/dev/null 2>&1; then
                ask apt dpkg-query -W -f='${db:Status-Status}\\t${Package}\\t${Version}\\t${Architecture}\\t${Section}\\n'
                ask sources apt-cache policy
                tell from "$(apt-cache policy $(dpkg-query -W -f='${Package}\\n' 2>/dev/null | sort -u) 2>/dev/null | awk '
                  /^[^ ]/ { name = substr($0, 1, length($0) - 1); here = 0; next }
                  /^ (\\*\\*\\*|   ) [^ ]/ { here = ($1 == "***"); next }
                  here { $1 = $1; print name "\\t" $0; here = 0 }')"
                [ "$_strategy" = all ] || exit 0
              fi ;;
            esac
            case $_managers in *' auto '*|*' rpm '*)
              if command -v rpm >/dev/null 2>&1; then
                ask rpm rpm -qa --qf '%{NAME}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{EPOCH}\\n'
              fi ;;
            esac
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<String> managers = call.arguments().strings("manager");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE)
                        .set("_managers", " " + String.join(" ", managers) + " ")
                        .set("_strategy", call.string("strategy")));
        if (!found.has("apt") && !found.has("rpm")) {
            throw new ModuleFailure(
                    Problem.of("Could not detect a supported package manager from the following list: " + managers));
        }
        Map<String, List<Map<String, @Nullable Object>>> packages = new TreeMap<>();
        Map<String, String> origins = PackageOrigins.of(found);
        for (String line : found.lines("apt")) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 5 && fields[0].equals("installed")) {
                add(
                        packages,
                        fields[1],
                        "name",
                        fields[1],
                        "version",
                        fields[2],
                        "arch",
                        fields[3],
                        "category",
                        fields[4],
                        "origin",
                        origins.getOrDefault(fields[1], ""),
                        "source",
                        "apt");
            }
        }
        for (String line : found.lines("rpm")) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 5) {
                @Nullable Object epoch = fields[4].matches("\\d+") ? Long.valueOf(fields[4]) : null;
                add(
                        packages, fields[0], "name", fields[0], "version", fields[1], "release", fields[2], "arch",
                        fields[3], "epoch", epoch, "source", "rpm");
            }
        }
        return ModuleResult.unchanged().with("ansible_facts", Map.of("packages", packages));
    }

    private static void add(
            Map<String, List<Map<String, @Nullable Object>>> packages, String name, @Nullable Object... pairs) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        packages.computeIfAbsent(name, any -> new ArrayList<>()).add(fields);
    }
}
