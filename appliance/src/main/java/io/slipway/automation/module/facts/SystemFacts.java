package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A small area of facts: a piece of shell and a function of what it tells. */
record SystemFacts(
        String name,
        Set<String> aliases,
        boolean minimal,
        Set<String> needs,
        String script,
        Function<Found, Map<String, @Nullable Object>> parser)
        implements Collector {

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        return parser.apply(found);
    }

    static List<Collector> all() {
        return List.of(
                minimal(
                        "apparmor",
                        "[ -e /sys/kernel/security/apparmor ] && tell apparmor 1",
                        found -> Map.of("apparmor", Map.of("status", found.has("apparmor") ? "enabled" : "disabled"))),
                new SystemFacts(
                        "caps",
                        Set.of("system_capabilities", "system_capabilities_enforced"),
                        true,
                        Set.of(),
                        "ask capsh capsh --print",
                        SystemFacts::capabilities),
                minimal("cmdline", "ask cmdline cat /proc/cmdline", SystemFacts::commandLine),
                minimal("dns", "ask resolv cat /etc/resolv.conf", SystemFacts::dns),
                minimal("env", "tell env \"$_env\"", SystemFacts::environment),
                minimal(
                        "fips",
                        "ask fips cat /proc/sys/crypto/fips_enabled",
                        found -> Map.of("fips", found.text("fips").equals("1"))),
                minimal("lsb", LSB, SystemFacts::lsb),
                minimal("selinux", SELINUX, SystemFacts::selinux),
                new SystemFacts(
                        "pkg_mgr",
                        Set.of(),
                        true,
                        Set.of("distribution"),
                        PACKAGES,
                        found -> Map.of("pkg_mgr", found.some("pkgMgr").orElse("unknown"))),
                new SystemFacts(
                        "service_mgr",
                        Set.of(),
                        true,
                        Set.of("platform", "distribution"),
                        SERVICES,
                        found -> Map.of("service_mgr", found.some("serviceMgr").orElse("service"))),
                new SystemFacts(
                        "ssh_pub_keys",
                        Set.of(
                                "ssh_host_pub_keys",
                                "ssh_host_key_dsa_public",
                                "ssh_host_key_rsa_public",
                                "ssh_host_key_ecdsa_public",
                                "ssh_host_key_ed25519_public"),
                        true,
                        Set.of(),
                        "for _kind in dsa rsa ecdsa ed25519; do ask \"hostKey $_kind\" cat \"/etc/ssh/ssh_host_${_kind}_key.pub\"; done",
                        SystemFacts::hostKeys),
                new SystemFacts(
                        "chroot",
                        Set.of("is_chroot"),
                        false,
                        Set.of(),
                        CHROOT,
                        found -> Map.of("is_chroot", found.has("chroot"))),
                optional(
                        "iscsi",
                        "ask iscsi cat /etc/iscsi/initiatorname.iscsi",
                        found -> Map.of(
                                "iscsi_iqn",
                                DistributionFacts.assignments(found.text("iscsi"))
                                        .getOrDefault("InitiatorName", ""))),
                optional("facter", "", found -> Map.of()),
                optional("ohai", "", found -> Map.of()),
                optional(
                        "fibre_channel_wwn",
                        "ask wwn cat /sys/class/fc_host/*/port_name",
                        found -> Map.of(
                                "fibre_channel_wwn",
                                found.lines("wwn").stream()
                                        .map(wwn -> wwn.replaceFirst("^0x", ""))
                                        .toList())),
                new SystemFacts(
                        "loadavg", Set.of(), false, Set.of(), "ask loadavg cat /proc/loadavg", SystemFacts::load));
    }

    private static Collector minimal(
            String name, String script, Function<Found, Map<String, @Nullable Object>> parser) {
        return new SystemFacts(name, Set.of(), true, Set.of(), script, parser);
    }

    private static Collector optional(
            String name, String script, Function<Found, Map<String, @Nullable Object>> parser) {
        return new SystemFacts(name, Set.of(), false, Set.of(), script, parser);
    }

    private static final String LSB = """
            if command -v lsb_release >/dev/null 2>&1; then ask lsbCommand lsb_release -a; fi
            ask lsbFile cat /etc/lsb-release
            """;

    private static final String SELINUX = """
            if [ -e /sys/fs/selinux/enforce ]; then
              ask selinux cat /sys/fs/selinux/enforce
              ask selinuxVersion cat /sys/fs/selinux/policyvers
              ask selinuxConfig cat /etc/selinux/config
            fi
            """;

    private static final String PACKAGES = """
            for _tool in /usr/bin/apt-get:apt /usr/bin/dnf:dnf /usr/bin/yum:yum /usr/bin/zypper:zypper /usr/bin/pacman:pacman /sbin/apk:apk; do
              if [ -e "${_tool%:*}" ]; then tell pkgMgr "${_tool#*:}"; break; fi
            done
            """;

    private static final String SERVICES = """
            _first=
            { IFS= read -r _first </proc/1/comm; } 2>/dev/null
            case $_first in
              ''|init|*sh)
                _first=
                if [ -d /run/systemd/system ]; then _first=systemd
                elif [ -e /sbin/openrc ]; then _first=openrc
                elif [ "$(basename "$(readlink -f /sbin/init 2>/dev/null)")" = systemd ]; then _first=systemd
                elif [ -d /etc/init.d ]; then _first=sysvinit; fi ;;
              runit-init) _first=runit ;;
              openrc-init) _first=openrc ;;
            esac
            [ -z "$_first" ] || tell serviceMgr "$_first"
            """;

    private static final String CHROOT = """
            if [ -n "$debian_chroot" ]; then tell chroot 1
            elif _outer=$(stat -L -c '%d %i' /proc/1/root/. 2>/dev/null); then
              [ "$_outer" = "$(stat -c '%d %i' /)" ] || tell chroot 1
            fi
            """;

    private static Map<String, @Nullable Object> capabilities(Found found) {
        String current = found.lines("capsh").stream()
                .filter(line -> line.startsWith("Current:"))
                .map(line -> line.substring("Current:".length()).strip())
                .findFirst()
                .orElse("");
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        if (current.isEmpty()) {
            facts.put("system_capabilities_enforced", "N/A");
            facts.put("system_capabilities", "N/A");
        } else if (current.equals("=ep")) {
            facts.put("system_capabilities_enforced", "False");
            facts.put("system_capabilities", List.of());
        } else {
            facts.put("system_capabilities_enforced", "True");
            facts.put(
                    "system_capabilities",
                    List.of(current.substring(current.indexOf('=') + 1).strip().split("\\s*,\\s*")));
        }
        return facts;
    }

    private static Map<String, @Nullable Object> commandLine(Found found) {
        if (found.some("cmdline").isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> last = new LinkedHashMap<>();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String word : found.text("cmdline").strip().split("\\s+")) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Object value = equals < 0 ? (Object) true : word.substring(equals + 1);
            last.put(name, value);
            if (equals >= 0 && all.get(name) instanceof List<?> list) {
                List<@Nullable Object> longer = new ArrayList<>(list);
                longer.add(value);
                all.put(name, longer);
            } else {
                all.put(name, equals >= 0 && all.containsKey(name) ? List.of(all.get(name), value) : value);
            }
        }
        return Map.of("cmdline", last, "proc_cmdline", all);
    }

    private static Map<String, @Nullable Object> dns(Found found) {
        Map<String, @Nullable Object> dns = new LinkedHashMap<>();
        List<String> servers = new ArrayList<>();
        for (String line : found.lines("resolv")) {
            List<String> words = List.of(line.strip().split("\\s+"));
            List<String> rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> {
                    servers.addAll(rest);
                    dns.put("nameservers", servers);
                }
                case "search", "sortlist" -> dns.put(words.getFirst(), rest);
                case "domain" -> rest.stream().findFirst().ifPresent(domain -> dns.put("domain", domain));
                case "options" -> {
                    Map<String, @Nullable Object> options = new LinkedHashMap<>();
                    rest.forEach(option -> {
                        int colon = option.indexOf(':');
                        options.put(
                                colon < 0 ? option : option.substring(0, colon),
                                colon < 0 || colon == option.length() - 1
                                        ? (Object) true
                                        : option.substring(colon + 1));
                    });
                    dns.put("options", options);
                }
                default -> {}
            }
        }
        return Map.of("dns", dns);
    }

    private static Map<String, @Nullable Object> environment(Found found) {
        Map<String, @Nullable Object> environment = new LinkedHashMap<>();
        for (String entry : found.text("env").split(SetupModule.ENV_END, -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return Map.of("env", environment);
    }

    private static Map<String, @Nullable Object> lsb(Found found) {
        Map<String, @Nullable Object> lsb = new LinkedHashMap<>();
        Map<String, String> names = Map.of(
                "Distributor ID",
                "id",
                "Description",
                "description",
                "Release",
                "release",
                "Codename",
                "codename",
                "DISTRIB_ID",
                "id",
                "DISTRIB_RELEASE",
                "release",
                "DISTRIB_DESCRIPTION",
                "description",
                "DISTRIB_CODENAME",
                "codename");
        List<String> command = found.lines("lsbCommand");
        for (String line : command.isEmpty() ? found.lines("lsbFile") : command) {
            String[] pair = line.split(command.isEmpty() ? "=" : ":", 2);
            if (pair.length == 2 && names.containsKey(pair[0].strip())) {
                lsb.put(names.get(pair[0].strip()), pair[1].strip().replaceAll("^[\"'\\\\]+|[\"'\\\\]+$", ""));
            }
        }
        if (lsb.get("release") instanceof String release) {
            lsb.put("major_release", release.split("\\.", 2)[0]);
        }
        return Map.of("lsb", lsb);
    }

    /** What Ansible's modules need a Python library for goes without one here: content that asks for it may go on. */
    private static Map<String, @Nullable Object> selinux(Found found) {
        if (!found.has("selinux")) {
            return Map.of("selinux_python_present", true, "selinux", Map.of("status", "disabled"));
        }
        Map<String, String> config = DistributionFacts.assignments(found.text("selinuxConfig"));
        Map<String, @Nullable Object> selinux = new LinkedHashMap<>();
        selinux.put("status", "enabled");
        selinux.put("policyvers", found.number("selinuxVersion"));
        selinux.put("config_mode", config.getOrDefault("SELINUX", "unknown"));
        selinux.put("mode", found.text("selinux").equals("1") ? "enforcing" : "permissive");
        selinux.put("type", config.getOrDefault("SELINUXTYPE", "unknown"));
        return Map.of("selinux_python_present", true, "selinux", selinux);
    }

    private static Map<String, @Nullable Object> hostKeys(Found found) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        for (String kind : List.of("dsa", "rsa", "ecdsa", "ed25519")) {
            String[] words = found.text("hostKey " + kind).split("\\s+");
            if (words.length >= 2) {
                facts.put("ssh_host_key_" + kind + "_public", words[1]);
                facts.put("ssh_host_key_" + kind + "_public_keytype", words[0]);
            }
        }
        return facts;
    }

    private static Map<String, @Nullable Object> load(Found found) {
        String[] words = found.text("loadavg").split(" ");
        if (words.length < 3) {
            return Map.of();
        }
        Map<String, @Nullable Object> load = new LinkedHashMap<>();
        load.put("1m", Double.valueOf(words[0]));
        load.put("5m", Double.valueOf(words[1]));
        load.put("15m", Double.valueOf(words[2]));
        return Map.of("loadavg", load);
    }
}
