package io.slipway.netboot.ignition;

/** Finds modes that somebody wrote in decimal digits although they meant octal ones: {@code 644} for {@code 0644}. */
final class Modes {

    private Modes() {}

    static void check(Part storage, Findings findings) {
        for (String kind : new String[] {"files", "directories"}) {
            for (Part node : storage.parts(kind)) {
                long mode = node.whole("mode").orElse(0);
                boolean folder = kind.equals("directories");
                if (!isUsual(mode, folder) && isUsual(fromDigits(mode), folder)) {
                    findings.warn(
                            node.at("mode"),
                            "the mode " + mode + " is a decimal number",
                            "write 0" + mode + " for an octal one");
                }
            }
        }
    }

    /** Negative when its digits are not those of an octal number. */
    private static long fromDigits(long mode) {
        String digits = Long.toString(mode);
        return digits.matches("[0-7]{1,4}") ? Long.parseLong(digits, 8) : -1;
    }

    /** Each class of users may do no more than the one before it, and those who may run or write can read. */
    private static boolean isUsual(long mode, boolean folder) {
        if (mode == 0) {
            return true;
        }
        if (mode < 0 || mode > 07777) {
            return false;
        }
        long less = 0;
        for (int shift = 0; shift <= 6; shift += 3) {
            long more = (mode >> shift) & 7;
            boolean runs = (more & 1) != 0;
            boolean readNotRun = (less & 4) != 0 && (less & 1) == 0;
            if ((more & less) != less || (runs && readNotRun) || ((more & 3) != 0 && (more & 4) == 0)) {
                return false;
            }
            less = more;
        }
        boolean anyRuns = (less & 1) != 0;
        boolean anyWrites = (less & 2) != 0;
        if ((less & 4) == 0) {
            return false;
        }
        return folder
                ? anyRuns && (mode & 04000) == 0 && ((mode & 03000) == 0 || anyWrites)
                : (mode & 01000) == 0 && ((mode & 06000) == 0 || (anyRuns && (mode & 2) == 0));
    }
}
