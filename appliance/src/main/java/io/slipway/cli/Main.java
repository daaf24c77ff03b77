package io.slipway.cli;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where a process starts and its exit code is decided. */
public final class Main {

    /** Something failed that is not a host: bad input, bad options, a broken environment. */
    static final int ERROR = 1;

    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("exec", ExecCommand.class);
        COMMANDS.put("inventory", InventoryCommand.class);
        COMMANDS.put("vault", VaultCommand.class);
        COMMANDS.put("doc", DocCommand.class);
        COMMANDS.put("sync", SyncCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("store", StoreCommand.class);
        COMMANDS.put("key", KeyCommand.class);
        COMMANDS.put("lab", LabCommand.class);
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
    }

    /** Scripts ask this often, and it needs no reading of options. */
    private static final Set<List<String>> ONLY_VERSION = Set.of(List.of("--version"), List.of("-V"));

    private Main() {}

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.SEVERE);
        System.exit(run(Console.ofProcess(System.getenv()), System.getenv(), args));
    }

    static int run(Console console, Map<String, String> environment, String... args) {
        if (ONLY_VERSION.contains(List.of(args))) {
            console.out().println(Version.text());
            console.out().flush();
            return 0;
        }
        CommandLine commands = new Wiring(console, environment).commands(named(args));
        commands.setOut(console.out());
        commands.setErr(console.err());
        commands.setUsageHelpAutoWidth(true);
        commands.setExpandAtFiles(false);
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
        commands.setParameterExceptionHandler((e, wrong) -> {
            console.error(Problem.of(String.valueOf(e.getMessage()))
                    .hint(nearest(e) + "see "
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"));
            return ERROR;
        });
        return commands.execute(args);
    }

    /**
     * The commands that the words name; all of them if they name none, for help and hints. Reading what a command declares takes longer
     * than most commands do, so the others are left alone.
     */
    private static Collection<Class<?>> named(String... args) {
        Set<String> words = new HashSet<>(List.of(args));
        List<Class<?>> named = new ArrayList<>();
        COMMANDS.forEach((name, type) -> {
            if (words.contains(name)) {
                named.add(type);
            }
        });
        return named.isEmpty() ? COMMANDS.values() : named;
    }

    /** What could have been meant, for an option or a command that there is not. */
    private static String nearest(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return "";
        }
        String written = unmatched.getUnmatched().getFirst();
        Set<String> known = new HashSet<>(e.getCommandLine().getSubcommands().keySet());
        known.addAll(e.getCommandLine().getCommandSpec().optionsMap().keySet());
        String hint = NearMiss.hint(written.replaceFirst("=.*", ""), known);
        return hint.isEmpty() ? "" : hint + " ";
    }

    /** A problem is shown as such; anything else is a defect of ours, and then the trace is what helps. */
    private static int failed(Console console, Exception e) {
        if (e instanceof ProblemException problems) {
            console.error(problems);
            return ERROR;
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        console.error(Problem.of("this is a defect in Slipway: " + e)
                .because(trace.toString())
                .hint("please report it together with the text above"));
        return ERROR;
    }

    /** The root command: only there to hold the others. */
    @Command(
            name = "slipway",
            description = "From bare metal to running GPU jobs, for an air-gapped NVIDIA DGX pod.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            scope = CommandLine.ScopeType.INHERIT)
    static final class Root implements Runnable {

        @CommandLine.Spec
        CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.commandLine().usage(spec.commandLine().getOut());
            }
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return "slipway " + (version == null ? "development" : version);
        }
    }
}
