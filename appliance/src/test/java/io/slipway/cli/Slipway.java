package io.slipway.cli;

import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line as a user has it, within the test's own process. */
public final class Slipway {

    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private final Map<String, String> environment;

    /** What a command said and how it ended. */
    public record Said(int status, String out, String err) {

        String all() {
            return out + err;
        }

        Object json() {
            return Json.read("output", out);
        }
    }

    Slipway(Path home) {
        this(home, System.getenv());
        environment.remove("ANSIBLE_CONFIG");
    }

    /** With this environment instead of the test's own. */
    public Slipway(Path home, Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
        this.environment.put("SLIPWAY_HOME", home.toString());
        this.environment.putIfAbsent(
                "SLIPWAY_LAB_CACHE",
                REPOSITORY.resolve("appliance/target/lab-cache").toString());
        System.setProperty("slipway.program", REPOSITORY.toString());
    }

    static Path repository() {
        return REPOSITORY;
    }

    Map<String, String> environment() {
        return environment;
    }

    public Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, false, 79);
        int status = Main.run(console, environment, arguments);
        console.out().flush();
        console.err().flush();
        return new Said(status, out.toString(), err.toString());
    }

    /**
     * As {@link #run}, in a process of its own, which can be killed; what it says of errors is part of its output. It heeds Ctrl-C even
     * where the tests were started in the background by a shell that has such programs ignore it.
     */
    Process begin(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
