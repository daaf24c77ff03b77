package io.slipway.automation.module.system;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.shell.Output;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back from the script of {@link CommandModule}: a first line of ours ({@code exists}, {@code gone}, {@code would},
 * {@code chdir ERRNO}, {@code start ERRNO} or {@code ran PID TIME}), the command's own output, and when it ran a last line
 * {@code PID TIME STATUS TIME} that begins as the first one did.
 *
 * @param cmd what the result says was run
 * @param started the words that were really started
 */
record CommandAnswer(Reply reply, Arguments arguments, Object cmd, List<String> started, boolean check) {

    private static final Map<String, String> ERRNO = Map.of(
            "2", "No such file or directory",
            "13", "Permission denied",
            "20", "Not a directory");
    private static final String NO_SUCH_FILE = "2";
    private static final String NOT_THERE =
            "is the package installed that brings it? What lies outside of PATH is named with its folder";
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{6}))?.*");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    ModuleResult result() {
        String out = reply.out();
        int firstEnd = out.indexOf('\n');
        String head = firstEnd < 0 ? out : out.substring(0, firstEnd);
        String[] words = head.split(" ", 2);
        String detail = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "exists" -> notNeeded("creates", "exists");
            case "gone" -> notNeeded("removes", "does not exist");
            case "would" -> predicted(cmd, arguments.has("creates") || arguments.has("removes"));
            case "chdir" ->
                throw failure(
                        "Unable to change directory before execution: [Errno " + detail + "] " + ERRNO.get(detail)
                                + ": '" + arguments.string("chdir") + "'",
                        null,
                        cmd);
            case "start" -> {
                throw neverRan(
                        Problem.of("[Errno " + detail + "] " + ERRNO.get(detail) + ": '" + started.getFirst() + "'")
                                .hint(detail.equals(NO_SUCH_FILE) ? NOT_THERE : ""),
                        Integer.valueOf(detail),
                        Words.shown(started));
            }
            case "ran" -> finished(detail, out.substring(firstEnd + 1));
            default ->
                throw failure(
                        "the node's shell ended before the command could start: " + (out + reply.err()).strip(),
                        reply.exitCode(),
                        cmd);
        };
    }

    /** Adds what the command had printed, without the line of ours before it. */
    static TransportException withOwnOutput(TransportException broken, TransportException.SoFar printed) {
        String[] parts = new String(printed.stdout(), StandardCharsets.UTF_8).split("\n", 2);
        return broken.saying(parts.length < 2 ? "" : parts[1], new String(printed.stderr(), StandardCharsets.UTF_8));
    }

    private ModuleResult notNeeded(String option, String why) {
        String path = arguments.string(option);
        return base(cmd)
                .with("msg", (check ? "Would" : "Did") + " not run command since '" + path + "' " + why)
                .with("rc", 0)
                .with("stdout", "skipped, since " + path + " " + why)
                .with("stdout_lines", List.of("skipped, since " + path + " " + why));
    }

    /** The answer in check mode, for a command that would run. */
    static ModuleResult predicted(Object cmd, boolean conditional) {
        ModuleResult result = base(cmd).with("rc", 0).with("msg", "Command would have run if not in check mode");
        return new ModuleResult(conditional, false, !conditional, result.values(), List.of());
    }

    private ModuleResult finished(String mark, String rest) {
        int tail = rest.lastIndexOf("\n" + mark + " ");
        String end = tail < 0 ? "" : rest.substring(tail + 2 + mark.length());
        String out = tail < 0 ? rest : rest.substring(0, tail);
        String[] words = end.split(" ", 2);
        int status = tail < 0 ? reply.exitCode() : Integer.parseInt(words[0]);
        LocalDateTime started = time(mark.substring(mark.indexOf(' ') + 1));
        LocalDateTime ended = words.length > 1 ? time(words[1]) : started;
        ModuleResult result = new ModuleResult(
                        true, status != 0, false, base(cmd).values(), List.of())
                .with("rc", status)
                .with("msg", status == 0 ? "" : "non-zero return code")
                .with("start", written(started))
                .with("end", written(ended))
                .with("delta", delta(Duration.between(started, ended)));
        return Output.in(result, stripped(out), stripped(reply.err()));
    }

    private String stripped(String text) {
        if (!arguments.flag("strip_empty_ends")) {
            return text;
        }
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** As Python writes a time. */
    static String written(LocalDateTime time) {
        return MICROS.format(time);
    }

    /** What {@code date '+%Y-%m-%d %H:%M:%S.%N'} has said; the beginning of time when that is nothing of the kind. */
    static LocalDateTime time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            return LocalDateTime.of(1970, 1, 1, 0, 0);
        }
        String micros = matcher.group(3) == null ? "000000" : matcher.group(3);
        return LocalDateTime.parse(matcher.group(1) + " " + matcher.group(2) + "." + micros, MICROS);
    }

    /** As Python writes a {@code timedelta}. */
    static String delta(Duration duration) {
        long micros = ChronoUnit.MICROS.between(
                LocalDateTime.of(1970, 1, 1, 0, 0),
                LocalDateTime.of(1970, 1, 1, 0, 0).plus(duration));
        long seconds = Math.floorDiv(micros, 1_000_000L);
        long fraction = Math.floorMod(micros, 1_000_000L);
        long days = Math.floorDiv(seconds, 86_400L);
        long rest = Math.floorMod(seconds, 86_400L);
        String clock = String.format(Locale.ROOT, "%d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60);
        return (days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, "))
                + clock
                + (fraction == 0 ? "" : String.format(Locale.ROOT, ".%06d", fraction));
    }

    /** Every key that the module promises, in the state before anything ran. */
    private static ModuleResult base(@Nullable Object cmd) {
        return Output.in(ModuleResult.unchanged(), "", "")
                .with("rc", null)
                .with("cmd", cmd)
                .with("start", null)
                .with("end", null)
                .with("delta", null)
                .with("msg", "");
    }

    /** Nothing of this name could be started: there are no times then. */
    private static ModuleFailure neverRan(Problem problem, int errno, String cmd) {
        ModuleFailure failure = new ModuleFailure(problem);
        Output.in(ModuleResult.unchanged(), "", "").values().forEach(failure::with);
        return failure.with("rc", errno).with("cmd", cmd);
    }

    static ModuleFailure failure(String message, @Nullable Integer rc, @Nullable Object cmd) {
        ModuleFailure failure = new ModuleFailure(message);
        Map<String, @Nullable Object> values =
                new LinkedHashMap<>(base(cmd).with("rc", rc).values());
        values.remove("msg");
        values.forEach(failure::with);
        return failure;
    }
}
