package io.slipway.netboot.ignition;

import io.slipway.netboot.ignition.Shape.Field;
import io.slipway.netboot.ignition.Shape.Fields;
import io.slipway.netboot.ignition.Shape.Many;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of <a href="https://coreos.github.io/ignition/specs/">spec 3.0 to 3.5</a>; of what came later than 3.0, since when. */
final class Schema {

    static final int NEWEST = 5;

    private static final Shape TEXT = new Shape.Text();
    private static final Shape WHOLE = new Shape.Whole();
    private static final Shape FLAG = new Shape.Flag();
    private static final Shape TEXTS = new Many(TEXT, "", false);
    /** Options of a program: the same one may stand there twice. */
    private static final Shape OPTIONS = new Many(TEXT, "", true);

    private static final Fields OWNER = fields("id", WHOLE, "name", TEXT);
    private static final Fields HEADER = fields("name", TEXT, "value", TEXT);

    static final Fields RESOURCE = fields(
            "compression",
            TEXT,
            "httpHeaders@1",
            list(HEADER, "name"),
            "source",
            TEXT,
            "verification",
            fields("hash", TEXT));

    private static final Fields CONFIG = fields("merge", list(RESOURCE, "source"), "replace", RESOURCE);
    private static final Fields PROXY = fields("httpProxy", TEXT, "httpsProxy", TEXT, "noProxy", TEXTS);
    private static final Fields TIMEOUTS = fields("httpResponseHeaders", WHOLE, "httpTotal", WHOLE);
    private static final Fields SECURITY = fields("tls", fields("certificateAuthorities", list(RESOURCE, "source")));

    private static final Fields DIRECTORY =
            fields("group", OWNER, "overwrite", FLAG, "path", TEXT, "user", OWNER, "mode", WHOLE);
    private static final Fields FILE =
            DIRECTORY.and("append", new Many(RESOURCE, "source", true)).and("contents", RESOURCE);
    private static final Fields LINK =
            fields("group", OWNER, "overwrite", FLAG, "path", TEXT, "user", OWNER, "hard", FLAG, "target", TEXT);

    private static final Fields PARTITION = fields(
            "guid",
            TEXT,
            "label",
            TEXT,
            "number",
            WHOLE,
            "resize@2",
            FLAG,
            "shouldExist",
            FLAG,
            "sizeMiB",
            WHOLE,
            "startMiB",
            WHOLE,
            "typeGuid",
            TEXT,
            "wipePartitionEntry",
            FLAG);
    private static final Fields DISK =
            fields("device", TEXT, "partitions", list(PARTITION, "number"), "wipeTable", FLAG);
    private static final Fields RAID =
            fields("devices", TEXTS, "level", TEXT, "name", TEXT, "options", OPTIONS, "spares", WHOLE);
    static final Fields FILESYSTEM = fields(
            "device",
            TEXT,
            "format",
            TEXT,
            "label",
            TEXT,
            "mountOptions@1",
            OPTIONS,
            "options",
            OPTIONS,
            "path",
            TEXT,
            "uuid",
            TEXT,
            "wipeFilesystem",
            FLAG);
    static final Fields TANG = fields("advertisement@4", TEXT, "thumbprint", TEXT, "url", TEXT);
    private static final Fields CUSTOM = fields("config", TEXT, "needsNetwork", FLAG, "pin", TEXT);
    private static final Fields CLEVIS =
            fields("custom", CUSTOM, "tang", list(TANG, "url"), "threshold", WHOLE, "tpm2", FLAG);
    static final Fields CEX = fields("enabled", FLAG);
    private static final Fields LUKS = fields(
            "cex@5",
            CEX,
            "clevis",
            CLEVIS,
            "device",
            TEXT,
            "discard@4",
            FLAG,
            "keyFile",
            RESOURCE,
            "label",
            TEXT,
            "name",
            TEXT,
            "openOptions@4",
            TEXTS,
            "options",
            OPTIONS,
            "uuid",
            TEXT,
            "wipeVolume",
            FLAG);
    static final Fields STORAGE = fields(
            "directories",
            list(DIRECTORY, "path"),
            "disks",
            list(DISK, "device"),
            "files",
            list(FILE, "path"),
            "filesystems",
            list(FILESYSTEM, "device"),
            "links",
            list(LINK, "path"),
            "luks@2",
            list(LUKS, "name"),
            "raid",
            list(RAID, "name"));

    private static final Fields DROPIN = fields("contents", TEXT, "name", TEXT);
    private static final Fields UNIT =
            fields("contents", TEXT, "dropins", list(DROPIN, "name"), "enabled", FLAG, "mask", FLAG, "name", TEXT);

    private static final Fields GROUP =
            fields("gid", WHOLE, "name", TEXT, "passwordHash", TEXT, "shouldExist@2", FLAG, "system", FLAG);
    private static final Fields USER = fields(
            "gecos",
            TEXT,
            "groups",
            TEXTS,
            "homeDir",
            TEXT,
            "name",
            TEXT,
            "noCreateHome",
            FLAG,
            "noLogInit",
            FLAG,
            "noUserGroup",
            FLAG,
            "passwordHash",
            TEXT,
            "primaryGroup",
            TEXT,
            "sshAuthorizedKeys",
            TEXTS,
            "shell",
            TEXT,
            "shouldExist@2",
            FLAG,
            "system",
            FLAG,
            "uid",
            WHOLE);

    static final Fields ROOT = fields(
            "ignition",
            fields("config", CONFIG, "proxy@1", PROXY, "security", SECURITY, "timeouts", TIMEOUTS, "version", TEXT),
            "kernelArguments@3",
            fields("shouldExist", TEXTS, "shouldNotExist", TEXTS),
            "passwd",
            fields("groups", list(GROUP, "name"), "users", list(USER, "name")),
            "storage",
            STORAGE,
            "systemd",
            fields("units", list(UNIT, "name")));

    private Schema() {}

    private static Many list(Fields item, String key) {
        return new Many(item, key, false);
    }

    /** Names and shapes in turn; {@code name@3} came with 3.3. */
    private static Fields fields(Object... namesAndShapes) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            String[] name = ((String) namesAndShapes[i]).split("@", 2);
            int since = name.length == 1 ? 0 : Integer.parseInt(name[1]);
            fields.put(name[0], new Field((Shape) namesAndShapes[i + 1], since));
        }
        return new Fields(fields);
    }
}
