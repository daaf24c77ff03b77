#!/bin/sh
# Times a play of the shape of Kubespray's with Slipway and with Debian's Ansible (pipelining) on the same input, in turn: roles with
# defaults and vars, import_tasks, include_tasks, include_role, group_vars of 300 variables of which two thirds refer to others, loops,
# registers, handlers, set_fact; nine tasks in ten are skipped by `when`. The hosts are one real sshd on this machine that listens on all
# of 127.0.0.0/8: a real connection to an address of its own for each host, but one machine beneath, which is this one.
#   .ci/bench/kubespray.sh [HOSTS] [TASKS] [ROUNDS]      default: 100 hosts, 1400 tasks, 1 round
# SLIPWAY says which program, TOOLS which of "slipway ansible" to time, FORKS how many (50). Needs root; installs `ansible`, `time`,
# `openssh-server`. A line a run: tool, hosts, tasks, wall s, CPU s of the controller, peak MB (Ansible: its largest process), load before.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
. "$here/.ci/lib.sh"
. "$here/.ci/bench/sshd.sh"
hosts=${1:-100}
tasks=${2:-1400}
rounds=${3:-1}
forks=${FORKS:-50}
work=$(mktemp -d)
SLIPWAY=${SLIPWAY:-$here/slipway}
export SLIPWAY_HOME="${SLIPWAY_HOME:-$work/home}" ANSIBLE_CONFIG="$work/ansible.cfg"

clean_up() {
    stop_sshd
    rm -rf "$work"
}
trap clean_up EXIT INT TERM

find_jdk
need_packages ansible:ansible-playbook time:time
"$SLIPWAY" --version >/dev/null
start_sshd
many_hosts "$hosts" >"$work/hosts"

# A group of variables: plain ones, texts that build on others, lists of mappings that do.
mkdir -p "$work/group_vars"
awk -v n=300 -v root="$work/nodes" 'BEGIN {
    printf "root: %s/{{ inventory_hostname }}\nnever: false\n", root
    for (i = 0; i < n; i++) {
        if (i % 3 == 0) printf "v%d: value %d\n", i, i
        else if (i % 3 == 1) printf "v%d: \"{{ v%d }} on {{ inventory_hostname }}\"\n", i, i - 1
        else printf "v%d: [{name: a%d, size: %d}, {name: \"{{ v%d }}\", size: 2}]\n", i, i, i, i - 2
    } }' >"$work/group_vars/all.yml"

# Seven roles, each of a main list that imports and includes the same number of tasks; of ten tasks one runs.
per=$((tasks / 7))
for role in 1 2 3 4 5 6 7; do
    dir=$work/roles/part$role
    mkdir -p "$dir/tasks" "$dir/defaults" "$dir/vars" "$dir/handlers" "$dir/templates"
    printf 'part%s_enabled: true\npart%s_name: "part %s of {{ v1 }}"\npart%s_items: [one, two, three]\n' "$role" "$role" "$role" "$role" >"$dir/defaults/main.yml"
    printf 'part%s_dir: "{{ root }}/part%s"\npart%s_mode: "0750"\n' "$role" "$role" "$role" >"$dir/vars/main.yml"
    printf -- '- name: Reload part %s\n  command: "true"\n' "$role" >"$dir/handlers/main.yml"
    printf '# {{ part%s_name }}\n{%% for item in v2 %%}\n{{ item.name }}={{ item.size }}\n{%% endfor %%}\n' "$role" >"$dir/templates/conf.j2"
    awk -v r="$role" -v n="$per" -v dir="$dir/tasks" 'function task(file, i,   v, p, k) {
        v = int((i * 7 + r * 31) % 300 / 3) * 3
        p = "part" r
        printf "- name: Step %d of part %d\n", i, r >>file
        if (i % 10 == 0) {
            k = int(i / 10) % 10
            if (k == 0) printf "  file: {path: \"{{ %s_dir }}\", state: directory, mode: \"{{ %s_mode }}\", recurse: false}\n", p, p >>file
            else if (k == 1) printf "  template: {src: conf.j2, dest: \"{{ %s_dir }}/conf\", mode: \"0640\"}\n  notify: Reload part %d\n", p, r >>file
            else if (k == 2) printf "  stat: {path: \"{{ %s_dir }}/conf\"}\n  register: %s_conf\n", p, p >>file
            else if (k == 3) printf "  command: echo {{ v%d | quote }}\n  register: %s_said\n  changed_when: false\n", v + 1, p >>file
            else if (k == 4) printf "  set_fact: {%s_fact: \"{{ %s_said.stdout | default(v%d) }}\"}\n", p, p, v >>file
            else if (k == 5) printf "  debug: {msg: \"{{ item }} of {{ %s_name }}\"}\n  loop: \"{{ %s_items }}\"\n", p, p >>file
            else if (k == 6) printf "  assert: {that: \"%s_conf.stat.exists | default(true)\"}\n", p >>file
            else if (k == 7) printf "  file: {path: \"{{ %s_dir }}/{{ item }}\", state: directory, mode: \"0700\"}\n  loop: [a, b]\n", p >>file
            else if (k == 8) printf "  command: \"true\"\n  changed_when: false\n  when: %s_enabled and v%d is defined\n", p, v >>file
            else printf "  debug: {msg: \"{{ v%d[1].name }} {{ %s_fact | default(omit) }}\"}\n", v + 2, p >>file
        } else {
            k = i % 4
            if (k == 0) printf "  command: /bin/false {{ v%d }}\n  when: never | bool\n", v >>file
            else if (k == 1) printf "  file: {path: \"{{ %s_dir }}/{{ v%d }}\", state: touch}\n  when: v%d is search(\"no such\") and %s_enabled\n", p, v, v + 1, p >>file
            else if (k == 2) printf "  template: {src: conf.j2, dest: \"/{{ item.name }}\"}\n  loop: \"{{ v%d }}\"\n  when:\n    - %s_enabled\n    - item.size > 1000\n", v + 2, p >>file
            else printf "  shell: exit 1\n  when: inventory_hostname in groups[\"all\"] and v%d == \"another\"\n", v >>file
        }
    }
    BEGIN {
        third = int(n / 3)
        for (i = 0; i < third; i++) task(dir "/imported.yml", i)
        for (; i < 2 * third; i++) task(dir "/included.yml", i)
        for (; i < n; i++) task(dir "/main.yml", i)
    }' 
    { printf -- '- import_tasks: imported.yml\n- include_tasks: included.yml\n  when: part%s_enabled\n' "$role"; cat "$dir/tasks/main.yml"; } >"$dir/tasks/all.yml"
    mv "$dir/tasks/all.yml" "$dir/tasks/main.yml"
