package io.slipway.automation.module.shell;

/** Has the kernel write a file out before it takes another's place, since a rename may reach the disk before what it names does. */
public final class OnDisk {

    /**
     * {@code on_disk -- FILE…}, with the options of {@code sync}: fails, and sets {@code $disk_said}, when the file has not come to its
     * disk, which some file systems say only now. Where {@code sync} knows no files, everything is written out.
     */
    public static final String FUNCTION = """
            on_disk() {
              if disk_said=$(LC_ALL=C sync "$@" 2>&1); then return 0; fi
              case $disk_said in
              *'Input/output error'*|*'No space left'*|*'quota exceeded'*) disk_said=${disk_said##*: }; return 1 ;;
              esac
              sync
            }
            """;

    private OnDisk() {}
}
