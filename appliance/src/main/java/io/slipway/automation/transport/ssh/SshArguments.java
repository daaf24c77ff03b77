package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.ssh.SshOptions.Setting;
import io.slipway.common.Position;
import io.slipway.common.ShellWords;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ssh} (see ssh(1)) that inventories pass in {@code ansible_ssh_common_args}. An option that would change where
 * or how the connection goes, and that is not understood, is an error; one that only tunes ssh's own machinery is accepted.
 */
final class SshArguments {

    private static final Set<String> FORWARDS = Set.of("%h:%p", "[%h]:%p");

    /** Flags of ssh that take no value and mean nothing here. */
    private static final String FLAGS = "aCKkNnqTtvXxYy";

    private final SshOptions options;
    private @Nullable String file;

    private SshArguments(SshOptions options) {
        this.options = options;
    }

    /**
     * Adds what they say to the options.
     *
     * @return the file that {@code -F} names
     * @throws TransportException for what is malformed or cannot be honoured
     */
    static Optional<String> read(String line, SshOptions options) {
        SshArguments arguments = new SshArguments(options);
        List<String> words;
        try {
            words = ShellWords.split(line);
        } catch (IllegalArgumentException e) {
            throw options.failure(
                    (Position) null, "cannot split '" + line + "' into words", String.valueOf(e.getMessage()), "");
        }
        if (!arguments.readFlags(words.iterator()).isEmpty()) {
            throw arguments.failure("'" + line + "' holds a word that is no option", "quote values with blanks");
        }
        return Optional.ofNullable(arguments.file);
    }

    /** Reads options, and returns the words that are none. */
    private List<String> readFlags(Iterator<String> words) {
        List<String> rest = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            if (!word.startsWith("-") || word.length() < 2) {
                rest.add(word);
                continue;
            }
            char flag = word.charAt(1);
            if (flag == '4' || flag == '6' || FLAGS.indexOf(flag) >= 0) {
                if (FLAGS.indexOf(flag) < 0) {
                    set("AddressFamily", flag == '4' ? "inet" : "inet6");
                }
                if (word.length() > 2) {
                    readFlags(List.of("-" + word.substring(2)).iterator());
                }
                continue;
            }
            String value = word.substring(2);
            if (value.isEmpty()) {
                if (!words.hasNext()) {
                    throw failure("-" + flag + " lacks its value", "");
                }
                value = words.next();
            }
            readFlag(flag, value);
        }
        return rest;
    }

    private void readFlag(char flag, String value) {
        switch (flag) {
            case 'o' -> readOption(value);
            case 'i' -> set("IdentityFile", value);
            case 'p' -> set("Port", value);
            case 'l' -> set("User", value);
            case 'J' -> set("ProxyJump", value);
            case 'b' -> set("BindAddress", value);
            case 'P' -> set("Tag", value);
            case 'F' -> file = file == null ? value : file;
            case 'S', 'E', 'e', 'O', 'c', 'm' -> {}
            default -> throw failure("-" + flag + " is not supported", "use -o, -i, -p, -l, -F or -J");
        }
    }

    private void readOption(String option) {
        ConfigLine line = ConfigLine.read(option, Position.in("")).orElse(null);
        if (line == null || line.rest().isEmpty()) {
            throw failure("-o " + option + " lacks its value", "");
        }
        String key = OptionNames.key(line.keyword());
        if (!OptionNames.known(key)) {
            throw failure("the ssh option '" + line.keyword() + "' is not supported", OptionNames.hint(line.keyword()));
        }
        Setting setting = SshConfig.setting(line, options);
        options.add(new Setting(null, setting.name(), setting.words(), setting.text()));
    }

    private void set(String name, String value) {
        options.add(new Setting(null, name, List.of(value), value));
    }

    /**
     * {@code ssh -W %h:%p bastion} is how ProxyJump was written before there was one.
     *
     * @return nothing for a command that must be run because it is something else
     */
    static Optional<Hop> asHop(String command) {
        try {
            List<String> words = new ArrayList<>(ShellWords.split(command));
            int forward = words.indexOf("-W");
            boolean ssh = !words.isEmpty()
                    && (words.getFirst().equals("ssh") || words.getFirst().endsWith("/ssh"));
            if (!ssh || forward < 0 || forward + 1 >= words.size() || !FORWARDS.contains(words.get(forward + 1))) {
                return Optional.empty();
            }
            words.subList(forward, forward + 2).clear();
            words.removeFirst();
            List<String> destination = new SshArguments(new SshOptions("")).readFlags(words.iterator());
            if (destination.size() != 1 || command.matches("(?s).*[;&|<>`$()].*")) {
                return Optional.empty();
            }
            words.remove(destination.getFirst());
            return Optional.of(Hop.of(destination.getFirst(), words));
        } catch (IllegalArgumentException | TransportException e) {
            return Optional.empty();
        }
    }

    private TransportException failure(String what, String hint) {
        return options.failure((Position) null, what, "", hint);
    }
}
