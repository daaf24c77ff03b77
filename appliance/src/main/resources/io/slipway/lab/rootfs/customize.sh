#!/bin/sh
# Makes of a fresh root file system the node that an installer would leave behind: a user who may become root, an SSH server
# that takes keys only, and no package source. mmdebstrap calls it with the directory of the root file system.
set -eu
root=$1

useradd --root "$root" --create-home --shell /bin/bash --groups sudo slipway
install -m 0440 /dev/null "$root/etc/sudoers.d/slipway"
echo 'slipway ALL=(ALL:ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/slipway"
install -d -m 0700 "$root/root/.ssh"
install -d -m 0700 -o 1000 -g 1000 "$root/home/slipway/.ssh"

# Each node gets a host key, a name and an identity of its own.
rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/hostname" "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id"
: >"$root/etc/machine-id"
cat >"$root/etc/ssh/sshd_config.d/slipway-lab.conf" <<'SSHD'
HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
UseDNS no
SSHD

# The appliance is to be the only package source, and the playbook says so; nothing updates behind its back.
rm -f "$root/etc/apt/sources.list" "$root"/etc/apt/sources.list.d/* "$root/etc/apt/apt.conf.d/99mmdebstrap" "$root/etc/apt/auth.conf" "$root"/etc/apt/auth.conf.d/*
for unit in apt-daily.timer apt-daily-upgrade.timer systemd-networkd.service systemd-resolved.service getty.target; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# systemd mounts every hierarchy of groups that the kernel has. Where the host did not, the node has no group of its own, and a kubelet that
# is told its group finds none there.
cat >"$root/etc/systemd/system/lab-groups.service" <<'UNIT'
[Unit]
Description=Hierarchies without a group of this node are put away
DefaultDependencies=no
Before=sysinit.target

[Service]
Type=oneshot
ExecStart=/sbin/lab-groups

[Install]
WantedBy=sysinit.target
UNIT
cat >"$root/sbin/lab-groups" <<'GROUPS'
#!/bin/sh
sed -n 's,^[0-9]*:\([^:=]\{1\,\}\):/$,\1,p' /proc/self/cgroup | while read -r groups; do umount "/sys/fs/cgroup/$groups"; done
GROUPS
chmod 0755 "$root/sbin/lab-groups"

# A container engine mounts files over /etc/hosts and its like, which then cannot be renamed: a real node has plain files.
cat >"$root/sbin/lab-init" <<'INIT'
#!/bin/sh
for file in /etc/hosts /etc/hostname /etc/resolv.conf; do
    umount "$file" 2>/dev/null
done
hostname "$(cat /etc/hostname)"
# What belongs to the node's own network may be set; the rest of /proc/sys is the host's and stays read-only.
mount --bind /proc/sys/net /proc/sys/net && mount -o remount,rw,bind /proc/sys/net
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 /sys/fs/cgroup
else
    # Here nodes see each other's groups, and a kubelet that took the root for its own would tidy up its neighbour's pods. Below the
    # node's own, a pod may have no device that the node has not.
    own=$(sed -n 's/.*:devices://p' /proc/self/cgroup)
    echo a >"/sys/fs/cgroup/devices$own/devices.allow"
    echo "KUBELET_EXTRA_ARGS=--cgroup-root=$own" >/etc/default/kubelet
    systemctl --root=/ --quiet enable lab-groups
fi
# A kubelet reads there when the kernel ran out of memory; what the host's kernel says is not about this node.
[ -e /dev/kmsg ] || ln -s null /dev/kmsg
exec /sbin/init
INIT
chmod 0755 "$root/sbin/lab-init"
