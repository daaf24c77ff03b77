package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where a process starts and its exit code is decided. */
public final class Main {

    /** Something failed that is not a host: bad input, bad options, a broken environment. */
    static final int ERROR = 1;

    private Main() {}

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.SEVERE);
        System.exit(run(Console.ofProcess(System.getenv()), System.getenv(), args));
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
