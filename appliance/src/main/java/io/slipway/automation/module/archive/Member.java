package io.slipway.automation.module.archive;

/**
 * One thing in an archive.
 *
 * @param name as the archive has it, without slashes in front; a directory's ends with one
 * @param seconds when it was changed, since 1970; of a zip without that, see {@link #clock}
 * @param clock what a zip says instead, in the time zone of whoever unpacks it ({@code 2024-01-31 12:00:00}); empty for nothing
 * @param mode negative when the archive doesn't say
 * @param owner a name, or the number where there is none
 * @param sha1 of the content, empty unless it counts
 */
record Member(
        String name,
        Type type,
        long size,
        long seconds,
        String clock,
        int mode,
        String owner,
        long uid,
        String group,
        long gid,
        String link,
        String sha1) {

    enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    /** As a path below the destination. */
    String path() {
        String path = name.replaceAll("/+$", "").replaceAll("^(\\./+)+", "");
        return path.equals(".") ? "" : path;
    }

    Member at(long time) {
        return new Member(name, type, size, time, "", mode, owner, uid, group, gid, link, sha1);
    }
}
