package io.slipway.automation.module.packages;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code dnf} and {@code yum}: packages of Red Hat's kin, by whichever of {@code dnf}, {@code dnf5}, {@code yum} and {@code microdnf}
 * the node has. Packages that are there already cost one look at {@code rpm}'s database.
 */
final class DnfModule implements Module {

    private static final String PROBE = """
            for _tool in dnf dnf5 yum microdnf; do
              if command -v "$_tool" >/dev/null 2>&1; then tell tool "$_tool"; break; fi
            done
            _newer() {
              case $_package in "$1"|*[!A-Za-z0-9._+~:-]*) return 1 ;; esac
              _has=$(rpm --root "$_root" -q --qf '%{VERSION}-%{RELEASE}.%{ARCH}\\n' "$1" 2>/dev/null) || return 1
              _has=$(printf '%s\\n' "$_has" | tail -n 1)
              _wants=${_package#"$1"-}; _wants=${_wants#*:}
              case $_wants in *".${_has##*.}") ;; *) _has=${_has%.*} ;; esac
              case $_wants in *-*) ;; *) _has=${_has%-*} ;; esac
              [ "$(rpm --eval "%{lua:print(rpm.vercmp('$_wants', '$_has'))}" 2>/dev/null)" = -1 ]
            }
            for _name; do
              _package=$_name
              case $_name in
                *://*) continue ;;
                /*.rpm|./*.rpm) _package=$(rpm -qp --nosignature --qf '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}' "$_name" 2>/dev/null) || continue ;;
              esac
              if rpm --root "$_root" -q "$_package" >/dev/null 2>&1 ||
                rpm --root "$_root" -q --whatprovides "$_package" >/dev/null 2>&1; then tell "have $_name" 1
              elif _newer "${_package%-*}" || _newer "${_package%-*-*}"; then tell "newer $_name" 1; fi
            done
            exit 0
            """;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@/._*?\\[(][^\\n\\r]*");

    @Override
    public ModuleSpec spec() {
        return DnfOptions.SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        List<String> names = names(call);
        if (!names.isEmpty()
                && call.flag("autoremove")
                && !DnfPlan.state(call.arguments()).equals("absent")) {
            throw new ModuleFailure("Autoremove should be used alone or with state=absent");
        }
        if (call.arguments().text("state").isPresent() && call.arguments().has("list")) {
            throw new ModuleFailure("list only lists: give it without state");
        }
        Script probe =
                Found.script("set -- " + Script.words(names) + "\n" + PROBE).set("_root", call.string("installroot"));
        Found found = Found.ask(call.node(), probe);
        if (!found.has("tool")) {
            throw new ModuleFailure(
                    Problem.of("there is none of dnf, dnf5, yum and microdnf on the node")
                            .hint(
                                    "the module dnf is for Red Hat's kin; Debian's has apt, and the module package finds out by itself"));
        }
        DnfCommand dnf = new DnfCommand(call, found.text("tool"));
        if (call.arguments().has("list")) {
            return dnf.list(call.string("list"));
        }
        if (names.isEmpty() && !call.flag("autoremove")) {
            return call.flag("update_cache") ? dnf.updateCache() : nothingToDo();
        }
        List<List<String>> commands = new DnfPlan(call, names, found).commands();
        ModuleResult result = commands.isEmpty() ? nothingToDo() : dnf.run(commands);
        return DnfPlan.state(call.arguments()).equals("absent") ? result : withFiles(result, names);
    }

    /** Files of the node are told by their own names first, whether they were there already or not. */
    private static ModuleResult withFiles(ModuleResult result, List<String> names) {
        List<Object> results = new ArrayList<>();
        names.stream()
                .filter(name -> name.endsWith(".rpm") && !name.contains("://"))
                .forEach(name -> results.add("Installed " + name));
        if (result.values().get("results") instanceof List<?> done) {
            results.addAll(done);
        }
        return result.with("results", results);
    }

    static ModuleResult nothingToDo() {
        return ModuleResult.unchanged()
                .with("msg", "Nothing to do")
                .with("results", List.of())
                .with("rc", 0);
    }

    private static List<String> names(ModuleCall call) {
        List<String> names = new ArrayList<>();
        for (String name : call.arguments().strings("name")) {
            String text = name.strip();
            if (!text.isEmpty() && !NAME.matcher(text).matches()) {
                throw new ModuleFailure("'" + name + "' cannot be the name of a package");
            }
            if (!text.isEmpty()) {
                names.add(text);
            }
        }
        return names;
    }
}
