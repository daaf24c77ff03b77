package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at a node's packages and package lists, and fetches new lists when they are too old. */
final class AptProbe {

    private static final String STAMP = """
            tell now "$(date +%s)"
            tell stamp "$(stat -c %Y /var/lib/apt/periodic/update-success-stamp 2>/dev/null ||
              stat -c %Y /var/lib/apt/lists 2>/dev/null || echo 0)"
            """;

    /** Where nothing keeps a stamp, the directory's own time is it, so that the next look sees that the lists are fresh. */
    private static final String UPDATE = AptUpdate.FUNCTION + """
            _read() {
              stat -c %.9Y /var/lib/apt/periodic/update-success-stamp 2>/dev/null || stat -c %.9Y /var/lib/apt/lists
            }
            _old=$(_read)
            _update || { tell failed "$_said"; exit 0; }
            [ "$(_read)" = "$_old" ] || tell updated 1
            [ -e /var/lib/apt/periodic/update-success-stamp ] || touch /var/lib/apt/lists
            """;

    private final ModuleCall call;
    private final List<PackageWish> wishes;

    AptProbe(ModuleCall call, List<PackageWish> wishes) {
        this.call = call;
        this.wishes = wishes;
    }

    Found look() {
        return Found.ask(call.node(), script(""));
    }

    boolean isStale(Found found) {
        boolean wanted =
                call.arguments().choice("update_cache").orElse(call.arguments().number("cache_valid_time") > 0);
        return wanted && found.number("stamp") + call.arguments().number("cache_valid_time") <= found.number("now");
    }

    /** @throws ModuleFailure when the lists cannot be fetched */
    Found updateAndLook() {
        Script script = AptUpdate.settings(
                script(UPDATE), call.arguments(), call.arguments().number("lock_timeout"));
        Found found = Found.ask(call.node(), script);
        if (found.has("failed")) {
            String said = found.text("failed").strip();
            throw new ModuleFailure(AptTrouble.of("Failed to update apt cache: " + said, said))
                    .with("cache_updated", false);
        }
        return found;
    }

    private Script script(String first) {
        StringBuilder text = new StringBuilder(first).append(STAMP);
        if (!wishes.isEmpty()) {
            String names = Script.words(wishes.stream().map(PackageWish::name).toList());
            text.append("set -- ").append(names).append('\n').append(DpkgState.PROBE);
            if (!call.string("state").equals("absent")) {
                wishes.stream()
                        .filter(PackageWish::isPattern)
                        .forEach(wish -> text.append("ask ")
                                .append(Script.quote("names " + wish.name()))
                                .append(" apt-cache pkgnames ")
                                .append(Script.quote(literalStart(wish.name())))
                                .append('\n'));
            }
            text.append(needsCandidates() ? "" : "[ -z \"${_provided-}\" ] || ")
                    .append("ask policy apt-cache ")
                    .append(release())
                    .append("policy -- \"$@\"\n");
        }
        return Found.script(text + "exit 0\n");
    }

    private boolean needsCandidates() {
        return call.string("state").equals("latest")
                || wishes.stream().anyMatch(wish -> wish.relation().equals(">="));
    }

    private String release() {
        return call.arguments()
                .text("default_release")
                .map(release -> "-o " + Script.quote("APT::Default-Release=" + release) + " ")
                .orElse("");
    }

    private static String literalStart(String pattern) {
        return pattern.chars()
                .takeWhile(c -> "*?[".indexOf(c) < 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
