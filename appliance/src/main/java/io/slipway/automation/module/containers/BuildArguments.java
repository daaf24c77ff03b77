package io.slipway.automation.module.containers;

import io.slipway.automation.module.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The {@code --build-arg} words of a build. Docker takes the value of a bare name from its environment, so that tokens among the
 * values are in no process list. A name that would change what docker or its shell does stays in the word, with its value.
 */
final class BuildArguments {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Names that the script, its shell, docker, or a builder that docker runs would take for their own. */
    private static final Pattern OTHERS = Pattern.compile("_.*|(?:LD|LC|DOCKER|BUILDKIT|BUILDX|OTEL|XDG|BASH)_.*"
            + "|PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|CDPATH|TMPDIR|TERM|LANG|LANGUAGE|TZ"
            + "|IFS|ENV|BASH|BASHOPTS|SHELLOPTS|PS[0-9]|PPID|OPTIND|OPTARG|UID|EUID|GID|RANDOM|LINENO|SECONDS"
            + "|GODEBUG|GOTRACEBACK|SSH_AUTH_SOCK|SSL_CERT_FILE|SSL_CERT_DIR|(?i:(?:https?|ftp|no|all)_proxy)");

    private BuildArguments() {}

    private static boolean hidden(String name) {
        return NAME.matcher(name).matches() && !OTHERS.matcher(name).matches();
    }

    /** Script lines that put the values into the environment. */
    static String environment(Map<String, String> arguments) {
        StringBuilder script = new StringBuilder();
        arguments.forEach((name, value) -> {
            if (hidden(name)) {
                script.append(name)
                        .append('=')
                        .append(Script.quote(value))
                        .append("\nexport ")
                        .append(name)
                        .append('\n');
            }
        });
        return script.toString();
    }

    static List<String> words(Map<String, String> arguments) {
        List<String> words = new ArrayList<>();
        arguments.forEach((name, value) -> words.add("--build-arg=" + (hidden(name) ? name : name + "=" + value)));
        return words;
    }
}
