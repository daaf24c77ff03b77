package io.slipway.automation.module.packages;

import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Glob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The packages that a node's {@code dpkg} knows, as far as a probe asked. */
final class DpkgState {

    /**
     * One line a package: status, name, architecture, version; then all that installed packages provide, if a name is missing; then
     * which of the named ones (the positional parameters) apt believes nobody asked for.
     */
    static final String PROBE = """
            if ! command -v dpkg-query >/dev/null 2>&1; then tell missing 1; exit 0; fi
            _tab=$(printf '\\t')
            _format='${db:Status-Status}\\t${Package}\\t${Architecture}\\t${Version}\\n'
            _known=$(dpkg-query -W -f="$_format" -- "$@" 2>/dev/null)
            tell known "$_known"
            ask architecture dpkg --print-architecture
            if [ "$(printf '%s\\n' "$_known" | grep -c '^installed')" -lt "$#" ]; then
              _provided=$(dpkg-query -W -f='${db:Status-Status}\\t${Package}\\t${Provides}\\n' 2>/dev/null | grep "^installed$_tab.*$_tab.")
              tell provided "$_provided"
            fi
            _auto=$(awk 'BEGIN { RS = "" } /Auto-Installed: 1/ { print $2 }' /var/lib/apt/extended_states 2>/dev/null)
            for _name in "$@"; do
              case "
            $_auto
            " in *"
            $_name
            "*) tell "auto $_name" 1 ;; esac
            done
            """;

    private record Entry(String status, String name, String architecture, String version) {

        boolean isThere() {
            return !status.equals("not-installed") && !status.equals("config-files");
        }
    }

    private final Found found;
    private final List<Entry> entries = new ArrayList<>();

    DpkgState(Found found) {
        this.found = found;
        for (String line : found.lines("known")) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 4) {
                entries.add(new Entry(fields[0], fields[1], fields[2], fields[3]));
            }
        }
    }

    /** The version that is installed under a name; an empty one when another package provides it. */
    Optional<String> installed(String name) {
        Optional<String> own = entries.stream()
                .filter(entry -> entry.status.equals("installed") && isCalled(entry, name))
                .map(Entry::version)
                .findFirst();
        return own.isPresent() ? own : provider(name);
    }

    /** Whether anything but configuration is there of a package: its script may have failed, or its unpacking. */
    boolean there(String name, Predicate<String> version) {
        return entries.stream()
                .anyMatch(entry -> entry.isThere() && isCalled(entry, name) && version.test(entry.version));
    }

    /** Whether a package's configuration files are there, although it is removed. */
    boolean leftConfiguration(String name) {
        return entries.stream().anyMatch(entry -> entry.status.equals("config-files") && isCalled(entry, name));
    }

    /** The names of known packages that a pattern matches, with those left as configuration files if asked. */
    Set<String> matching(String pattern, boolean alsoRemoved) {
        Set<String> names = new LinkedHashSet<>();
        for (Entry entry : entries) {
            boolean there = entry.isThere() || (alsoRemoved && entry.status.equals("config-files"));
            if (there && Glob.matches(pattern, entry.name)) {
                names.add(entry.name);
            }
        }
        return names;
    }

    boolean automatic(String name) {
        return found.has("auto " + name);
    }

    private boolean isCalled(Entry entry, String name) {
        int colon = name.indexOf(':');
        if (colon >= 0) {
            return entry.name.equals(name.substring(0, colon))
                    && List.of(name.substring(colon + 1), "all").contains(entry.architecture);
        }
        return entry.name.equals(name)
                && List.of(found.text("architecture"), "all").contains(entry.architecture);
    }

    private Optional<String> provider(String name) {
        return found.lines("provided").stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 3)
                .filter(fields -> List.of(fields[2].split("\\s*,\\s*")).stream()
                        .anyMatch(provided -> provided.equals(name) || provided.startsWith(name + " (")))
                .map(fields -> "")
                .findFirst();
    }
}
