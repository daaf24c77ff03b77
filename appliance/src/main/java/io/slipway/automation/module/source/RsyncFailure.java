package io.slipway.automation.module.source;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Route;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import io.slipway.common.Problem;
import java.util.regex.Pattern;

/** What {@code rsync}, {@code ssh} and {@code sudo} complain of, and what to do about it. */
record RsyncFailure(Route route, Reply reply) {

    private static final Pattern NO_RSYNC =
            Pattern.compile("rsync: (?:command )?not found|rsync: command not found|rsync: No such file");
    private static final Pattern NO_SUDO = Pattern.compile("sudo: (?:command )?not found");
    private static final Pattern NO_LOGIN = Pattern.compile("Permission denied \\([a-z]");

    ModuleFailure explained() {
        String hint = hint(reply.err());
        if (hint.isEmpty()) {
            return new ModuleFailure(
                    reply.err().isBlank() ? "rsync failed with exit status " + reply.exitCode() : reply.err());
        }
        return new ModuleFailure(Problem.of(reply.err().strip()).hint(hint));
    }

    private String hint(String said) {
        String host = route.to().name();
        if (NO_RSYNC.matcher(said).find()) {
            return "rsync is missing on " + host
                    + ": install the package rsync there, or correct rsync_path; it is needed on both sides";
        }
        if (NO_SUDO.matcher(said).find()) {
            return "sudo is missing on " + host + ": install the package sudo there, or log in as the user to become";
        }
        if (said.contains("Host key verification failed")) {
            return "add the key of " + host
                    + " to the known_hosts of the user on the side where rsync runs (module known_hosts)"
                    + ", or set ansible_host_key_checking: false for it";
        }
        if (NO_LOGIN.matcher(said).find()) {
            boolean password = route.to() instanceof Target.Ssh ssh && ssh.password() != null;
            return (password
                            ? "rsync makes its own SSH connection and cannot be given the password of " + host + ": "
                            : "")
                    + "a key is needed that " + host + " takes (ansible_ssh_private_key_file or private_key)";
        }
        if (said.contains("sudo: ")) {
            return "rsync cannot answer sudo on " + host
                    + ": allow the login user to run rsync without a password (NOPASSWD)";
        }
        return "";
    }
}
