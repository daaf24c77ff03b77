package io.slipway.automation.module;

import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** What to do about refusals of a node's kernel, whichever module meets them. */
public enum Remedy {
    NO_SPACE(
            "No space left on device|Disk quota exceeded",
            "make room: 'df -h' and 'df -i' on the node say which file system is full"),
    READ_ONLY(
            "Read-only file system",
            "'findmnt' on the node says which file systems are mounted ro, and 'dmesg' whether one became so by errors;"
                    + " 'mount -o remount,rw' undoes it"),
    BAD_DISK(
            "Input/output error|Structure needs cleaning",
            "the disk or its file system is damaged: 'dmesg' on the node says more; fsck mends a file system"),
    NOT_ALLOWED(
            "Permission denied|Operation not permitted|Access denied|[Aa]uthentication (?:is )?required",
            "become: true does it as root; where even root may not, 'lsattr', 'findmnt' and the node's security modules"
                    + " say why");

    private final Pattern sign;
    private final String advice;

    Remedy(String sign, String advice) {
        this.sign = Pattern.compile(sign);
        this.advice = advice;
    }

    /** The problem, with advice if it has none of its own and there is some. */
    public static Problem in(Problem problem) {
        if (!problem.hint().isEmpty()) {
            return problem;
        }
        String said = problem.what() + "\n" + problem.why();
        return List.of(values()).stream()
                .filter(remedy -> remedy.sign.matcher(said).find())
                .findFirst()
                .map(remedy -> problem.hint(remedy.advice))
                .orElse(problem);
    }
}
