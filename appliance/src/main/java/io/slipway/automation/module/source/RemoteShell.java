package io.slipway.automation.module.source;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Route;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code ssh} command by which {@code rsync} reaches a host as Slipway does: its port, key, host key check and further options. */
record RemoteShell(Arguments arguments, Route route, Target.Ssh host) {

    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./~-]+");

    /**
     * What {@code --rsh} takes. Never asks: a host that wants a password answers with an error instead of a wait for a terminal.
     *
     * @param ssh the program
     */
    String command(String ssh) {
        List<String> words = new ArrayList<>(List.of(ssh));
        if (!arguments.flag("ssh_connection_multiplexing")) {
            words.addAll(List.of("-S", "none"));
        }
        key().ifPresent(key -> words.addAll(List.of("-i", key)));
        arguments
                .integer("dest_port")
                .or(() -> Optional.ofNullable(host.port()).map(Integer::longValue))
                .ifPresent(port -> option(words, "Port=" + port));
        if (route.from().local() || arguments.flag("use_ssh_args")) {
            words.addAll(Words.split(host.sshArguments()));
        }
        option(words, "BatchMode=yes");
        if (arguments.flag("verify_host") || host.checkHostKey()) {
            option(words, "StrictHostKeyChecking=yes");
            if (!host.knownHosts().isEmpty()) {
                option(words, "UserKnownHostsFile=" + files(host.knownHosts()));
            }
        } else {
            option(words, "StrictHostKeyChecking=no");
            option(words, "UserKnownHostsFile=/dev/null");
        }
        return words.stream().map(RemoteShell::quoted).collect(Collectors.joining(" "));
    }

    private Optional<String> key() {
        return arguments
                .text("private_key")
                .or(() -> host.privateKeys().stream()
                        .findFirst()
                        .map(key -> route.from().local() ? key.toAbsolutePath() : key)
                        .map(Path::toString));
    }

    private static void option(List<String> words, String option) {
        words.addAll(List.of("-o", option));
    }

    /** As {@code ssh_config} reads a list of files. */
    private static String files(List<Path> files) {
        return files.stream().map(file -> "\"" + file + "\"").collect(Collectors.joining(" "));
    }

    /** As {@code rsync}, which is no shell, reads a word: within quotes, a quote is doubled. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "''") + "'";
    }
}
