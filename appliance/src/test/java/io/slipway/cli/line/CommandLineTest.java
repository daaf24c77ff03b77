package io.slipway.cli.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final StringWriter said = new StringWriter();
    private final PrintWriter out = new PrintWriter(said, true);

    /** A program with a command that says what it was given. */
    private Action program(Syntax syntax) {
        syntax.instead("-h, --help", "Show this help message and exit.", its -> new Usage(its, out, 60, 0));
        Given<String> home = syntax.option("--home", "DIR", "where");
        syntax.command("show, s", "Say what was given.", its -> show(its, home));
        syntax.command("other", "Never declared.", its -> {
            throw new AssertionError("nobody named it");
        });
        return new Usage(syntax, out, 60, 1);
    }

    private Action show(Syntax syntax, Given<String> home) {
        Given<Boolean> verbose = syntax.flag("-v, --verbose", "say more");
        Given<Boolean> yes = syntax.flag("-y", "agree");
        Given<Integer> number = syntax.option("-n, --number", "N", Reading.NUMBER, "how many");
        Given<String> form = syntax.option("--form", "FORM", Reading.oneOf("text", "json"), "how it looks");
        Given<String> variables = syntax.options("-e, --extra-vars", "VARS", "each of them counts");
        Given<String> tags =
                syntax.listed("-t, --tags", "TAG", "only these, although the sentence that says so is long");
        Given<String> first = syntax.operand("FIRST", "the first");
        Given<String> rest = syntax.operand("[REST...]", "the others");
        syntax.footer("\nSee also: nothing\n");
        return () -> {
            out.print(Stream.of(home, verbose, yes, number, form, variables, tags, first, rest)
                    .map(given -> given.times() == 0 ? "-" : given.all().toString())
                    .collect(Collectors.joining(" ")));
            return 0;
        };
    }

    private int run(String... words) throws Exception {
        return CommandLine.read(new Syntax("prog", "It says things."), this::program, List.of(words))
                .run();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show a                       | - - - - - - - [a] -",
                "s a b c                      | - - - - - - - [a] [b, c]",
                "--home x show a              | [x] - - - - - - [a] -",
                "show a --home=x --home=y     | [x, y] - - - - - - [a] -",
                "show -vvy a -v               | - [true, true, true] [true] - - - - [a] -",
                "show -n 3 a --form json      | - - - [3] [json] - - [a] -",
                "show -n3 a --number=-4       | - - - [3, -4] - - - [a] -",
                "show -yn=3 a                 | - - [true] [3] - - - [a] -",
                "show -e a=1 --extra-vars=b=2 a | - - - - - [a=1, b=2] - [a] -",
                "show -e -x=1 a               | - - - - - [-x=1] - [a] -",
                "show -t a,b --tags c x       | - - - - - - [a, b, c] [x] -",
                "show - -v                    | - [true] - - - - - [-] -",
                "show -- -v --form            | - - - - - - - [-v] [--form]",
                "show a -- -- b               | - - - - - - - [a] [--, b]",
            })
    void wordsAreReadAsGetoptReadsThem(String words, String given) throws Exception {
        assertEquals(0, run(words.split(" ")));
        assertEquals(given, said.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shw          | Unknown command: 'shw'                 | did you mean 'show'? see prog --help",
                "show         | Missing required parameter: 'FIRST'    | see prog show --help",
                "show --nmber 1 | Unknown option: '--nmber'            | did you mean '--number'? see prog show --help",
                "show -yz a   | Unknown option: '-z'                   | did you mean '-e'? see prog show --help",
                "show a -n    | Missing value for option '-n' (N)      | see prog show --help",
                "show a --form --home=x | Expected a value for option '--form' (FORM) but found '--home=x' | see prog show --help",
                "show -n x a  | Invalid value for -n: 'x' is not a whole number | see prog show --help",
                "show --form=yaml a | Invalid value for --form: 'yaml' is not one of text, json | see prog show --help",
                "show --verbose=yes a | Option '--verbose' takes no value | see prog show --help",
                "-v show a    | Unknown option: '-v'                   | did you mean '-h'? see prog --help",
            })
    void whatMakesNoSenseIsNamedWithAWayOut(String words, String what, String hint) {
        LineException mistake = assertThrows(LineException.class, () -> run(words.split(" ")));
        assertEquals(what, mistake.problem().what());
        assertEquals(hint, mistake.problem().hint());
    }

    @Test
    void moreWordsThanThereAreOperandsAreRefused() {
        Command one = syntax -> {
            syntax.operand("[ONE]", "");
            return () -> 0;
        };
        LineException mistake = assertThrows(
                LineException.class, () -> CommandLine.read(new Syntax("prog", ""), one, List.of("a", "b")));
        assertEquals("Too many words: 'b'", mistake.problem().what());
    }

    @Test
    void helpComesInsteadOfTheCommandWhateverElseIsSaid() throws Exception {
        assertEquals(0, run("show", "--help", "--bogus"));
        assertEquals("""
                Usage: prog show [-hvy] [-e=VARS]... [--form=FORM]
                                 [--home=DIR] [-n=N] [-t=TAG[,TAG...]]...
                                 FIRST [REST...]
                Say what was given.
                      FIRST              the first
                      [REST...]          the others
                  -e, --extra-vars=VARS  each of them counts
                      --form=FORM        how it looks
                  -h, --help             Show this help message and exit.
                      --home=DIR         where
                  -n, --number=N         how many
                  -t, --tags=TAG[,TAG...]
                                         only these, although the sentence
                                           that says so is long
                  -v, --verbose          say more
                  -y                     agree

                See also: nothing
                """, said.toString());
    }

    @Test
    void aGroupNamedAloneShowsItsCommands() throws Exception {
        assertEquals(1, run());
        assertEquals("""
                Usage: prog [-h] [--home=DIR] [COMMAND]
                It says things.
                  -h, --help      Show this help message and exit.
                      --home=DIR  where
                Commands:
                  show, s  Say what was given.
                  other    Never declared.
                """, said.toString());
    }
}