done
cat >"$work/site.yml" <<'YML'
- hosts: all
  gather_facts: false
  roles: [part1, part2, part3, {role: part4, tags: [four]}]
  post_tasks:
    - include_role: {name: "part{{ item }}"}
      loop: [5, 6]
    - import_role: {name: part7}
YML
cat >"$ANSIBLE_CONFIG" <<CFG
[defaults]
forks = $forks
inventory = $work/hosts
interpreter_python = /usr/bin/python3
deprecation_warnings = False
[ssh_connection]
pipelining = True
CFG

timed() {
    tool=$1
    shift
    rm -rf "$work/nodes"
    mkdir "$work/nodes"
    "$SLIPWAY" exec all -i "$work/hosts" --forks "$forks" -m file -a 'path={{ root }} state=directory' >/dev/null 2>&1 \
        || die "the hosts cannot be reached"
    load=$(cut -d' ' -f1 /proc/loadavg)
    PATH="$PATH:/usr/bin" command time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>&1 || {
        grep -E 'fatal|ERROR' "$work/out" | head -n 5 >&2
        tail -n 5 "$work/out" >&2
        die "$tool failed"
    }
    grep -E '^n[0-9]+ .*ok=' "$work/out" | sed 's/^n[0-9]*//' | sort | uniq -c >"$work/$tool.recap"
    [ "$(wc -l <"$work/$tool.recap")" -eq 1 ] || die "$tool did not do the same on all hosts"
    tail -n 1 "$work/time" | awk -v tool="$tool" -v hosts="$hosts" -v tasks="$tasks" -v load="$load" \
        '{ printf "%-8s %5d %6d  %8.2f  %8.2f  %6d  %6.2f\n", tool, hosts, tasks, $1, $2 + $3, $4 / 1024, load }'
}

echo "tool     hosts  tasks    wall s     CPU s  peak MB   load    $forks forks, $(nproc) cores"
round=1
while [ "$round" -le "$rounds" ]; do
    for tool in ${TOOLS:-slipway ansible}; do
        case $tool in
            slipway) timed slipway "$SLIPWAY" run -i "$work/hosts" --forks "$forks" "$work/site.yml" ;;
            ansible) timed ansible ansible-playbook -i "$work/hosts" "$work/site.yml" ;;
        esac
    done | tee "$work/round"
    awk '$1 == "slipway" { s = $4; c = $5 } $1 == "ansible" && s { printf "ratio                  %8.1f  %8.1f\n", $4 / s, $5 / c }' "$work/round"
    round=$((round + 1))
done
[ ! -f "$work/ansible.recap" ] || [ ! -f "$work/slipway.recap" ] || diff "$work/ansible.recap" "$work/slipway.recap" >&2 \
    || die "the tools did not do the same"
cat "$work"/*.recap | sort -u
