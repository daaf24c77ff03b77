package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Syntax;
import io.slipway.cli.line.Usage;
import io.slipway.cli.output.Paper;
import io.slipway.cli.output.ProblemText;
import io.slipway.cli.output.Style;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What commands print on.
 *
 * @param out results
 * @param err errors, warnings and progress
 * @param terminal whether a person is watching: only then are there colours and moving lines
 * @param columns how long a line may be so that it stays one; longer results are printed all the same
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colour, int columns) {

    /** The console of this process. The launcher knows whether a terminal is there and how wide it is; Java does not. */
    public static Console ofProcess(Map<String, String> environment) {
        boolean terminal = Boolean.getBoolean("slipway.terminal");
        PrintWriter out = new PrintWriter(System.out, false, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, false, System.err.charset());
        return new Console(out, err, terminal, Style.wanted(environment, terminal), terminalColumns());
    }

    /** One less than the terminal has, as Ansible does. */
    private static int terminalColumns() {
        int terminal = Integer.getInteger("slipway.columns", 0);
        return terminal > 1 ? terminal - 1 : Paper.PLAIN_COLUMNS;
    }

    /** Never narrower than plain output, as Ansible has it. */
    private int atLeastPlain() {
        return Math.max(Paper.PLAIN_COLUMNS, columns);
    }

    public Paper paper() {
        return new Paper(out, colour, atLeastPlain());
    }

    /** For what is no part of the result. */
    public Paper errors() {
        return new Paper(err, colour, atLeastPlain());
    }

    /** For a line that must not become two. */
    public Paper oneLine() {
        return new Paper(out, colour, columns);
    }

    /** A command that only holds others, named alone, does nothing, which a script must notice: usage among the errors, and an error. */
    Action usage(Syntax syntax) {
        return new Usage(syntax, err, atLeastPlain(), Main.ERROR);
    }

    /** What was asked for with {@code --help}. */
    Action help(Syntax syntax) {
        return new Usage(syntax, out, atLeastPlain(), 0);
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints what went wrong, each problem with its place, cause and remedy. */
    public void error(ProblemException e) {
        e.problems().forEach(this::error);
    }

    public void error(Problem problem) {
        Paper paper = errors();
        ProblemText.lines(problem).forEach(line -> paper.line(Style.FAILED, line));
    }

    public void warn(String text) {
        errors().wrapped(Style.WARNING, "[WARNING]: " + text);
    }
}
