package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options that are in force for one host: of each the first value that was given; files of keys add up. */
final class SshOptions {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([sSmMhHdDwW]?)");

    /**
     * One option as given.
     *
     * @param place the line; {@code null} for the command line
     * @param name as written
     * @param words its arguments
     * @param text the same, as one
     */
    record Setting(@Nullable Position place, String name, List<String> words, String text) {

        String value() {
            return words.getFirst();
        }
    }

    private final String host;
    private final Map<String, Setting> first = new HashMap<>();
    private final List<Setting> keys = new ArrayList<>();
    private final List<Setting> certificates = new ArrayList<>();

    /** @param host for messages */
    SshOptions(String host) {
        this.host = host;
    }

    void add(Setting setting) {
        String key = OptionNames.key(setting.name());
        switch (key) {
            case "identityfile" -> addTo(keys, setting);
            case "certificatefile" -> addTo(certificates, setting);
            case "proxyjump" -> {
                if (!first.containsKey("proxycommand")) {
                    first.putIfAbsent(key, setting);
                }
            }
            case "proxycommand" -> {
                Setting jump = first.get("proxyjump");
                if (jump == null || jump.text().equalsIgnoreCase("none")) {
                    first.putIfAbsent(key, setting);
                }
            }
            default -> first.putIfAbsent(key, setting);
        }
    }

    private static void addTo(List<Setting> files, Setting setting) {
        if (files.stream().noneMatch(file -> file.value().equals(setting.value()))) {
            files.add(setting);
        }
    }

    /** In order of preference. */
    List<Setting> keys() {
        return List.copyOf(keys);
    }

    List<Setting> certificates() {
        return List.copyOf(certificates);
    }

    Optional<Setting> setting(String name) {
        return Optional.ofNullable(first.get(OptionNames.key(name)));
    }

    Optional<String> text(String name) {
        return setting(name).map(Setting::value);
    }

    /** @return {@code otherwise} when nothing is said about it */
    boolean truth(String name, boolean otherwise) {
        return setting(name)
                .map(setting -> switch (setting.value().toLowerCase(Locale.ROOT)) {
                    case "yes", "true", "on" -> true;
                    case "no", "false", "off" -> false;
                    default ->
                        throw failure(setting, setting.name() + " is not '" + setting.value() + "'", "yes or no");
                })
                .orElse(otherwise);
    }

    Optional<Integer> port() {
        return setting("Port").map(setting -> number(setting, 1, 65535));
    }

    Optional<Integer> count(String name) {
        return setting(name).map(setting -> number(setting, 0, 86_400));
    }

    private int number(Setting setting, int least, int most) {
        String value = setting.value();
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > most || Integer.parseInt(value) < least) {
            throw failure(
                    setting, setting.name() + "=" + value + " is not a number between " + least + " and " + most, "");
        }
        return Integer.parseInt(value);
    }

    /** As sshd_config(5), "TIME FORMATS", has it: seconds, or {@code 1h30m}. */
    Optional<Duration> time(String name) {
        return setting(name).filter(setting -> !setting.value().equals("none")).map(this::time);
    }

    private Duration time(Setting setting) {
        Matcher part = TIME.matcher(setting.value());
        long seconds = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            long unit = switch (part.group(2).toLowerCase(Locale.ROOT)) {
                case "m" -> 60;
                case "h" -> 3600;
                case "d" -> 86_400;
                case "w" -> 604_800;
                default -> 1;
            };
            seconds += Long.parseLong(part.group(1)) * unit;
            end = part.end();
        }
        if (end == 0 || end < setting.value().length() || seconds > Integer.MAX_VALUE / 1000) {
            throw failure(
                    setting, setting.name() + "=" + setting.value() + " is not a time", "seconds, or as in 1m30s");
        }
        return Duration.ofSeconds(seconds);
    }

    /** A setting that cannot be honoured. */
    TransportException failure(@Nullable Setting setting, String what, String hint) {
        return failure(setting == null ? null : setting.place(), what, "", hint);
    }

    TransportException failure(@Nullable Position place, String what, String why, String hint) {
        Problem problem = Problem.of("cannot connect to " + host + ": " + what).because(why);
        return new TransportException(Kind.UNREACHABLE, problem.hint(hint).at(place), null);
    }
}
