package io.slipway.automation.module.certificates;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as playbooks write it: {@code +32w1d2h3m4s} from now, or {@code 20300131235959Z}. */
final class CertificateTime {

    private static final Pattern RELATIVE = Pattern.compile(
            "([+-])(?:(\\d{1,9})[wW])?(?:(\\d{1,9})[dD])?(?:(\\d{1,9})[hH])?(?:(\\d{1,9})[mM])?(?:(\\d{1,9})[sS]?)?");

    private CertificateTime() {}

    /** To the second, as certificates have it. */
    static Instant parse(String text, String argument, Instant now) {
        Matcher relative = RELATIVE.matcher(text);
        try {
            if (relative.matches() && text.length() > 1) {
                Duration offset = Duration.ofDays(7 * number(relative, 2) + number(relative, 3))
                        .plusHours(number(relative, 4))
                        .plusMinutes(number(relative, 5))
                        .plusSeconds(number(relative, 6));
                Instant base = now.truncatedTo(ChronoUnit.SECONDS);
                return relative.group(1).equals("+") ? base.plus(offset) : base.minus(offset);
            }
            if (text.matches("\\d{14}Z|\\d{12}Z")) {
                String full = text.length() == 13 ? text.substring(0, 12) + "00" : text.substring(0, 14);
                return LocalDateTime.parse(full, DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
                        .toInstant(ZoneOffset.UTC);
            }
            if (text.matches("(\\d{14}|\\d{12})[+-]\\d{4}")) {
                String full = text.length() == 17 ? text.substring(0, 12) + "00" + text.substring(12) : text;
                return OffsetDateTime.parse(full, DateTimeFormatter.ofPattern("uuuuMMddHHmmssXX"))
                        .toInstant();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(text, argument);
        }
        throw invalid(text, argument);
    }

    private static ModuleFailure invalid(String text, String argument) {
        return new ModuleFailure(Problem.of("The time spec \"" + text + "\" for " + argument + " is invalid")
                .hint("write it as +365d, -1w2d3h4m5s or 20300131235959Z"));
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
