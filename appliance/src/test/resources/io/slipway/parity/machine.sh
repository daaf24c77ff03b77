#!/bin/sh
# Makes of a fresh root file system a machine that starts by itself in QEMU: its network is QEMU's own, its root's keys come with the
# firmware, and it says on its second serial port when it can be reached. mmdebstrap calls it with the directory of the root file system.
set -eu
root=$1

echo n1 >"$root/etc/hostname"
echo '127.0.0.1 localhost n1' >"$root/etc/hosts"
echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
rm -f "$root/etc/resolv.conf" "$root/etc/apt/sources.list" "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf.d/99mmdebstrap
rm -f "$root"/etc/apt/auth.conf "$root"/etc/apt/auth.conf.d/*
printf '[Match]\nType=ether\n[Network]\nAddress=10.0.2.15/24\nLinkLocalAddressing=no\n' >"$root/etc/systemd/network/all.network"
printf 'HostKey /etc/ssh/ssh_host_ed25519_key\nPasswordAuthentication no\nUseDNS no\n' >"$root/etc/ssh/sshd_config.d/machine.conf"
cat >"$root/etc/systemd/system/ready.service" <<'UNIT'
[Unit]
After=ssh.service systemd-networkd.service
[Service]
Type=oneshot
ExecStart=sh -c 'echo ready >/dev/ttyS1'
[Install]
WantedBy=multi-user.target
UNIT
chroot "$root" systemctl enable ready.service systemd-networkd.service
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
    getty.target selinux-autorelabel.service selinux-autorelabel-mark.service serial-getty@ttyS0.service \
    systemd-networkd-wait-online.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# What lies in /tmp outlasts a boot: the work folder of a case.
ln -s /dev/null "$root/etc/tmpfiles.d/tmp.conf"

# Only what it needs to reach its root: an emulated processor unpacks it.
printf 'MODULES=list\nCOMPRESS=lz4\n' >"$root/etc/initramfs-tools/conf.d/machine"
printf 'virtio_pci\nvirtio_blk\next4\n' >"$root/etc/initramfs-tools/modules"
chroot "$root" update-initramfs -u
