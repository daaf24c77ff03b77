package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.ssh.HostKeyCheck.Unknown;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.ShellWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ssh} (see ssh(1) and ssh_config(5)) that inventories pass in {@code ansible_ssh_common_args}. As with ssh, the
 * first value of an option counts. An option that would change where or how the connection goes, and that is not understood, is an
 * error; one that only tunes ssh's own machinery is accepted and has no effect.
 */
final class SshArguments {

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "addkeystoagent",
            "batchmode",
            "checkhostip",
            "compression",
            "connectionattempts",
            "controlmaster",
            "controlpath",
            "controlpersist",
            "forwardagent",
            "forwardx11",
            "gssapiauthentication",
            "gssapidelegatecredentials",
            "hashknownhosts",
            "identitiesonly",
            "identityagent",
            "ipqos",
            "kbdinteractiveauthentication",
            "loglevel",
            "numberofpasswordprompts",
            "passwordauthentication",
            "permitlocalcommand",
            "pubkeyauthentication",
            "requesttty",
            "sendenv",
            "tcpkeepalive",
            "updatehostkeys",
            "verifyhostkeydns",
            "visualhostkey");

    private static final List<String> KNOWN = List.of(
            "ConnectTimeout",
            "GlobalKnownHostsFile",
            "HostName",
            "IdentityFile",
            "PreferredAuthentications",
            "Port",
            "ProxyCommand",
            "ProxyJump",
            "ServerAliveCountMax",
            "ServerAliveInterval",
            "StrictHostKeyChecking",
            "User",
            "UserKnownHostsFile");

    private static final Set<String> FORWARDS = Set.of("%h:%p", "[%h]:%p");

    /** Flags of ssh that take no value and mean nothing here. */
    private static final String FLAGS = "46aCKkNnqTtvXxYy";

    final List<String> identityFiles = new ArrayList<>();
    final List<String> knownHosts = new ArrayList<>();
    final List<String> authentications = new ArrayList<>();

    @Nullable
    String user;

    @Nullable
    String hostName;

    @Nullable
    Integer port;

    @Nullable
    Duration connectTimeout;

    @Nullable
    Duration aliveInterval;

    @Nullable
    Integer aliveCount;

    @Nullable
    Unknown unknownHosts;
    /** The machines to go through, the first one first. */
    List<Hop> hops = List.of();

    private final String host;
    private final Set<String> seen = new HashSet<>();

    private SshArguments(String host) {
        this.host = host;
    }

    /**
     * @param host for messages
     * @throws TransportException for what is malformed or cannot be honoured
     */
    static SshArguments parse(String host, String line) {
        SshArguments options = new SshArguments(host);
        List<String> words = options.split(line);
        if (!options.readFlags(words.iterator()).isEmpty()) {
            throw options.failure("'" + line + "' holds a word that is no option", "", "quote values with blanks");
        }
        return options;
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
            if (FLAGS.indexOf(flag) >= 0) {
                if (word.length() > 2) {
                    readFlags(List.of("-" + word.substring(2)).iterator());
                }
                continue;
            }
            String value = word.substring(2);
            if (value.isEmpty()) {
                if (!words.hasNext()) {
                    throw failure("-" + flag + " lacks its value", "", "");
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
            case 'S', 'E', 'e', 'O' -> {}
            case 'F' -> {
                if (!value.equals("none") && !value.equals("/dev/null")) {
                    throw failure(
                            "-F " + value + " is not supported", "Slipway does not read ssh_config files", "use -o");
                }
            }
            default -> throw failure("-" + flag + " is not supported", "", "use -o, -i, -p, -l or -J");
        }
    }

    private void readOption(String option) {
        String[] parts = option.strip().split("\\s*=\\s*|\\s+", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            throw failure("-o " + option + " lacks its value", "", "");
        }
        set(parts[0], parts[1].strip());
    }

    private void set(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!seen.add(key) && !key.equals("identityfile")) {
            return;
        }
        switch (key) {
            case "identityfile" -> identityFiles.add(value);
            case "userknownhostsfile", "globalknownhostsfile" -> addKnownHosts(value);
            case "preferredauthentications" -> authentications.addAll(Arrays.asList(value.split(",")));
            case "user" -> user = value;
            case "hostname" -> hostName = value;
            case "port" -> port = number(name, value, 65535);
            case "connecttimeout" -> connectTimeout = Duration.ofSeconds(number(name, value, 86_400));
            case "serveraliveinterval" -> aliveInterval = Duration.ofSeconds(orZero(name, value));
            case "serveralivecountmax" -> aliveCount = orZero(name, value);
            case "stricthostkeychecking" -> unknownHosts = strictness(value);
            case "proxyjump" -> setHops(value.equals("none") ? List.of() : Hop.chain(value));
            case "proxycommand" -> setHops(value.equals("none") ? List.of() : List.of(proxyCommand(value)));
            default -> {
                if (!WITHOUT_EFFECT.contains(key)) {
                    throw failure("the ssh option '" + name + "' is not supported", "", NearMiss.hint(name, KNOWN));
                }
            }
        }
    }

    /** ProxyJump and ProxyCommand compete; the first one given counts. */
    private void setHops(List<Hop> way) {
        if (seen.add("way")) {
            hops = way;
        }
    }

    /** {@code ssh -W %h:%p bastion} is how ProxyJump was written before there was one. */
    private Hop proxyCommand(String command) {
        List<String> words = new ArrayList<>(split(command));
        int forward = words.indexOf("-W");
        boolean ssh = !words.isEmpty() && Path.of(words.getFirst()).endsWith("ssh");
        if (!ssh || forward < 0 || forward + 1 >= words.size() || !FORWARDS.contains(words.get(forward + 1))) {
            throw failure(
                    "ProxyCommand '" + command + "' is not supported",
                    "Slipway goes through SSH servers only",
                    "use -o ProxyJump=user@bastion");
        }
        words.subList(forward, forward + 2).clear();
        words.removeFirst();
        List<String> destination = new SshArguments(host).readFlags(words.iterator());
        if (destination.size() != 1) {
            throw failure("ProxyCommand '" + command + "' does not name one host", "", "");
        }
        words.remove(destination.getFirst());
        return Hop.of(destination.getFirst(), words);
    }

    private List<String> split(String line) {
        try {
            return ShellWords.split(line);
        } catch (IllegalArgumentException e) {
            throw failure("cannot split '" + line + "' into words", String.valueOf(e.getMessage()), "");
        }
    }

    private void addKnownHosts(String value) {
        if (!value.equals("none")) {
            knownHosts.addAll(Arrays.asList(value.split("\\s+")));
        }
    }

    private Unknown strictness(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes", "ask", "true" -> Unknown.REFUSE;
            case "accept-new" -> Unknown.LEARN;
            case "no", "off", "false" -> Unknown.TAKE;
            default -> throw failure("StrictHostKeyChecking=" + value + " is unknown", "", "yes, accept-new or no");
        };
    }

    private int orZero(String name, String value) {
        return value.equals("0") ? 0 : number(name, value, 86_400);
    }

    private int number(String name, String value, int most) {
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > most || Integer.parseInt(value) == 0) {
            throw failure(name + "=" + value + " is not a number between 1 and " + most, "", "");
        }
        return Integer.parseInt(value);
    }

    private TransportException failure(String what, String why, String hint) {
        Problem problem = Problem.of("cannot connect to " + host + ": " + what).because(why);
        return new TransportException(Kind.UNREACHABLE, problem.hint(hint), null);
    }
}
