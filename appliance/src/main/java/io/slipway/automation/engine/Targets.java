package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Target;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.template.Python;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out how to reach a host and whom to become there: from its variables, else from the task's keywords, else from the command line. */
final class Targets {

    static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    private final RunOptions options;
    private final LiveInventory inventory;

    Targets(RunOptions options, LiveInventory inventory) {
        this.options = options;
        this.inventory = inventory;
    }

    /** @param variables of the host that is meant, which with {@code delegate_to} is another than the task's */
    Target target(Variables variables, KeywordValues keywords) {
        String host = variables.host();
        String connection = text(variables, "ansible_connection")
                .or(() -> implicitlyLocal(host) ? Optional.of("local") : Optional.empty())
                .or(() -> keywords.text(Keyword.CONNECTION))
                .or(options::connection)
                .orElse("smart");
        return switch (connection.substring(connection.lastIndexOf('.') + 1)) {
            case "local" -> new Target.Local(host);
            case "ssh", "smart", "paramiko", "paramiko_ssh" -> ssh(host, variables, keywords);
            default ->
                throw new EngineException(
                        Problem.of("the connection '" + connection + "' of " + host + " is not supported")
                                .hint("use ssh or local"));
        };
    }

    /** Ansible's {@code localhost} that nobody wrote into the inventory. */
    boolean implicitlyLocal(String host) {
        return THIS_MACHINE.contains(host) && !inventory.hasHost(host);
    }

    private Target ssh(String host, Variables variables, KeywordValues keywords) {
        String address = text(variables, "ansible_ssh_host", "ansible_host").orElse(host);
        Optional<Integer> port = text(variables, "ansible_ssh_port", "ansible_port")
                .or(() -> keywords.text(Keyword.PORT))
                .map(text -> port(text, host))
                .or(() -> options.unsaid().port());
        Optional<String> user = text(variables, "ansible_ssh_user", "ansible_user")
                .or(() -> keywords.text(Keyword.REMOTE_USER))
                .or(options::remoteUser);
        Optional<Path> key = text(variables, "ansible_ssh_private_key_file", "ansible_private_key_file")
                .map(Targets::path)
                .or(options::privateKey);
        Optional<Secret> password = text(variables, "ansible_ssh_password", "ansible_ssh_pass", "ansible_password")
                .map(Secret::new)
                .or(options::connectionPassword);
        boolean check = text(variables, "ansible_ssh_host_key_checking", "ansible_host_key_checking")
                .map(text -> KeywordValues.truth(text, null, "ansible_host_key_checking"))
                .orElse(options.checkHostKey());
        Duration timeout = text(variables, "ansible_ssh_timeout", "ansible_timeout")
                .map(text -> seconds(text, host))
                .orElse(options.connectTimeout());
        int retries = text(variables, "ansible_ssh_retries")
                .map(text -> retries(text, host))
                .orElse(options.connectRetries());
        String arguments = Stream.of(
                        text(variables, "ansible_ssh_args").orElse(options.ssh().usual()),
                        text(variables, "ansible_ssh_common_args")
                                .orElse(options.ssh().common()),
                        text(variables, "ansible_ssh_extra_args")
                                .orElse(options.ssh().extra()))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        return new Target.Ssh(
                host,
                address,
                port.orElse(null),
                user.orElse(null),
                key.map(List::of).orElse(List.of()),
                password.orElse(null),
                List.of(),
                check,
                timeout,
                retries,
                arguments);
    }

    /** Whom to become, or {@code null} to stay the login user. */
    @Nullable
    Become become(Variables variables, KeywordValues keywords) {
        boolean wanted = text(variables, "ansible_become")
                .map(text -> KeywordValues.truth(text, null, "ansible_become"))
                .or(() -> keywords.truth(Keyword.BECOME))
                .orElse(options.become());
        if (!wanted) {
            return null;
        }
        String named = text(variables, "ansible_become_method")
                .or(() -> keywords.text(Keyword.BECOME_METHOD))
                .or(options::becomeMethod)
                .orElse("sudo");
        String method = named.substring(named.lastIndexOf('.') + 1);
        String own = "ansible_" + method;
        String user = text(variables, own + "_user", "ansible_become_user")
                .or(() -> keywords.text(Keyword.BECOME_USER))
                .or(options::becomeUser)
                .orElse("root");
        Optional<Secret> password = text(
                        variables, own + "_pass", own + "_password", "ansible_become_pass", "ansible_become_password")
                .map(Secret::new)
                .or(options::becomePassword);
        String flags = text(variables, own + "_flags", "ansible_become_flags")
                .or(() -> keywords.text(Keyword.BECOME_FLAGS))
                .orElse("");
        String executable = text(variables, own + "_exe", "ansible_become_exe")
                .or(() -> keywords.text(Keyword.BECOME_EXE))
                .orElse("");
        return new Become(method, user, password.orElse(null), flags, executable);
    }

    /** The first that somebody set, for the strongest comes first; what stands in for the others is no news here. */
    private static Optional<String> text(Variables variables, String... names) {
        return Stream.of(names)
                .filter(variables::isGiven)
                .map(variables::plain)
                .filter(Objects::nonNull)
                .map(Python::str)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static int port(String text, String host) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new EngineException(Problem.of("'" + text + "' is not a port, for host " + host), e);
        }
        throw new EngineException(Problem.of("'" + text + "' is not a port, for host " + host));
    }

    private static Duration seconds(String text, String host) {
        try {
            return Duration.ofSeconds(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw new EngineException(
                    Problem.of("'" + text + "' is not a number of seconds, as ansible_timeout of " + host), e);
        }
    }

    private static int retries(String text, String host) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new EngineException(
                    Problem.of("'" + text + "' is not a number of attempts, as ansible_ssh_retries of " + host), e);
        }
    }

    private static Path path(String text) {
        return text.startsWith("~/") ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    }
}
