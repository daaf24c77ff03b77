package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a complaint of mount(8) and umount(8).
 *
 * @param sign what they print; its group stands in the remedy as {@code $1}
 */
record MountTrouble(Pattern sign, String remedy) {

    private static final List<MountTrouble> KNOWN = List.of(
            known(
                    "unknown filesystem type '(nfs4?|cifs|ceph|glusterfs|lustre|beegfs)'",
                    "install what mounts $1 on the node: nfs-common or nfs-utils, cifs-utils, ceph-common, glusterfs-client or"
                            + " the like"),
            known(
                    "unknown filesystem type '([^']*)'",
                    "look at fstype; 'modprobe $1' on the node says whether its kernel has it"),
            known(
                    "special device (.*) does not exist|can't find (?:UUID|LABEL|PARTUUID|PARTLABEL)=",
                    "look at src; 'lsblk -f' on the node lists the disks with their labels and UUIDs"),
            known("is not a block device", "for a folder, give opts: bind and fstype: none; for an image, opts: loop"),
            known(
                    "bad option; for several filesystems|you might need a /sbin/mount\\.|missing codepage or helper program",
                    "'dmesg' on the node says which: another fstype than the disk has ('blkid'), an option that it does not know,"
                            + " or a helper that is not installed (nfs-common, nfs-utils)"),
            known("target is busy", "'fuser -vm' on the node names who is at work there"),
            known(
                    "Connection refused|Connection timed out|No route to host|Name or service not known|access denied by server",
                    "'showmount -e' on the node lists what a server exports to it"),
            known(
                    "failed to remove .*: Directory not empty",
                    "it is unmounted and out of fstab; the folder below holds files of its own, which this leaves"));

    private static MountTrouble known(String sign, String remedy) {
        return new MountTrouble(Pattern.compile(sign), remedy);
    }

    static ModuleFailure failure(String state, String path, Steps.Done done) {
        String said = (done.err() + done.out()).strip();
        String what = switch (state) {
            case "absent", "unmounted" -> said.startsWith("rmdir: ") ? "Error rmdir " : "Error unmounting ";
            case "remounted" -> "Error remounting ";
            default -> "Error mounting ";
        };
        Problem problem = Problem.of(what + path + ": " + said);
        return new ModuleFailure(KNOWN.stream()
                .map(trouble -> trouble.hint(said))
                .filter(hint -> !hint.isEmpty())
                .findFirst()
                .map(problem::hint)
                .orElse(problem));
    }

    private String hint(String said) {
        Matcher found = sign.matcher(said);
        if (!found.find()) {
            return "";
        }
        String name = found.groupCount() > 0 && found.group(1) != null ? found.group(1) : "it";
        return remedy.replace("$1", name);
    }
}
