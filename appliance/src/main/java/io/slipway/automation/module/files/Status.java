package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import java.util.Optional;

/**
 * What {@code stat} says of one file.
 *
 * @param bits type and permissions, {@code st_mode}
 * @param owner the name, or the number where the node knows none
 * @param group the name, or the number where the node knows none
 * @param birth seconds, or zero where the file system does not know
 * @param context of SELinux, where the node has it and was asked
 */
public record Status(
        long size,
        int bits,
        long uid,
        long gid,
        String owner,
        String group,
        long inode,
        long device,
        long links,
        long blocks,
        long blockSize,
        long rawDevice,
        double atime,
        double mtime,
        double ctime,
        double birth,
        Optional<String> context) {

    /** For {@code stat -c}: no file name in it, and user names hold no colon. The time of the last look comes last; see {@link FoundPath#identity}. */
    static final String FORMAT = format("");

    /** The same in double quotes of a script that has {@link Fields#SAY}: with the context where there is one. */
    static final String FULL_FORMAT = format("$context_format");

    private static final int FIELDS = 17;

    private static final int TYPE = 0170000;

    static Status parse(String line) {
        String stripped = line.strip();
        int last = stripped.lastIndexOf(':');
        String[] f = stripped.substring(0, Math.max(last, 0)).split(":", FIELDS);
        if (f.length < FIELDS - 1) {
            throw new ModuleFailure("the node's stat command does not speak the expected format; it said: " + line);
        }
        return new Status(
                Long.parseLong(f[0]),
                Integer.parseInt(f[1], 16),
                Long.parseLong(f[2]),
                Long.parseLong(f[3]),
                f[4].equals("UNKNOWN") ? f[2] : f[4],
                f[5].equals("UNKNOWN") ? f[3] : f[5],
                Long.parseLong(f[6]),
                Long.parseLong(f[7]),
                Long.parseLong(f[8]),
                Long.parseLong(f[9]),
                Long.parseLong(f[10]),
                device(Long.parseLong(f[11], 16), Long.parseLong(f[12], 16)),
                seconds(stripped.substring(last + 1)),
                seconds(f[13]),
                seconds(f[14]),
                seconds(f[15]),
                f.length == FIELDS ? Optional.of(f[FIELDS - 1]) : Optional.empty());
    }

    private static String format(String context) {
        return "%s:%f:%u:%g:%U:%G:%i:%d:%h:%b:%o:%t:%T:%.9Y:%.9Z:%.9W" + context + ":%.9X";
    }

    private static double seconds(String text) {
        return text.equals("-") ? 0 : Double.parseDouble(text);
    }

    /** {@code makedev(3)} of glibc. */
    private static long device(long major, long minor) {
        return ((major & 0xfff) << 8) | ((major & ~0xfffL) << 32) | (minor & 0xff) | ((minor & ~0xffL) << 12);
    }

    /** Permissions, with set-id and sticky bits. */
    public int mode() {
        return bits & 07777;
    }

    /** As results show it: {@code 0644}, {@code 04755}. */
    public String modeText() {
        return Mode.text(mode());
    }

    public boolean isRegular() {
        return (bits & TYPE) == 0100000;
    }

    public boolean isDirectory() {
        return (bits & TYPE) == 0040000;
    }

    public boolean isLink() {
        return (bits & TYPE) == 0120000;
    }

    boolean isCharacterDevice() {
        return (bits & TYPE) == 0020000;
    }

    boolean isBlockDevice() {
        return (bits & TYPE) == 0060000;
    }

    boolean isFifo() {
        return (bits & TYPE) == 0010000;
    }

    boolean isSocket() {
        return (bits & TYPE) == 0140000;
    }

    /** The word of the {@code state} result. */
    String state() {
        if (isLink()) {
            return "link";
        }
        return isDirectory() ? "directory" : links > 1 ? "hard" : "file";
    }
}
