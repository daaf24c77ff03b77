package io.slipway.netboot.install;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outline of a kickstart file: commands that exist, sections that end, and nothing left out without which Anaconda asks somebody.
 *
 * @see <a href="https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html">pykickstart's reference</a>
 */
final class CheckKickstart {

    private static final Set<String> COMMANDS = Set.of(
            "auth",
            "authconfig",
            "authselect",
            "autopart",
            "autostep",
            "bootloader",
            "btrfs",
            "cdrom",
            "clearpart",
            "cmdline",
            "device",
            "driverdisk",
            "eula",
            "fcoe",
            "firewall",
            "firstboot",
            "graphical",
            "group",
            "halt",
            "harddrive",
            "hmc",
            "ignoredisk",
            "iscsi",
            "iscsiname",
            "keyboard",
            "lang",
            "liveimg",
            "logging",
            "logvol",
            "mediacheck",
            "method",
            "module",
            "mount",
            "network",
            "nfs",
            "nvdimm",
            "ostreecontainer",
            "ostreesetup",
            "part",
            "partition",
            "poweroff",
            "raid",
            "realm",
            "reboot",
            "repo",
            "reqpart",
            "rescue",
            "rhsm",
            "rootpw",
            "selinux",
            "services",
            "shutdown",
            "skipx",
            "snapshot",
            "sshkey",
            "sshpw",
            "syspurpose",
            "text",
            "timesource",
            "timezone",
            "updates",
            "url",
            "user",
            "vnc",
            "volgroup",
            "xconfig",
            "zerombr",
            "zfcp",
            "zipl");
    private static final Set<String> SECTIONS = Set.of(
            "%packages",
            "%pre", "%pre-install", "%post", "%onerror", "%traceback", "%addon", "%anaconda", "%certificate");
    private static final List<List<String>> DEMANDED = List.of(
            List.of("lang"),
            List.of("keyboard"),
            List.of("timezone"),
            List.of("rootpw", "user"),
            List.of("url", "nfs", "cdrom", "harddrive", "liveimg", "hmc", "ostreesetup", "ostreecontainer"),
            List.of("%packages", "liveimg", "ostreesetup", "ostreecontainer"));

    private CheckKickstart() {}

    static List<Problem> of(String source, String text) {
        List<Problem> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String section = "";
        Position opened = Position.in(source);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Position at = new Position(source, number, 1);
            String word = line.strip().split("[ \t]+", 2)[0];
            if (!section.isEmpty()) {
                section = word.equals("%end") ? "" : section;
            } else if (word.startsWith("%") && !word.equals("%include") && !word.equals("%ksappend")) {
                section = section(word, at, problems);
                opened = at;
                seen.add(word);
            } else if (!word.isEmpty() && !word.startsWith("#")) {
                command(word, at, problems);
                seen.add(word);
            }
        }
        if (!section.isEmpty()) {
            problems.add(Problem.of("the section " + section + " does not end")
                    .at(opened)
                    .hint("end it with %end"));
        }
        for (List<String> any : DEMANDED) {
            if (any.stream().noneMatch(seen::contains)) {
                problems.add(Problem.of("'" + any.getFirst() + "' is missing")
                        .at(Position.in(source))
                        .because("the installer would wait for somebody to say it"));
            }
        }
        return problems;
    }

    private static String section(String word, Position at, List<Problem> problems) {
        if (!SECTIONS.contains(word)) {
            problems.add(Problem.of("there is no section '" + word + "'").at(at).hint(NearMiss.hint(word, SECTIONS)));
            return word.equals("%end") ? "" : word;
        }
        return word;
    }

    private static void command(String word, Position at, List<Problem> problems) {
        if (!COMMANDS.contains(word) && !word.startsWith("%")) {
            problems.add(Problem.of("there is no command '" + word + "'").at(at).hint(NearMiss.hint(word, COMMANDS)));
        }
    }
}
