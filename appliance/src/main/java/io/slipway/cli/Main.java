package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Where a process starts and its exit code is decided. */
public final class Main {

    /** Something failed that is not a host: bad input, bad options, a broken environment. */
    static final int ERROR = 1;

    private Main() {}

    public static void main(String[] args) {
        quietenLibraries();
        letProxiesBeShownPasswords();
        int status = run(Console.ofProcess(System.getenv()), System.getenv(), args);
        if (status != 0 || othersAreBusy()) {
            System.exit(status);
        }
    }

    static void quietenLibraries() {
        System.setProperty("java.util.logging.config.class", QuietLibraries.class.getName());
    }

    /** On the way to an archive over https, too: otherwise the JDK keeps the name and password to itself. */
    private static void letProxiesBeShownPasswords() {
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /**
     * Whether the JVM would not end by itself. {@link System#exit} looks for a logger in the whole class path first, which takes longer than
     * a command that does little.
     */
    private static boolean othersAreBusy() {
        Thread[] threads = new Thread[Thread.activeCount() + 1];
        int known = Thread.enumerate(threads);
        for (int i = 0; i < known; i++) {
            if (!threads[i].equals(Thread.currentThread()) && !threads[i].isDaemon()) {
                return true;
            }
        }
        return false;
    }

    static int run(Console console, Map<String, String> environment, String... args) {
        try {
            return new Wiring(console, environment).read(List.of(args)).run();
        } catch (ProblemException e) {
            console.error(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.error(Problem.of("interrupted"));
        } catch (Exception e) {
            console.error(defect(e));
        }
        return ERROR;
    }

    /** What is no problem of the user's is a defect of ours, and then the trace is what helps. */
    private static Problem defect(Exception e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        return Problem.of("this is a defect in Slipway: " + e)
                .because(trace.toString())
                .hint("please report it together with the text above");
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
