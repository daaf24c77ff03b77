package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import java.util.ArrayList;
import java.util.List;

/** {@code command}, which runs a program without a shell, and {@code shell}, which runs a command line with one. */
final class CommandModule implements Module {

    /** Before the words: the first line of output says what became of it; see {@link CommandAnswer}. */
    private static final String LIBRARY = """
            _now() { date '+%Y-%m-%d %H:%M:%S.%N'; }
            _any() (IFS=; set -- $1; [ -e "$1" ] || [ -L "$1" ])
            _prepare() {
            if [ -n "$_chdir" ]; then
              if [ ! -e "$_chdir" ]; then echo 'chdir 2'; exit 0; fi
              if [ ! -d "$_chdir" ]; then echo 'chdir 20'; exit 0; fi
              CDPATH= cd -- "$_chdir" >/dev/null 2>&1 || { echo 'chdir 13'; exit 0; }
            fi
            if [ -n "$_creates" ] && _any "$_creates"; then echo exists; exit 0; fi
            if [ -n "$_removes" ] && ! _any "$_removes"; then echo gone; exit 0; fi
            if [ -n "$_check" ]; then echo would; exit 0; fi
            }
            _execute() {
            case $1 in
              */*)
                _file=$1
                if [ ! -e "$_file" ]; then echo 'start 2'; exit 0; fi
                if [ -d "$_file" ] || [ ! -x "$_file" ]; then echo 'start 13'; exit 0; fi ;;
              *)
                _file=
                set -f; IFS=:
                for _dir in $PATH; do
                  if [ -f "$_dir/$1" ] && [ -x "$_dir/$1" ]; then _file=$_dir/$1; break; fi
                done
                set +f; unset IFS
                if [ -z "$_file" ]; then echo 'start 2'; exit 0; fi ;;
            esac
            _mark="$$ $(_now)"
            echo "ran $_mark"
            case $1 in
              -*) ( shift; exec "$_file" "$@" ) ;;
              *) ( exec "$@" ) ;;
            esac
            printf '\\n%s %s %s' "$_mark" "$?" "$(_now)"
            }
            """;

    private final boolean shell;
    private final ModuleSpec spec;

    private CommandModule(String name, String summary, boolean shell) {
        this.shell = shell;
        this.spec = ModuleSpec.of(name, summary)
                .freeForm()
                .options(
                        Option.of("cmd", STRING, "The command to run, instead of the free form"),
                        Option.of("argv", LIST, "The command as a list of words"),
                        Option.of("chdir", PATH, "Change into this directory first"),
                        Option.of("creates", PATH, "Do not run when something of this name or pattern exists"),
                        Option.of("removes", PATH, "Do not run when nothing of this name or pattern exists"),
                        Option.of("executable", PATH, "The shell to use instead of /bin/sh"),
                        Option.of("stdin", STRING, "What the command reads from standard input"),
                        Option.of("stdin_add_newline", BOOL, "Whether to end stdin with a line feed")
                                .orElse(true),
                        Option.of("strip_empty_ends", BOOL, "Whether to cut line ends off the end of the output")
                                .orElse(true),
                        Option.of("expand_argument_vars", BOOL, "Whether to expand $NAME and ~ in a command's words")
                                .orElse(true))
                .build();
    }

    static Module command() {
        return new CommandModule("command", "Runs a program, without a shell", false);
    }

    static Module shell() {
        return new CommandModule("shell", "Runs a command line with a shell", true);
    }

    @Override
    public ModuleSpec spec() {
        return spec;
    }

    @Override
    public boolean oneExchange() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments arguments = call.arguments();
        String line =
                arguments.text("cmd").or(() -> arguments.text(ModuleSpec.RAW)).orElse("");
        List<String> argv = arguments.strings("argv");
        if (line.isBlank() && argv.isEmpty()) {
            throw CommandAnswer.failure("no command given", 256, null);
        }
        if (!line.isBlank() && !argv.isEmpty()) {
            throw CommandAnswer.failure("only command or argv can be given, not both", 256, null);
        }
        List<String> words = !argv.isEmpty() ? argv : shell ? List.of(line) : Words.split(line);
        if (words.isEmpty()) {
            throw CommandAnswer.failure("no command given", 256, null);
        }
        Object cmd = shell && argv.isEmpty() ? line : words;
        boolean conditional = arguments.has("creates") || arguments.has("removes");
        if (call.check() && !conditional && !arguments.has("chdir")) {
            return CommandAnswer.predicted(cmd, false);
        }
        List<String> started = toStart(words, arguments);
        Reply reply = reply(call, script(started, arguments, call.check()));
        ModuleResult result = new CommandAnswer(reply, arguments, cmd, started, call.check()).result();
        return shell || !arguments.has("executable")
                ? result
                : result.with(
                        "warnings",
                        List.of("the parameter 'executable' has no effect with the 'command' module: '"
                                + arguments.string("executable") + "' is not used; use the shell module"));
    }

    private static Reply reply(ModuleCall call, Script script) {
        try {
            return call.node().run(script);
        } catch (TransportException e) {
            throw e.soFar()
                    .map(printed -> CommandAnswer.withOwnOutput(e, printed))
                    .orElse(e);
        }
    }

    private List<String> toStart(List<String> words, Arguments arguments) {
        if (!shell) {
            return words;
        }
        List<String> quoted = words.size() == 1 ? words : List.of(Script.words(words));
        List<String> started =
                new ArrayList<>(List.of(arguments.text("executable").orElse("/bin/sh"), "-c"));
        started.addAll(quoted);
        return started;
    }

    private Script script(List<String> words, Arguments arguments, boolean check) {
        boolean expand = !shell && arguments.flag("expand_argument_vars");
        StringBuilder set = new StringBuilder("set --");
        words.forEach(word -> set.append(' ').append(expand ? Words.expanding(word) : Script.quote(word)));
        String text = "_check=" + (check ? "1" : "") + '\n'
                + "_chdir=" + path(arguments, "chdir") + '\n'
                + "_creates=" + path(arguments, "creates") + '\n'
                + "_removes=" + path(arguments, "removes") + '\n'
                + "_prepare\n" + set + "\n_execute \"$@\"\n";
        Script script = Script.of(text).using(LIBRARY);
        return arguments
                .text("stdin")
                .map(stdin -> script.input(arguments.flag("stdin_add_newline") ? stdin + "\n" : stdin))
                .orElse(script);
    }

    private static String path(Arguments arguments, String name) {
        return arguments
                .text(name)
                .map(path -> Words.expanding(path.startsWith("-") ? "./" + path : path))
                .orElse("");
    }
}
