package io.slipway.netboot.ignition;

import static io.slipway.netboot.ignition.Rule.fine;
import static io.slipway.netboot.ignition.Rule.refused;
import static io.slipway.netboot.ignition.Rule.warned;

import java.util.List;
import java.util.stream.Stream;

/** Upstream's rules, by name. */
final class Rules {

    private static final String LONG = "x".repeat(60);
    private static final String UNIT = "contents: \"[Service]\\nType=oneshot\\n\"";

    private Rules() {}

    static List<Rule> all() {
        return Stream.of(form(), resources(), nodes(), disks(), filesystems(), luks(), units(), versions(), newer())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Rule> form() {
        return List.of(
                fine("nothing but a version is a config", ""),
                refused("text is text", "storage: {files: [{path: 5}]}", "'path' must be text, not a number"),
                refused(
                        "a mode is a number",
                        "storage: {files: [{path: /a, mode: \"0644\"}]}",
                        "'mode' must be a whole number, not a string"),
                refused(
                        "a flag is true or false",
                        "storage: {links: [{path: /a, target: b, hard: 1}]}",
                        "'hard' must be true or false"),
                refused("a list is a list", "storage: {files: {path: /a}}", "'files' must be a list, not a mapping"),
                refused("a mapping is a mapping", "storage: [1]", "'storage' must be a mapping, not a list"),
                fine("null is as good as nothing", "storage: {files: null}"),
                warned("an unused key is told", "storage: {fils: []}", "unused key 'fils'"),
                refused(
                        "a path is given once",
                        "storage: {files: [{path: /a}], directories: [{path: /a}]}",
                        "'/a' is given twice"),
                refused("a user is given once", "passwd: {users: [{name: a}, {name: a}]}", "'a' is given twice"),
                refused("a group is given once", "passwd: {groups: [{name: a}, {name: a}]}", "'a' is given twice"),
                refused(
                        "a user's key is given once",
                        "passwd: {users: [{name: a, sshAuthorizedKeys: [k, k]}]}",
                        "'k' is given twice"),
                refused(
                        "a kernel argument either is or is not there",
                        "kernelArguments: {shouldExist: [a], shouldNotExist: [a]}",
                        "'a' is given twice"),
                fine(
                        "an option may be given twice",
                        "storage: {filesystems: [{device: /dev/a, format: xfs, options: [-m, -m]}]}"));
    }

    private static List<Rule> resources() {
        return List.of(
                refused("what is merged has a source", "ignition: {config: {merge: [{}]}}", "a source is missing"),
                refused(
                        "an authority has a source",
                        "ignition: {security: {tls: {certificateAuthorities: [{}]}}}",
                        "a source is missing"),
                fine("what replaces need not", "ignition: {config: {replace: {}}}"),
                refused("a source is a URL", file("source: 'http://a b/'"), "'http://a b/' is not a URL"),
                refused("a scheme is one of few", file("source: 'ftp://a/b'"), "'ftp://a/b' has the scheme 'ftp'"),
                refused("a source has a scheme", file("source: /a"), "'/a' has no scheme"),
                refused("a port is a number", file("source: 'http://a:b/'"), "'http://a:b/' is not a URL"),
                fine("files come over TFTP", file("source: 'tftp://a/b'")),
                fine("files come from Google's storage", file("source: 'gs://a/b'")),
                fine("files come from S3", file("source: 's3://a/b?versionId=c'")),
                refused(
                        "a version in S3 has a name",
                        file("source: 's3://a/b?versionId='"),
                        "the versionId of this object is empty"),
                refused(
                        "an ARN is for later versions",
                        file("source: 'arn:aws:s3:::a/b'"),
                        "'arn:aws:s3:::a/b' has the scheme"),
                fine("data may be empty", file("source: 'data:,'")),
                fine("data has a type", file("source: 'data:text/plain;charset=utf-8;base64,YQ=='")),
                refused("data has a comma", file("source: 'data:a'"), "'data:a' is no data URL: a comma"),
                refused(
                        "data is escaped",
                        file("source: 'data:,a b'"),
                        "'data:,a b' is no data URL: ' ' must be written '%20'"),
                refused("an escape is whole", file("source: 'data:,a%2'"), "'data:,a%2' is no data URL: '%' must be"),
                refused("base64 is whole", file("source: 'data:;base64,YQ'"), "'data:;base64,YQ' is no data URL"),
                refused("base64 is base64", file("source: 'data:;base64,Y-=='"), "'data:;base64,Y-==' is no data URL"),
                refused(
                        "a compression is gzip",
                        file("source: 'data:,', compression: xz"),
                        "'xz' is not a compression"),
                fine("a compression may be empty", file("source: 'data:,', compression: ''")),
                refused(
                        "a hash belongs to a source",
                        file("verification: {hash: sha512-" + "a".repeat(128) + "}"),
                        "there is a hash, but no source"),
                refused("a hash names its kind", hash("abc"), "'abc' is not a hash"),
                refused("a hash is of a kind that is known", hash("md5-abc"), "'md5' is not a kind of hash"),
                refused("a hash has all its digits", hash("sha512-abc"), "this sha512 hash has 3 digits, not 128"),
                fine("a hash may be sha256", hash("sha256-" + "a".repeat(64))),
                refused(
                        "headers are for HTTP",
                        file("source: 'data:,', httpHeaders: [{name: a, value: b}]"),
                        "there are HTTP headers"),
                refused("a header has a name", header("{value: b}"), "an HTTP header has no name"),
                refused("a header's value is not empty", header("{name: b, value: ''}"), "the HTTP header 'b' has"),
                refused("a header is given once", header("{name: b}, {name: b}"), "'b' is given twice"),
                fine("a header without a value is removed", header("{name: b}")),
                refused("a proxy is a URL", "ignition: {proxy: {httpProxy: 'a:1'}}", "the proxy 'a:1' is no URL"),
                warned(
                        "a proxy for HTTPS should be spoken to by HTTPS",
                        "ignition: {proxy: {httpsProxy: 'http://a'}}",
                        "what is fetched over HTTPS goes to the proxy in the clear"));
    }

    private static String file(String contents) {
        return "storage: {files: [{path: /a, contents: {" + contents + "}}]}";
    }

    private static String hash(String hash) {
        return file("source: 'http://a', verification: {hash: " + hash + "}");
    }

    private static String header(String headers) {
        return file("source: 'http://a', httpHeaders: [" + headers + "]");
    }

    private static List<Rule> nodes() {
        return List.of(
                refused("a file has a path", "storage: {files: [{}]}", "'path' is missing"),
                refused("a path is absolute", "storage: {files: [{path: a}]}", "the path 'a' is not absolute"),
                refused("a path is simple", "storage: {files: [{path: /a/}]}", "the path '/a/' is not simplified"),
                refused(
                        "a folder's path too",
                        "storage: {directories: [{path: /a/../b}]}",
                        "the path '/a/../b' is not"),
                refused(
                        "an owner has an id or a name",
                        "storage: {files: [{path: /a, user: {id: 1, name: b}}]}",
                        "the user has both an id and a name"),
                refused(
                        "a group too",
                        "storage: {links: [{path: /a, target: b, group: {id: 1, name: b}}]}",
                        "the group has both an id and a name"),
                refused("a mode fits", "storage: {files: [{path: /a, mode: 6440}]}", "the mode 6440 is none"),
                refused(
                        "a mode is not negative",
                        "storage: {directories: [{path: /a, mode: -1}]}",
                        "the mode -1 is none"),
                warned("special bits are ignored", "storage: {files: [{path: /a, mode: 2540}]}", "setuid, setgid"),
                refused(
                        "what overwrites has contents",
                        "storage: {files: [{path: /a, overwrite: true}]}",
                        "'/a' is to be overwritten, but"),
                refused("a link leads somewhere", "storage: {links: [{path: /a}]}", "the link '/a' leads nowhere"),
                refused(
                        "a file is not behind a link",
                        "storage: {links: [{path: /a, target: /b}], files: [{path: /a/c}]}",
                        "the file '/a/c' lies behind the link '/a'"),
                refused(
                        "a folder is not behind a link",
                        "storage: {links: [{path: /a, target: /b}], directories: [{path: /a/c}]}",
                        "the directory '/a/c' lies behind the link '/a'"),
                refused(
                        "a link is not behind a link",
                        "storage: {links: [{path: /a, target: /b}, {path: /a/c, target: d}]}",
                        "the link '/a/c' lies behind the link '/a'"),
                refused(
                        "a hard link leads to no folder",
                        "storage: {links: [{path: /a, target: /b, hard: true}], directories: [{path: /b}]}",
                        "the hard link '/a' leads to a directory"),
                warned(
                        "a hard link has no owner",
                        "storage: {links: [{path: /a, target: /b, hard: true, user: {id: 1}}]}",
                        "the user of a hard link is that of its target"));
    }

    private static String partitions(String partitions) {
        return "storage: {disks: [{device: /dev/a, partitions: [" + partitions + "]}]}";
    }

    private static List<Rule> disks() {
        return List.of(
                refused("a disk has a device", "storage: {disks: [{}]}", "'device' is missing"),
                refused("a device is a path", "storage: {disks: [{device: sda}]}", "the path 'sda' is not absolute"),
                refused(
                        "a disk is given once",
                        "storage: {disks: [{device: /a}, {device: /a}]}",
                        "'/a' is given twice"),
                refused("a partition has a number or a label", partitions("{sizeMiB: 1}"), "a partition has neither"),
                refused("numbers differ", partitions("{number: 1}, {number: 1}"), "two partitions have the number 1"),
                refused(
                        "labels differ",
                        partitions("{number: 1, label: a}, {number: 2, label: a}"),
                        "two partitions have the label 'a'"),
                refused(
                        "partitions do not overlap",
                        partitions("{number: 1, startMiB: 1, sizeMiB: 9}, {number: 2, startMiB: 9, sizeMiB: 9}"),
                        "this partition overlaps another"),
                fine(
                        "partitions may touch",
                        partitions("{number: 1, startMiB: 1, sizeMiB: 8}, {number: 2, startMiB: 9, sizeMiB: 0}")),
                refused("a label fits", partitions("{label: " + LONG + "}"), "the label '" + LONG + "' is too long"),
                refused("a label has no colon", partitions("{label: 'a:b'}"), "the label 'a:b' would be cut off"),
                refused("a GUID is one", partitions("{number: 1, guid: a}"), "'a' is not a GUID"),
                refused("a type's GUID too", partitions("{number: 1, typeGuid: a}"), "'a' is not a GUID"),
                refused(
                        "what should not exist is not described",
                        partitions("{number: 1, shouldExist: false, sizeMiB: 5}"),
                        "a partition that should not exist is described"),
                fine("what should not exist has a number", partitions("{number: 1, shouldExist: false}")),
                refused("a RAID has a level", raid("devices: [/a]"), "the RAID 'r' has no level"),
                refused("a level is known", raid("devices: [/a], level: raid9"), "'raid9' is not a level of RAID"),
                refused("a RAID has devices", raid("level: raid1"), "the RAID 'r' has no devices"),
                refused(
                        "a device of a RAID is a path",
                        raid("level: raid1, devices: [a]"),
                        "the path 'a' is not absolute"),
                refused(
                        "stripes have no spares",
                        raid("level: raid0, devices: [/a], spares: 1"),
                        "a RAID of level 'raid0'"),
                refused("a device is in a RAID once", raid("level: '1', devices: [/a, /a]"), "'/a' is given twice"));
    }

    private static String raid(String raid) {
        return "storage: {raid: [{name: r, " + raid + "}]}";
    }

    private static String filesystem(String filesystem) {
        return "storage: {filesystems: [{device: /dev/a, " + filesystem + "}]}";
    }

    private static List<Rule> filesystems() {
        return List.of(
                refused("a file system has a device", "storage: {filesystems: [{format: xfs}]}", "'device' is missing"),
                refused("a file system has a format", filesystem("label: a"), "a file system is described, but not"),
                refused("a format is known", filesystem("format: zfs"), "Ignition makes no file system 'zfs'"),
                fine("a format may be none", filesystem("format: none")),
                refused("a mount point is a path", filesystem("format: xfs, path: a"), "the path 'a' is not absolute"),
                refused("a label of ext4 fits", filesystem("format: ext4, label: " + "a".repeat(17)), "the label 'a"),
                refused(
                        "a label of btrfs fits",
                        filesystem("format: btrfs, label: " + "a".repeat(257)),
                        "the label 'a"),
                refused("a label of xfs fits", filesystem("format: xfs, label: " + "a".repeat(13)), "the label 'a"),
                refused("a label of swap fits", filesystem("format: swap, label: " + "a".repeat(16)), "the label 'a"),
                refused("a label of vfat fits", filesystem("format: vfat, label: " + "a".repeat(12)), "the label 'a"),
                warned(
                        "partitions are not overwritten",
                        "storage: {disks: [{device: /a, partitions: [{number: 1}]}], filesystems: [{device: /a, format: xfs}]}",
                        "this file system overwrites the partitions"),
                warned(
                        "a wiped table wipes",
                        "storage: {disks: [{device: /a, wipeTable: true}], filesystems: [{device: /a, format: xfs}]}",
                        "this file system is wiped"));
    }

    private static String luks(String luks) {
        return "storage: {luks: [{name: l, device: /dev/a, " + luks + "}]}";
    }

    private static List<Rule> luks() {
        return List.of(
                refused(
                        "a LUKS name has no slash",
                        "storage: {luks: [{name: a/b, device: /a}]}",
                        "the name 'a/b' has a slash"),
                refused("a LUKS device has a device", "storage: {luks: [{name: a}]}", "'device' is missing"),
                refused("a LUKS label fits", luks("label: " + LONG), "the label '" + LONG + "' is too long"),
                refused("a key file has a URL", luks("keyFile: {source: a}"), "'a' has no scheme"),
                refused(
                        "custom stands alone",
                        luks("clevis: {tpm2: true, custom: {pin: sss, config: c}}"),
                        "a custom binding of clevis does not go together"),
                refused("a custom binding has a pin", luks("clevis: {custom: {config: c}}"), "the pin of a custom"),
                refused("a pin is known", luks("clevis: {custom: {pin: a, config: c}}"), "'a' is not a pin of clevis"),
                refused(
                        "a custom binding has a config",
                        luks("clevis: {custom: {pin: sss}}"),
                        "the config of a custom"),
                refused("a tang server has a URL", luks("clevis: {tang: [{thumbprint: t}]}"), "the tang server ''"),
                refused(
                        "a tang server has a thumbprint",
                        luks("clevis: {tang: [{url: 'http://a'}]}"),
                        "the thumbprint"));
    }

    private static List<Rule> units() {
        return List.of(
                refused("a unit has a known ending", units("{name: a.b}"), "'a.b' is not the name of a unit"),
                refused("a unit has an ending", units("{name: service}"), "'service' is not the name of a unit"),
                refused(
                        "a unit is given once",
                        units("{name: a.service}, {name: a.service}"),
                        "'a.service' is given twice"),
                refused("a drop-in ends in .conf", dropin("name: a"), "the name of the drop-in 'a' must end in .conf"),
                refused(
                        "a drop-in is readable",
                        dropin("name: a.conf, contents: '[A'"),
                        "'a.conf' cannot be read as a unit"),
                refused("a section ends", units("{name: a.service, contents: '[A'}"), "'a.service' cannot be read"),
                refused(
                        "a section has its line",
                        units("{name: a.service, contents: '[A] b'}"),
                        "'a.service' cannot be read"),
                refused(
                        "a setting has a value",
                        units("{name: a.service, contents: \"[A]\\nb\\n\"}"),
                        "'a.service' cannot be read"),
                refused(
                        "a line is not too long",
                        units("{name: a.service, contents: \"[A]\\nb=" + "c".repeat(3000) + "\\n\"}"),
                        "'a.service' cannot be read as a unit: a line is longer"),
                fine("a line goes on", units("{name: a.service, contents: \"# c\\\\\\n x\\n[A]\\nb=c\\\\\\n d\\n\"}")),
                warned(
                        "what is enabled can start",
                        units("{name: a.service, enabled: true, " + UNIT + "}"),
                        "the unit 'a.service' is enabled"),
                warned(
                        "a template can start",
                        units("{name: a@.service, " + UNIT + "}, {name: a@b.service, enabled: true}"),
                        "the unit 'a@b.service' is enabled, but its template"));
    }

    private static String units(String units) {
        return "systemd: {units: [" + units + "]}";
    }

    private static String dropin(String dropin) {
        return units("{name: a.service, dropins: [{" + dropin + "}]}");
    }

    /** The same in other versions. */
    private static List<Rule> versions() {
        return List.of(
                fine("3.0 is known", "storage: {files: [{path: /a}]}").in(0),
                refused("3.0 knows no sha256", hash("sha256-" + "a".repeat(64)), "'sha256' is not a kind")
                        .in(0),
                fine("in 3.0 what is merged needs no source", "ignition: {config: {merge: [{source: null}]}}")
                        .in(0),
                warned("3.0 has no headers", header("{value: b}"), "unused key 'httpHeaders'")
                        .in(0),
                refused("3.1 knows no Google", file("source: 'gs://a/b'"), "'gs://a/b' has the scheme 'gs'")
                        .in(1),
                warned("3.1 has no LUKS", luks("label: " + LONG), "unused key 'luks'")
                        .in(1),
                refused("3.2 formats always", filesystem("format: none"), "Ignition makes no file system 'none'")
                        .in(2),
                fine("in 3.2 a link may lead nowhere", "storage: {links: [{path: /a}]}")
                        .in(2),
                warned("3.2 has no kernel arguments", "kernelArguments: {}", "unused key 'kernelArguments'")
                        .in(2),
                warned("3.3 has no discard", luks("discard: true"), "unused key 'discard'"));
    }

    /** What Debian's Ignition is too old for. */
    private static List<Rule> newer() {
        return List.of(
                fine("an object in S3 has an ARN", file("source: 'arn:aws:s3:::a/b'"))
                        .in(4),
                refused("an ARN names an object", file("source: 'arn:aws:s3:::a'"), "'arn:aws:s3:::a' is not the ARN")
                        .in(4),
                refused("an ARN is of S3", file("source: 'arn:aws:sqs:::a/b'"), "'arn:aws:sqs:::a/b' is not the ARN")
                        .in(5),
                refused(
                                "an advertisement is JSON",
                                luks("clevis: {tang: [{url: 'http://a', thumbprint: t, advertisement: '{'}]}"),
                                "this advertisement of a tang server is not JSON")
                        .in(4),
                warned("3.4 has no cex", luks("cex: {enabled: true}"), "unused key 'cex'")
                        .in(4),
                refused(
                                "cex stands without clevis",
                                luks("cex: {enabled: true}, clevis: {tpm2: true}"),
                                "cex does not go together with clevis")
                        .in(5),
                refused(
                                "cex stands without a key",
                                luks("cex: {enabled: true}, keyFile: {source: 'data:,'}"),
                                "cex does not go together with a key file")
                        .in(5),
                refused(
                                "a file is not a unit as well",
                                units("{name: a.service, " + UNIT + "}")
                                        + ", storage: {files: [{path: /etc/systemd/system/a.service}]}",
                                "'/etc/systemd/system/a.service' is a unit")
                        .in(5),
                refused(
                                "a link is not a drop-in as well",
                                dropin("name: b.conf, " + UNIT)
                                        + ", storage: {links: [{target: c, path: /etc/systemd/system/a.service.d/b.conf}]}",
                                "'/etc/systemd/system/a.service.d/b.conf' is a unit or a drop-in")
                        .in(4));
    }
}
