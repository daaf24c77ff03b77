package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.json.Json;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Ansible and Slipway look at the same machine, one after the other, and tell the same: every name and every value of
 * {@code setup}, for many subsets and filters, and what the other modules say that only look.
 */
@Tag("full")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SameFactsTest {

    private static final String LAB = "samefacts";

    /**
     * What moves between two looks or belongs to the tool that looks. Ansible reads a package's origin and category from apt's index
     * through a Python library; and this Ansible finds the minor version of Debian only if {@code lsb_release} is installed.
     */
    private static final Pattern LEFT_OUT = Pattern.compile("""
            \\.(date_time|ansible_date_time|ansible_loadavg|ansible_uptime_seconds)(\\.|$)\
            |\\.ansible_(memfree_mb|memory_mb|swapfree_mb|processor_nproc)(\\.|$)\
            |\\.(block_available|block_used|size_available|inode_available|inode_used)$\
            |\\.ansible_env\\.(SSH_.*|XDG_.*|_|SHLVL|TERM|PWD|OLDPWD|LC_.*|LANG|LANGUAGE|SLIPWAY_.*|ANSIBLE_.*|SUDO_COMMAND|DBUS_SESSION_BUS_ADDRESS)$\
            |\\.packages\\..*\\.(origin|category)$|\\.ansible_distribution_version$\
            |\\.(atime|invocation|item|ansible_loop_var)(\\.|\\{|$)""");

    /** Slipway's own. */
    private static final Set<String> MORE =
            Set.of("ansible_gpu", "ansible_infiniband", "ansible_bmc", "ansible_numa", "ansible_nvme", "ansible_raid");

    private static final String PLAYBOOK = """
            - hosts: "{{ where }}"
              gather_facts: false
              tasks:
                - setup: "{{ item }}"
                  register: facts
                  loop:
                    - {}
                    - {gather_subset: ['!all']}
                    - {gather_subset: ['!min']}
                    - {gather_subset: ['all', '!min']}
                    - {gather_subset: ['!all', '!min']}
                    - {gather_subset: ['!all', '!min', network]}
                    - {gather_subset: ['!all', '!min', virtual, '!virtual']}
                    - {gather_subset: ['!hardware', '!facter', '!ohai', '!unheard_of']}
                    - {gather_subset: 'mounts,interfaces'}
                    - {gather_subset: ['!all', '!min', os_family, python_version, is_chroot, ssh_host_pub_keys]}
                    - {gather_subset: ['!all', '!min', service_mgr, pkg_mgr, caps, local]}
                    - {gather_subset: []}
                    - {filter: 'ansible_mem*'}
                    - {filter: [distribution*, gather_subset, 'facter_*', 'ansible_[a-c]*']}
                    - {filter: ''}
                    - {filter: ansible_local, fact_path: /tmp/slipway-same-facts}
                # Where dpkg and rpm are both there, Ansible asks one of them, another one each time.
                - package_facts: {manager: apt}
                  register: packages
                - service_facts:
                  register: services
                - getent: {database: passwd}
                  register: users
                - getent: {database: group, key: root}
                  register: group
                - stat: {path: "{{ item }}"}
                  register: stats
                  loop: [/etc/passwd, /, /etc/localtime, /dev/null, /bin/sh, /nonexistent, /etc/shadow]
                - copy:
                    content: "{{ {'setup': facts, 'packages': packages, 'services': services, 'users': users, 'group': group, 'stats': stats} | to_json }}"
                    dest: "{{ answers }}"
                  become: false
                  delegate_to: localhost
                  vars: {ansible_connection: local}
            """;

    @Test
    void thisMachineIsTheSameToBoth(@TempDir Path home) throws Exception {
        compare(home, List.of("-i", "localhost,", "-c", "local", "-e", "where=localhost"));
    }

    /** One of each kind: read, run, wrong, failing. */
    private static final String OWN_FACTS = """
            - hosts: "{{ where }}"
              gather_facts: false
              tasks:
                - file: {path: /tmp/slipway-same-facts, state: directory}
                - copy: {content: "{{ item.text }}", dest: "/tmp/slipway-same-facts/{{ item.name }}.fact", mode: "{{ item.mode | default('0644') }}"}
                  loop:
                    - {name: json, text: '{"a": [1, 2.5, null, true, {"b": "ä"}]} '}
                    - {name: number, text: "12"}
                    - {name: ini, text: "[One]\\nA = b ; c\\nQ: 3\\nempty =\\n  more\\n[two]\\nx=%(y)s/%%\\ny=[5]\\n[DEFAULT]\\nd=1\\n"}
                    - {name: twice, text: "[one]\\na=1\\na=2\\n"}
                    - {name: junk, text: "neither this nor that"}
                    - {name: empty, text: ""}
                    - {name: with space-dash, text: "[s]\\nv=1\\n"}
                    - {name: runs, mode: '0755', text: "#!/bin/sh\\necho '[s]'; echo a=1; echo noise >&2\\n"}
                    - {name: fails, mode: '0755', text: "#!/bin/sh\\necho out; echo oops >&2; exit 3\\n"}
                    - {name: silent, mode: '0755', text: "#!/bin/sh\\n"}
            """;

    @Test
    void aNodeIsTheSameToBoth(@TempDir Path home) throws Exception {
        Slipway slipway = new Slipway(home);
        Labs labs = new Labs(home, slipway.environment(), Progress.NONE);
        try {
            Lab lab = labs.up(LabSpec.named(LAB).nodes("1+1").python(true));
            String node = lab.nodes().getLast().name();
            compare(home, List.of("-i", lab.inventory().toString(), "-e", "where=" + node, "-b"));
        } finally {
            labs.down(LAB, false);
        }
    }

    private static void compare(Path home, List<String> where) throws Exception {
        Path playbook = Files.writeString(home.resolve("look.yml"), PLAYBOOK);
        Path theirs = home.resolve("ansible.json");
        Path ours = home.resolve("slipway.json");
        Slipway slipway = new Slipway(home);
        Map<String, String> environment = new HashMap<>(slipway.environment());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3");
        Path facts = Files.writeString(home.resolve("facts.yml"), OWN_FACTS);
        List<String> command = new ArrayList<>(List.of("ansible-playbook", facts.toString(), playbook.toString()));
        command.addAll(where);
        command.addAll(List.of("-e", "answers=" + theirs));
        run(command, environment);
        List<String> arguments = new ArrayList<>(List.of("run", playbook.toString()));
        arguments.addAll(where);
        arguments.addAll(List.of("-e", "answers=" + ours));
        Slipway.Said said = new Slipway(home, environment).run(arguments.toArray(String[]::new));
        assertEquals(0, said.status(), said.all());
        Map<String, Object> left = flat(Json.read("ansible", Files.readString(theirs)));
        Map<String, Object> right = flat(Json.read("slipway", Files.readString(ours)));
        assertTrue(left.size() > 1000, "much was compared: " + left.size());
        assertEquals("", differences(left, right));
    }

    private static void run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
    }

    private static String differences(Map<String, Object> theirs, Map<String, Object> ours) {
        Set<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        StringBuilder differences = new StringBuilder();
        for (String name : names) {
            Object their = theirs.getOrDefault(name, "absent");
            Object our = ours.getOrDefault(name, "absent");
            if (!their.equals(our) && !LEFT_OUT.matcher(name).find()) {
                differences.append(name + "\n  ansible: " + their + "\n  slipway: " + our + "\n");
            }
        }
        return differences.toString();
    }

    /** Every value with its path. The order of a list of names, and of mounts, means nothing. */
    private static Map<String, Object> flat(Object value) {
        Map<String, Object> flat = new TreeMap<>();
        put("", value, flat);
        return flat;
    }

    private static void put(String path, Object value, Map<String, Object> flat) {
        switch (value) {
            case Map<?, ?> map -> {
                flat.put(path + "{}", "mapping");
                map.forEach((name, inner) -> {
                    if (!MORE.contains(name)) {
                        put(path + "." + name, inner, flat);
                    }
                });
            }
            case List<?> list -> {
                List<Object> items = new ArrayList<>(list);
                if (path.endsWith("_interfaces")
                        || path.contains("virtualization_tech")
                        || path.endsWith("interfaces")) {
                    items.sort(Comparator.comparing(String::valueOf));
                }
                flat.put(path + "[]", items.size());
                for (int i = 0; i < items.size(); i++) {
                    put(path + "." + i, items.get(i), flat);
                }
            }
            case null -> flat.put(path, "null");
            default -> flat.put(path, value);
        }
    }
}
