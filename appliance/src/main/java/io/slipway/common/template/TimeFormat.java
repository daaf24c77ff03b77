package io.slipway.common.template;

import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats of times as C's {@code strftime} has them, in the C locale: POSIX's letters, and glibc's {@code -}, {@code 0}, {@code _} and
 * {@code ^} before a letter.
 */
public final class TimeFormat {

    /** The longer format that a letter stands for, or nothing. */
    static String expanded(char letter) {
        return switch (letter) {
            case 'c' -> "%a %b %e %H:%M:%S %Y";
            case 'D', 'x' -> "%m/%d/%y";
            case 'F' -> "%Y-%m-%d";
            case 'R' -> "%H:%M";
            case 'r' -> "%I:%M:%S %p";
            case 'T', 'X' -> "%H:%M:%S";
            default -> "";
        };
    }

    private static final List<String> MONTHS = Arrays.stream(Month.values())
            .map(month -> month.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();

    private TimeFormat() {}

    /** @param offset none for a time that does not know its own */
    public static String print(String format, LocalDateTime time, @Nullable ZoneOffset offset, String zone) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            int start = i++;
            boolean flagged = "-_0^".indexOf(format.charAt(i)) >= 0 && i + 1 < format.length();
            char flag = flagged ? format.charAt(i++) : ' ';
            char letter = format.charAt(i);
            String longer = expanded(letter);
            String piece = longer.isEmpty() ? piece(letter, time, offset, zone) : print(longer, time, offset, zone);
            out.append(
                    piece.isEmpty() && "zZ".indexOf(letter) < 0
                            ? format.substring(start, i + 1)
                            : flagged(piece, flag));
            Bounds.text(out.length());
        }
        return out.toString();
    }

    private static String flagged(String piece, char flag) {
        boolean number = !piece.isEmpty() && Character.isDigit(piece.charAt(piece.length() - 1));
        return switch (flag) {
            case '-' -> number ? piece.replaceFirst("^[ 0]+(?=.)", "") : piece;
            case '_' -> number ? padded(piece, ' ') : piece;
            case '0' -> number ? padded(piece, '0') : piece;
            case '^' -> piece.toUpperCase(Locale.ROOT);
            default -> piece;
        };
    }

    private static String padded(String piece, char with) {
        String bare = piece.replaceFirst("^[ 0]+(?=.)", "");
        return String.valueOf(with).repeat(piece.length() - bare.length()) + bare;
    }

    /** Empty for a letter that means nothing. */
    private static String piece(char letter, LocalDateTime t, @Nullable ZoneOffset offset, String zone) {
        int hour12 = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
        int weekday = t.getDayOfWeek().getValue();
        return switch (letter) {
            case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> MONTHS.get(t.getMonthValue() - 1).substring(0, 3);
            case 'B' -> MONTHS.get(t.getMonthValue() - 1);
            case 'C' -> two(t.getYear() / 100);
            case 'd' -> two(t.getDayOfMonth());
            case 'e' -> blank(t.getDayOfMonth());
            case 'f' -> String.format("%06d", t.getNano() / 1000);
            case 'g' -> two(t.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'G' -> String.valueOf(t.get(IsoFields.WEEK_BASED_YEAR));
            case 'H' -> two(t.getHour());
            case 'I' -> two(hour12);
            case 'j' -> String.format("%03d", t.getDayOfYear());
            case 'k' -> blank(t.getHour());
            case 'l' -> blank(hour12);
            case 'm' -> two(t.getMonthValue());
            case 'M' -> two(t.getMinute());
            case 'n' -> "\n";
            case 'p' -> t.getHour() < 12 ? "AM" : "PM";
            case 'P' -> t.getHour() < 12 ? "am" : "pm";
            case 's' ->
                String.valueOf(t.toEpochSecond(
                        offset == null ? ZoneId.systemDefault().getRules().getOffset(t) : offset));
            case 'S' -> two(t.getSecond());
            case 't' -> "\t";
            case 'u' -> String.valueOf(weekday);
            case 'U' -> two((t.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'w' -> String.valueOf(weekday % 7);
            case 'W' -> two((t.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'y' -> two(t.getYear() % 100);
            case 'Y' -> String.valueOf(t.getYear());
            case 'z' -> offset == null ? "" : compact(offset);
            case 'Z' -> zone;
            case '%' -> "%";
            default -> "";
        };
    }

    private static String two(int number) {
        return String.format("%02d", number);
    }

    private static String blank(int number) {
        return String.format("%2d", number);
    }

    private static String compact(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        return (offset.getTotalSeconds() < 0 ? "-" : "+") + two(seconds / 3600) + two(seconds / 60 % 60);
    }
}
