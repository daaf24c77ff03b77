# What the benches of many hosts share: one real sshd on this machine that listens on all of 127.0.0.0/8, so that each host of the
# inventory has an address of its own. Sourced with $work set to a scratch folder and lib.sh read; needs root.

bench_port=${BENCH_PORT:-2210}

start_sshd() {
    need_packages openssh-server:sshd openssh-client:ssh
    mkdir -p "$work/sshd" /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/host"
    ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/key"
    # Real hosts have processors of their own: what these run makes way for the controller and for logins.
    printf 'command="exec nice -n 19 /bin/sh -c \\"$SSH_ORIGINAL_COMMAND\\"" %s\n' "$(cat "$work/sshd/key.pub")" >"$work/sshd/authorized"
    printf '* %s\n' "$(cut -d' ' -f1,2 "$work/sshd/host.pub")" >"$work/sshd/known_hosts"
    cat >"$work/sshd/config" <<CFG
Port $bench_port
ListenAddress 0.0.0.0
HostKey $work/sshd/host
PidFile $work/sshd/pid
AuthorizedKeysFile $work/sshd/authorized
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
LogLevel ERROR
MaxStartups 2000:30:4000
MaxSessions 1000
Subsystem sftp internal-sftp
CFG
    (cd / && PATH="$PATH:/usr/sbin" && exec "$(command -v sshd)" -f "$work/sshd/config" -E "$work/sshd/log")
}

stop_sshd() {
    [ ! -f "$work/sshd/pid" ] || kill "$(cat "$work/sshd/pid")" 2>/dev/null || true
}

# Prints an inventory of $1 hosts, a name and an address each.
many_hosts() {
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "n%04d ansible_host=127.1.%d.%d\n", i + 1, i / 250, i % 250 + 1 }'
    cat <<INI

[all:vars]
ansible_port=$bench_port
ansible_user=root
ansible_ssh_private_key_file=$work/sshd/key
ansible_ssh_common_args=-o UserKnownHostsFile=$work/sshd/known_hosts
ansible_python_interpreter=/usr/bin/python3
INI
}
