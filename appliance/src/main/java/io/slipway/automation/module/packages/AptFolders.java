package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;

/** Where a node's apt keeps its sources and its keys. */
final class AptFolders {

    /** Sets {@code $_list}, {@code $_parts}, {@code $_etc}, {@code $_trusted} and {@code $_rings}, or ends the probe; folders end in a slash. */
    static final String FIND = """
            command -v apt-config >/dev/null 2>&1 || { tell no-apt 1; exit 0; }
            eval "$(apt-config shell _list Dir::Etc::sourcelist/f _parts Dir::Etc::sourceparts/d _etc Dir::Etc/d \\
              _trusted Dir::Etc::trusted/f _rings Dir::Etc::trustedparts/d)"
            tell list "$_list"; tell parts "$_parts"; tell etc "$_etc"; tell rings "$_rings"
            """;

    private AptFolders() {}

    /** @throws ModuleFailure when a probe that began with {@link #FIND} found no apt */
    static Found checked(Found found, String module) {
        if (found.has("no-apt")) {
            throw new ModuleFailure(Problem.of("there is no apt on the node")
                    .hint("the module " + module + " is for Debian, Ubuntu and their kin"));
        }
        return found;
    }
}
