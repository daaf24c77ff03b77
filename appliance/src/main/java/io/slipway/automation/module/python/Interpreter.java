package io.slipway.automation.module.python;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** The Python of a node: the one that {@code ansible_python_interpreter} names, else the first that is found. */
final class Interpreter {

    /** Leaves its path in {@code $_python}, or ends the script. */
    static final String FIND = """
            _python=
            if [ -n "$_named" ]; then
              _python=$(command -v "$_named" 2>/dev/null)
            else
              for _name in python3 /usr/bin/python3 /usr/local/bin/python3 /usr/libexec/platform-python python; do
                _python=$(command -v "$_name" 2>/dev/null) && break
              done
            fi
            if [ -z "$_python" ]; then echo 'slipway: no python' >&2; exit 98; fi
            """;

    private static final int NONE = 98;
    private static final int TOO_OLD = 99;

    private Interpreter() {}

    /** What the user names; words such as {@code auto} mean that it is to be found. */
    static String named(Node node) {
        String named = node.interpreter().orElse("");
        return named.startsWith("auto") ? "" : named;
    }

    /** @throws ModuleFailure when the node has no Python that can run the module */
    static void check(Reply reply, Node node, Path file) {
        String err = reply.err();
        if (reply.exitCode() == NONE && err.contains("slipway: no python")) {
            String named = named(node);
            throw new ModuleFailure(Problem.of(
                            named.isEmpty()
                                    ? "there is no Python on " + node.name()
                                    : "there is no '" + named + "' on " + node.name()
                                            + ", which ansible_python_interpreter names")
                    .because("the module " + file + " is written in Python")
                    .hint("install python3 there, or leave the task to modules of Slipway, which need none"));
        }
        if (reply.exitCode() == TOO_OLD && err.startsWith("Slipway: Python")) {
            throw new ModuleFailure(Problem.of("the Python of " + node.name() + " is too old for the module " + file)
                    .because(err.strip())
                    .hint("name another with ansible_python_interpreter"));
        }
    }

    /** What a module asked for and Slipway's stand-in lacks, from the traceback. */
    static Optional<String> lacking(String err) {
        return err.lines()
                .filter(line -> line.startsWith("ModuleNotFoundError: No module named 'ansible")
                        || (line.startsWith("ImportError: cannot import name") && line.contains("'ansible.")))
                .findFirst();
    }
}
